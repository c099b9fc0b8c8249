"""Describes in the OpenAPI document every answer that a route can give, refusals included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from fastapi import FastAPI

from gateway.limits import LIMITED

Json = dict[str, object]
METHODS = frozenset({"get", "put", "post", "delete", "patch"})
WRITES = METHODS - {"get"}
CREDENTIALS = frozenset({"authorization", "yibao_staff"})
PROBLEM = "Problem"  # RFC 9457
PROBLEM_TYPE = "application/problem+json"
SAID = {
    "400": "This is not what the interface is spoken to with.",
    "401": "Who asks did not show who they are.",
    "403": "Who asks may not do this, or has something else to do first.",
    "404": "There is no such thing, or it is not for who asks.",
    "409": "Not now: the thing is not in the state for it.",
    "413": "The body is longer than any honest one.",
    "415": "The body is of a kind that is not taken.",
    "422": "Something that was sent is not of the right form.",
    "429": "Too often; Retry-After tells the seconds, where they are known.",
    "503": "An engine that is needed does not answer now.",
}
CALLS, ADMIN, TALK = "/api/v1/calls", "/api/v1/admin", "/api/v1/conversations/{conversation_id}"
ENTRY = "/api/v1/knowledge/entries/{entry_id}"
LEAFLET_OF_TOPIC = "/api/v1/policies/{document_id}/leaflet.pdf"
LEAFLET, SPEECH = f"{ENTRY}/leaflet.pdf", f"{ENTRY}/speech"
PAGE_SPEECH = "/api/v1/pages/{page}/speech"
TOKEN = "/api/v1/enterprise/token"  # noqa: S105  a path, no secret
ALSO: Mapping[tuple[str, str], tuple[str, ...]] = {  # what no rule below tells
    ("post", "/api/v1/staff/session"): ("401", "403"),
    ("post", "/api/v1/staff/openid"): ("404", "503"),
    ("post", "/api/v1/staff/openid/code"): ("401",),
    ("post", f"{CALLS}/enter"): ("404", "409"),
    ("post", "/api/v1/complaints"): ("404", "429"),
    ("post", f"{TALK}/photos"): ("415",),
    ("post", f"{CALLS}/{{call_id}}/photos"): ("415",),
    ("post", f"{TALK}/call-backs"): ("429",),
    ("post", f"{TALK}/queue/call-back"): ("429",),
    ("post", f"{TALK}/identity"): ("503",),
    ("get", f"{TALK}/me"): ("503",),
    ("get", SPEECH): ("503",),
    ("get", PAGE_SPEECH): ("503",),
    ("get", LEAFLET): ("409", "503"),
    ("get", LEAFLET_OF_TOPIC): ("503",),
    ("post", f"{ADMIN}/documents"): ("404",),
    ("post", f"{ADMIN}/entries"): ("404",),
    ("post", f"{ADMIN}/regression"): ("404",),
    ("post", f"{ADMIN}/releases"): ("404",),
    ("post", f"{ADMIN}/withdrawals"): ("404",),
}
GIVES: Mapping[str, str] = {  # what is given that is not JSON
    "/api/v1/photos/{photo_id}": "image/jpeg",
    LEAFLET_OF_TOPIC: "application/pdf",
    LEAFLET: "application/pdf",
    SPEECH: "audio/L16",
    PAGE_SPEECH: "audio/L16",
}
TAKES: Mapping[str, tuple[str, ...]] = {  # what is taken that is not JSON, as it comes
    f"{TALK}/photos": ("image/jpeg", "image/png"),
    f"{CALLS}/{{call_id}}/photos": ("image/jpeg", "image/png"),
    f"{ADMIN}/imports": ("application/octet-stream",),
    f"{ADMIN}/hit-test/batch": ("application/octet-stream",),
    TOKEN: ("application/x-www-form-urlencoded",),
}
BYTES: Json = {"type": "string", "format": "binary"}
OAUTH_ERROR: Json = {  # RFC 6749 section 5.2, not a problem document
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string"}},
}
PROBLEM_SCHEMA: Json = {
    "title": PROBLEM,
    "description": "A problem document; detail is a Chinese sentence for who asked.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "minLength": 1},
    },
}


def document_refusals(app: FastAPI) -> None:
    """Let the application's OpenAPI document name its refusals, in the form that they have."""
    plain = app.openapi

    def whole() -> Json:
        if app.openapi_schema is None:
            add_refusals(plain())  # which keeps what it made
        return cast(Json, app.openapi_schema)

    app.openapi = whole  # type: ignore[method-assign]  # as FastAPI's documentation has it


def add_refusals(document: Json) -> None:
    """Add to each operation what it may answer beside what its route names."""
    components = cast(dict[str, Json], document.setdefault("components", {}))
    schemas = components.setdefault("schemas", {})
    schemas[PROBLEM] = PROBLEM_SCHEMA
    for foreign in ("HTTPValidationError", "ValidationError"):  # FastAPI's, which we never send
        schemas.pop(foreign, None)
    paths = cast(dict[str, dict[str, Json]], document["paths"])
    for path, operations in paths.items():
        for method in METHODS & operations.keys():
            _complete(method, path, operations[method])


def _complete(method: str, path: str, operation: Json) -> None:
    """Describe what one operation takes, gives and refuses."""
    responses = cast(dict[str, Json], operation["responses"])
    responses.pop("422", None)
    if path in TAKES and method == "post":
        content = {kind: {"schema": BYTES} for kind in TAKES[path]}
        operation["requestBody"] = {"content": content, "required": True}
    if path in GIVES and method == "get":
        responses["200"]["content"] = {GIVES[path]: {"schema": BYTES}}
    for status in sorted({*_refusals(method, path, operation), *ALSO.get((method, path), ())}):
        responses.setdefault(status, refusal(status))
    if path == TOKEN:
        for status in ("400", "401"):
            content = {"application/json": {"schema": OAUTH_ERROR}}
            responses[status] = {"description": SAID[status], "content": content}


def _refusals(method: str, path: str, operation: Mapping[str, object]) -> Iterator[str]:
    """Yield the statuses with which any operation of this kind may refuse."""
    parameters = cast(list[Mapping[str, str]], operation.get("parameters", []))
    names = {parameter["name"].lower() for parameter in parameters}
    body = cast(Mapping[str, Mapping[str, object]], operation.get("requestBody", {}))
    if parameters or body:
        yield "422"
    if "application/json" in body.get("content", {}):
        yield "400"  # no JSON at all, or not in UTF-8
    if method in WRITES:
        yield "413"
    if names & CREDENTIALS:
        yield from ("401", "403")
        if method in WRITES:
            yield "409"
    if any(parameter["in"] == "path" for parameter in parameters):
        yield "404"
    if any(rule.path.fullmatch(path) for rule in LIMITED.get(method.upper(), ())):
        yield "429"


def refusal(status: str) -> Json:
    """Return how the document describes a refusal."""
    schema = {"$ref": f"#/components/schemas/{PROBLEM}"}
    return {"description": SAID[status], "content": {PROBLEM_TYPE: {"schema": schema}}}
