"""Checks the talk with an identity provider: what counts as a proof, and what never does."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import UTC, timedelta

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from core.contracts import IdentityProvider
from core.errors import EngineUnavailable
from integrations.identity import HttpIdentityProvider, NoIdentityProvider
from integrations.insurance_simulator.faults import Fault
from tests.fakes.insurance_simulator import UNKNOWN, Simulator, simulator, somebody

BACK = "https://desk.example/identity/return"
CITIZEN = somebody("居民医保")
CHALLENGE = {
    "id": "abcdefgh",
    "url": "https://id.example/pages/1",
    "expires": "2026-12-21T02:10:00+00:00",
}
PERSON = {
    "name": "王秀英",
    "id_number": CITIZEN.id_number,
    "verified_at": "2026-12-21T02:00:00+00:00",
}


@pytest.fixture
async def played() -> AsyncIterator[Simulator]:
    """Be the simulator without a socket."""
    made = simulator()
    yield made
    await made.client.aclose()


def provider_that_says(answer: object, status: int = 200) -> HttpIdentityProvider:
    """Return an adapter whose provider always says the same."""
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def say(request: Request) -> JSONResponse:
        return JSONResponse(answer, status)

    client = httpx.AsyncClient(transport=httpx.ASGITransport(app))
    return HttpIdentityProvider(
        client, url="http://id.test/", secret="", timeout=1.0, lasts=timedelta(minutes=30)
    )


async def test_a_face_that_fits_proves_the_person_for_half_an_hour(played: Simulator) -> None:
    provider: IdentityProvider = played.provider()
    challenge = await provider.begin(BACK)

    before = await provider.outcome(challenge.id)
    sent_to = await played.face(challenge.url, CITIZEN)
    person = await provider.outcome(challenge.id)

    assert before is None
    assert sent_to == f"{BACK}?challenge={challenge.id}"
    assert person is not None
    assert (person.name, person.id_number) == (CITIZEN.name, CITIZEN.id_number)
    assert person.verified_at == played.clock().astimezone(UTC)
    assert person.until == person.verified_at + timedelta(minutes=30)
    assert challenge.until == person.verified_at + timedelta(minutes=10)


async def test_a_face_that_does_not_fit_proves_nothing(played: Simulator) -> None:
    provider = played.provider()
    challenge = await provider.begin(BACK)

    sent_to = await played.face(challenge.url, CITIZEN, face="bad")

    assert sent_to == f"{BACK}?challenge={challenge.id}"
    assert await provider.outcome(challenge.id) is None


async def test_the_page_is_marked_as_a_simulation_and_offers_people(played: Simulator) -> None:
    challenge = await played.provider().begin(BACK)

    page = (await played.client.get(challenge.url)).text

    assert "模拟：这里不是真的刷脸" in page
    assert "刷脸成功（模拟）" in page
    assert page.count('type="radio"') == 6


@pytest.mark.parametrize(
    ("typed", "proven"), [(UNKNOWN, True), (UNKNOWN[:-2] + "00", False), ("<b>", False)]
)
async def test_a_tester_may_type_any_valid_number(
    played: Simulator, typed: str, proven: bool
) -> None:
    provider = played.provider()
    challenge = await provider.begin(BACK)

    await played.client.post(challenge.url, data={"typed": typed, "face": "good"})

    assert (await provider.outcome(challenge.id) is not None) == proven


async def test_a_page_is_good_for_one_face_and_not_for_long(played: Simulator) -> None:
    provider = played.provider()
    used, old = await provider.begin(BACK), await provider.begin(BACK)
    await played.face(used.url, CITIZEN, face="bad")

    again = await played.client.post(used.url, data={"typed": UNKNOWN, "face": "good"})
    played.clock.pass_by(timedelta(minutes=10))
    late = await played.client.post(old.url, data={"typed": UNKNOWN, "face": "good"})

    assert (again.status_code, late.status_code) == (410, 410)
    assert await provider.outcome(used.id) is None
    assert await provider.outcome(old.id) is None


@pytest.mark.parametrize("challenge_id", ["nobody-knows-this", "../people/query", "a", "a" * 99])
async def test_an_unknown_attempt_proves_nothing(played: Simulator, challenge_id: str) -> None:
    assert await played.provider().outcome(challenge_id) is None


async def test_a_wrong_secret_opens_nothing(played: Simulator) -> None:
    with pytest.raises(EngineUnavailable):
        await played.provider(secret="wrong").begin(BACK)


async def test_a_provider_that_fails_is_unavailable(played: Simulator) -> None:
    played.plan(Fault.ERROR)

    with pytest.raises(EngineUnavailable):
        await played.provider().begin(BACK)


@pytest.mark.parametrize(
    "answer",
    [
        [],
        CHALLENGE | {"id": "../../x"},
        CHALLENGE | {"url": "javascript:alert(1)"},
        CHALLENGE | {"url": "/pages/1"},
        CHALLENGE | {"expires": "2026-12-21T02:10:00"},
        CHALLENGE | {"expires": "soon"},
    ],
)
async def test_an_attempt_that_is_not_as_agreed_is_refused(answer: object) -> None:
    with pytest.raises(EngineUnavailable):
        await provider_that_says(answer).begin(BACK)


@pytest.mark.parametrize(
    "person",
    [
        None,
        PERSON | {"id_number": CITIZEN.id_number[:-1] + "?"},
        PERSON | {"name": ""},
        PERSON | {"name": "王" * 65},
        PERSON | {"verified_at": "now"},
    ],
)
async def test_a_person_who_is_not_as_agreed_is_refused(
    person: object, caplog: pytest.LogCaptureFixture
) -> None:
    provider = provider_that_says({"state": "proven", "provider": "p", "person": person})

    with caplog.at_level(logging.DEBUG), pytest.raises(EngineUnavailable):
        await provider.outcome("abcdefgh")

    assert CITIZEN.id_number[:-1] not in caplog.text
    assert "王" not in caplog.text


async def test_where_no_provider_is_connected_nobody_is_proven() -> None:
    provider: IdentityProvider = NoIdentityProvider()

    for asked in (provider.begin(BACK), provider.outcome("abcdefgh")):
        with pytest.raises(EngineUnavailable):
            await asked
