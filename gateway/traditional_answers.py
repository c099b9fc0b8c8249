"""Writes answers of the API in traditional characters for pages that are written in them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Set

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.scripts import traditional

ASKED = "zh-hant"  # service.js sends the language of its page; no browser sends this by itself
_PROBLEM = frozenset({"detail"})
_RULE = frozenset(
    {
        *("title", "issuer", "number", "date_note", "section", "topic", "text", "plain", "spoken"),
        *("expired_note", "asked_as", "document.region", "documents.region", "passages.region"),
    }
)
_ITEM = frozenset(
    {
        *("name", "says", "summary", "who", "needed_when", "substitute", "where", "flow"),
        *("time_limit", "fee", "effect", "questions", ".region"),
    }
)
_CARD = frozenset({"title", "label", "value", "note", "text", "choices", "digest", "what"})
# What citizens read, by the beginning of the path. "a.b" is the b of an a; names that pages send
# back, or compare, are not among them. Turns of a conversation have characters of their own.
TURNED: tuple[tuple[re.Pattern[str], Set[str]], ...] = tuple(
    (re.compile("/api/v1/" + path), keys | _PROBLEM)
    for path, keys in (
        ("info$", frozenset({"name", "hours", "region_names"})),
        ("topics", _RULE | _ITEM),
        ("(?:policies|knowledge)", _RULE),
        (
            "lookups/",
            frozenset(
                {
                    *("name", "county", "streets", "street", "address", "hours", "holidays"),
                    *("open_words", "generic", "trade", "form", "strength", "maker", "category"),
                    *("limit_note", "model", "unit", "ask.what", "choices", "missing", "note"),
                    "places.region",
                }
            ),
        ),
        ("items/", frozenset({"name"})),
        ("popular$", frozenset({"questions"})),
        ("print/", _CARD | {"heading", "lines", "caption", "call", "printed"}),
        (
            "conversations/[^/]+/(?:applications|progress|me)(?:/|$)",
            _CARD | {"item", "phase_text", "missing", "next"},
        ),
        ("", frozenset()),
    )
)


class TraditionalAnswers:
    """Turn the words of JSON answers for who asks for them; what else is sent stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application behind."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that holds a JSON answer back until it is whole."""
        keys = keys_turned(scope["path"]) if _is_asked(scope) else None
        if keys is None:
            await self._app(scope, receive, send)
            return
        held: list[Message] = []
        body = bytearray()

        async def written(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_json(message):
                held.append(message)
            elif held:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    whole = await asyncio.to_thread(_turned, bytes(body), keys)
                    await _send(held.pop(), whole, send)
            else:
                await send(message)

        await self._app(scope, receive, written)


def keys_turned(path: str) -> Set[str] | None:
    """Return the names whose values are words for citizens; None: the path is none of the API."""
    return next((keys for begins, keys in TURNED if begins.match(path)), None)


def written(value: object, keys: Set[str], parent: str = "", key: str = "") -> object:
    """Return a JSON value with the words of these names in traditional characters."""
    if isinstance(value, dict):
        return {name: written(one, keys, key, name) for name, one in value.items()}
    if isinstance(value, list):
        return [written(one, keys, parent, key) for one in value]
    if isinstance(value, str) and (key in keys or f"{parent}.{key}" in keys):
        return traditional(value)
    return value


def _turned(body: bytes, keys: Set[str]) -> bytes:
    if not body:
        return body  # the answer to HEAD
    return json.dumps(written(json.loads(body), keys), ensure_ascii=False).encode()


async def _send(start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    headers["Content-Language"] = "zh-Hant"
    if body:
        headers["Content-Length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _is_asked(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    return Headers(scope=scope).get("accept-language", "").lower() == ASKED


def _is_json(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return kind.partition(";")[0] in {"application/json", "application/problem+json"}
