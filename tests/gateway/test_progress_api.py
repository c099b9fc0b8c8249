"""Tests gateway.progress_api: how an application stands, for who proves that it is theirs."""

from __future__ import annotations

import httpx
import pytest

from bot.following_up import MOST_SLIPS
from tests.gateway.citizen import Citizen
from tests.gateway.front import Front
from tests.gateway.town import belongings
from tests.people import ID_NUMBER, MOBILE

TAIL = ID_NUMBER[-4:]
WRONG = "0000" if TAIL != "0000" else "1111"


async def ask(citizen: Citizen, **body: str) -> httpx.Response:
    return await citizen.front.http.post(
        f"{citizen.path}/progress", json=body, headers=citizen.headers
    )


async def test_a_number_with_the_tail_of_the_id_number_tells_how_it_stands(front: Front) -> None:
    owner, elsewhere = await front.citizen(), await front.citizen()
    number = (await belongings(front, owner)).application

    reply = (await ask(elsewhere, number=number, tail=TAIL)).json()["reply"]

    (card,) = reply["cards"]
    rows = {row["label"]: row["value"] for row in card["rows"]}
    assert (card["kind"], rows["受理号"]) == ("progress", number)
    assert reply["status"] == "answered"


async def test_without_the_number_the_telephone_and_the_tail_tell_it(front: Front) -> None:
    owner, elsewhere = await front.citizen(), await front.citizen()
    number = (await belongings(front, owner)).application

    reply = (await ask(elsewhere, mobile=MOBILE, tail=TAIL)).json()["reply"]

    assert number in str(reply["cards"])


async def test_who_guesses_is_told_nothing_and_is_stopped_in_every_conversation(
    front: Front,
) -> None:
    owner = await front.citizen()
    number = (await belongings(front, owner)).application
    for _ in range(MOST_SLIPS):
        wrong = (await ask(await front.citizen(), number=number, tail=WRONG)).json()["reply"]
        assert (wrong["status"], wrong["cards"]) == ("asked_back", [])

    late = (await ask(await front.citizen(), number=number, tail=TAIL)).json()["reply"]
    unknown = (await ask(await front.citizen(), number="20261122999997", tail=TAIL)).json()["reply"]

    assert late == unknown  # whether there is such a number is told to nobody
    assert late["cards"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"tail": TAIL},
        {"number": "20261122000018", "mobile": MOBILE, "tail": TAIL},
        {"number": "2026", "tail": TAIL},
        {"mobile": MOBILE, "tail": "12"},
        {"mobile": MOBILE},
    ],
)
async def test_what_proves_nothing_is_refused(front: Front, body: dict[str, str]) -> None:
    assert (await ask(await front.citizen(), **body)).status_code == 422


async def test_a_token_of_another_conversation_opens_nothing(front: Front) -> None:
    owner, stranger = await front.citizen(), await front.citizen()
    body = {"number": "20261122000018", "tail": TAIL}

    response = await front.http.post(f"{owner.path}/progress", json=body, headers=stranger.headers)

    assert response.status_code == 401
