"""Asks for everything that one citizen has with the token of another (R12, OWASP API1:2023)."""

from __future__ import annotations

import dataclasses

import httpx
import pytest

from tests.gateway import role_matrix as who
from tests.gateway.citizen import Citizen
from tests.gateway.front import Front
from tests.gateway.town import Things, belongings

Ask = tuple[str, str, dict[str, object] | None]
THUMB: dict[str, object] = {"seq": 1, "useful": True}
BOOK: dict[str, object] = {"phone": "13800138000", "starts": who.SOON}


def asks(mine: Things) -> list[Ask]:
    """Return every way to ask for what a citizen has."""
    talk = f"/api/v1/conversations/{mine.conversation}"
    filed, complaint = (
        f"/api/v1/applications/{mine.application}",
        f"/api/v1/remarks/{mine.complaint}",
    )
    photo, booked = f"/api/v1/photos/{mine.photo}", f"{talk}/call-backs/{mine.call_back}"
    return [
        *(("GET", f"{talk}/{what}", None) for what in SEEN),
        ("POST", f"{talk}/code", None),
        ("POST", f"{talk}/messages", {"text": "查一下我的申请"}),
        ("PATCH", talk, {"persona": "elder"}),
        ("POST", f"{talk}/feedback", THUMB),
        ("POST", f"{talk}/photos", None),
        ("POST", f"{talk}/identity", None),
        ("DELETE", f"{talk}/identity", None),
        ("POST", f"{talk}/progress", {"number": mine.application, "tail": "0000"}),
        ("DELETE", f"{talk}/delegations/1", None),
        ("POST", f"{talk}/call-backs", BOOK),
        ("DELETE", booked, None),
        ("POST", f"{talk}/queue", {}),
        ("DELETE", f"{talk}/queue", None),
        ("POST", f"{talk}/queue/call-back", {"phone": "13800138000"}),
        ("POST", f"{talk}/call", None),
        ("POST", f"{talk}/own-data/requests", {"right": "delete"}),
        ("GET", filed, None),
        ("GET", f"/api/v1/print/receipts/{mine.application}", None),
        ("GET", f"{filed}/rating", None),
        ("POST", f"{filed}/rating", {"level": 1}),
        ("GET", complaint, None),
        ("GET", photo, None),
        ("DELETE", photo, None),
    ]


SEEN = (
    *("transcript", "applications", "photos", "identity", "me", "me/looks", "delegations"),
    *("call-backs", "queue", "own-data", "own-data/requests", "preferences"),
)


async def ask(front: Front, one: Ask, headers: dict[str, str]) -> httpx.Response:
    method, path, body = one
    if body is None:
        return await front.http.request(method, path, headers=headers)
    return await front.http.request(method, path, headers=headers, json=body)


async def shown(front: Front, owner: Citizen, things: Things) -> dict[str, tuple[int, str]]:
    """Return what the owner is shown of everything that they have."""
    found = {}
    for method, path, body in asks(things):
        if method == "GET":
            answer = await ask(front, (method, path, body), owner.headers)
            found[path] = answer.status_code, answer.text
    return found


async def test_nobody_sees_or_moves_what_another_citizen_has(front: Front) -> None:
    owner, stranger = await front.citizen(), await front.citizen()
    things = await belongings(front, owner)
    before = await shown(front, owner, things)

    answers = {
        f"{one[0]} {one[1]}": (await ask(front, one, stranger.headers)) for one in asks(things)
    }

    assert {
        name: a.status_code for name, a in answers.items() if a.status_code not in REFUSED
    } == {}
    assert [name for name, a in answers.items() if _tells(a, things)] == []
    assert await shown(front, owner, things) == before  # nothing was moved, either
    # It was all there: the owner is refused none but what nobody was asked for yet.
    seen = [path for path, (status, _) in before.items() if status == 200]
    assert len(seen) >= 9, before


REFUSED = {401, 403, 404}


def _tells(answer: httpx.Response, things: Things) -> bool:
    return any(str(value) in answer.text for value in dataclasses.astuple(things))


@pytest.mark.parametrize("kind", ["applications", "photos", "remarks"])
async def test_a_stranger_is_not_told_whether_a_number_is_taken(front: Front, kind: str) -> None:
    owner, stranger = await front.citizen(), await front.citizen()
    things = await belongings(front, owner)
    taken = {
        "applications": things.application,
        "photos": things.photo,
        "remarks": things.complaint,
    }[kind]

    answers = [
        await front.http.get(f"/api/v1/{kind}/{name}", headers=stranger.headers)
        for name in (taken, taken[:-1] + ("0" if taken[-1] != "0" else "1"))
    ]

    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    assert answers[0].status_code == 404


def test_every_route_of_an_owner_is_asked() -> None:
    """A new route for owners must be added to `asks`."""
    things = Things("c", "1", "2", "3", "p", "t")
    asked = {(method, path) for method, path, _ in asks(things)}
    owners = {
        (route.method, route.path.removesuffix("/"))
        for route in who.ROUTES
        if who.CITIZEN in route.who and not route.who >= who.STAFF and route.method != "WS"
    }
    names = {
        "{conversation_id}": "c",
        "{delegation_id}": "1",
        "{photo_id}": "p",
    }
    expected = set()
    for method, path in owners:
        for name, value in names.items():
            path = path.replace(name, value)
        number = "3" if "call-backs" in path else "2" if "remarks" in path else "1"
        expected.add((method, path.replace("{number}", number)))
    calls = {(method, path) for method, path in expected if path.startswith("/api/v1/calls/")}

    assert expected - calls == asked  # a call has seats with sessions of their own
