"""Sends whatever the OpenAPI document allows, and what it does not, as each kind of caller."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from schemathesis import GenerationMode

from gateway.openapi import ALSO, GIVES, TAKES
from tests.gateway import role_matrix as who
from tests.gateway.front import Front
from tests.gateway.fuzzing import Fuzzing, fuzzing

EXAMPLES = 10  # of each operation, right and wrong
# Operations that must do what they are for at least once: else only refusals were looked at.
FULFILLED = {
    who.NOBODY: 18,
    who.CITIZEN: 36,
    who.EMPLOYER: 20,
    who.DESK: 45,
    who.KNOWLEDGE: 36,
    who.SUPERVISE: 28,
    who.SYSTEM: 24,
    who.AUDIT: 22,
    who.SECURITY: 28,
}


@pytest.fixture
def fuzzed(role: str, database_url: str, tmp_path: Path) -> Iterator[Fuzzing]:
    """Be a gateway with things in it, and somebody in that role."""
    yield from fuzzing(database_url, tmp_path, role)


@pytest.mark.fuzz
@pytest.mark.parametrize("role", sorted(FULFILLED))
def test_whatever_is_sent_is_answered_as_the_document_says(role: str, fuzzed: Fuzzing) -> None:
    for operation in fuzzed.operations():
        fuzzed.fuzz(operation, GenerationMode.POSITIVE, EXAMPLES)
        if operation.path not in TAKES and (operation.body or operation.query):
            fuzzed.fuzz(operation, GenerationMode.NEGATIVE, EXAMPLES)

    print(f"{role}: {fuzzed.sent} requests, {len(fuzzed.fulfilled)} operations fulfilled")
    assert fuzzed.wrong == {}
    assert len(fuzzed.fulfilled) >= FULFILLED[role]


async def test_the_document_speaks_of_routes_that_there_are(front: Front) -> None:
    paths = front.app.openapi()["paths"]

    assert [path for method, path in ALSO if method not in paths.get(path, {})] == []
    assert [path for path in GIVES if "get" not in paths.get(path, {})] == []
    assert [path for path in TAKES if "post" not in paths.get(path, {})] == []


async def test_every_refusal_in_the_document_is_a_problem_document(front: Front) -> None:
    document = (await front.http.get("/openapi.json")).json()
    others = {"/readyz", "/api/v1/enterprise/token"}
    refusals = [
        (path, status, content)
        for path, operations in document["paths"].items()
        for operation in operations.values()
        for status, content in operation["responses"].items()
        if status >= "400" and path not in others
    ]

    assert len(refusals) > 500
    assert {tuple(one["content"]) for _, _, one in refusals} == {("application/problem+json",)}
    assert "HTTPValidationError" not in document["components"]["schemas"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/items?region=%00", None),
        ("/api/v1/items/a%00b", None),
        ("/api/v1/complaints", {"text": "排队\x00太久"}),
        ("/api/v1/staff/session", {"name": "\x00", "password": "x"}),
    ],
)
async def test_what_no_database_can_store_is_refused_politely(
    front: Front, path: str, body: dict[str, str] | None
) -> None:
    answer = await (front.http.get(path) if body is None else front.http.post(path, json=body))

    assert answer.status_code == 422
    assert answer.json()["title"] == "invalid-request"
