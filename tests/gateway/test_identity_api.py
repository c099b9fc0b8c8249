"""Tests the proof of identity as browsers go through it, honest ones and others."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from core.identity_tables import identities
from integrations.insurance_simulator.faults import Fault
from tests.fakes.insurance_simulator import somebody
from tests.gateway.signed_in import OURS, Browser, Door
from tests.gateway.signed_in import door as door

CITIZEN = somebody("居民医保")
MASKED = CITIZEN.name[0] + "**"


async def proved(door: Door, browser: Browser) -> httpx.Response:
    """Let the citizen of a browser show their face, and follow the way back."""
    sent_to = await door.played.face(await browser.begin(), CITIZEN)
    return await browser.http.get(sent_to)


async def test_a_citizen_proves_who_they_are_and_is_back_in_the_chat(door: Door) -> None:
    browser = await door.browser()
    before = await browser.level()

    back = await proved(door, browser)

    assert before == {"level": "anonymous", "name": None, "until": None}
    assert (back.status_code, back.headers["location"]) == (303, "/chat")
    after = await browser.level()
    assert (after["level"], after["name"]) == ("verified", MASKED)
    assert str(after["until"]).startswith("2026-12-21T02:30:00")


async def test_the_chat_is_told_and_offers_what_was_asked_for(door: Door) -> None:
    browser = await door.browser()

    await proved(door, browser)

    (event,) = door.office.channel.of_type("reply")
    assert event["in_reply_to"] is None
    reply = event["reply"]
    assert isinstance(reply, dict)
    assert reply["text"].startswith(f"认证成功，{MASKED}。到10点30分以前")
    assert reply["choices"] == ["我的医保"]
    lines = await door.office.conversations.lines_after(browser.id, 1)
    assert [(line.who, line.seq) for line in lines] == [("assistant", event["seq"])]
    assert CITIZEN.name not in str(event)


async def test_an_application_with_an_id_number_makes_a_claim_and_no_more(door: Door) -> None:
    browser = await door.browser()
    conversation = await door.office.conversations.conversation(browser.id)
    draft = await door.office.drafted(conversation)
    filled = replace(draft, fields={"id_number": CITIZEN.id_number})
    await door.office.applications.save(filled, door.office.clock())

    level = await browser.level()

    assert level == {"level": "claimed", "name": None, "until": None}
    assert (await browser.me()).status_code == 403


async def test_nobody_chooses_where_the_provider_leads_back_to(door: Door) -> None:
    browser = await door.browser()

    begun = await browser.http.post(
        f"{browser.identity}?back_to=https://evil.example",
        headers=browser.headers | {"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        json={"back_to": "https://evil.example"},
    )
    sent_to = await door.played.face(begun.json()["url"], CITIZEN)

    assert sent_to.startswith(f"{OURS}/identity/return?challenge=")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_a_strangers_token_opens_nothing(door: Door, method: str) -> None:
    mine, other = await door.browser(), await door.browser()

    for headers in ({}, other.headers, {"Authorization": mine.token}):
        refused = await mine.http.request(method, mine.identity, headers=headers)
        assert refused.status_code == 401

    assert door.played.faults.requests == {}


async def test_coming_back_without_a_face_proves_nothing(door: Door) -> None:
    browser = await door.browser()
    attempt = (await browser.begin()).rsplit("/", 1)[-1]

    for _ in range(2):  # the query is not believed, however often
        page = await browser.http.get(f"/identity/return?challenge={attempt}&state=proven")
        assert "认证没有成功" in page.text

    assert (await browser.level())["level"] == "anonymous"


async def test_an_attempt_that_is_not_ours_is_refused(door: Door) -> None:
    challenge = await door.played.provider().begin("http://test/identity/return")
    await door.played.face(challenge.url, CITIZEN)
    browser = await door.browser()

    page = await browser.http.get(f"/identity/return?challenge={challenge.id}")

    assert page.status_code == 410
    assert await door.office.rows(identities) == []


@pytest.mark.parametrize("query", ["", "?challenge=", "?challenge=%00", "?challenge=" + "x" * 99])
async def test_a_broken_link_back_gets_a_sentence(door: Door, query: str) -> None:
    page = await door.window().get(f"/identity/return{query}")

    assert page.status_code == 410
    assert "重新认证" in page.text


async def test_a_link_back_is_good_once(door: Door) -> None:
    browser = await door.browser()
    sent_to = await door.played.face(await browser.begin(), CITIZEN)

    pages = await asyncio.gather(*(browser.http.get(sent_to) for _ in range(4)))
    await browser.http.delete(browser.identity, headers=browser.headers)
    replayed = await browser.http.get(sent_to)

    assert sorted(page.status_code for page in pages) == [303, 410, 410, 410]
    assert replayed.status_code == 410
    assert len(door.office.channel.of_type("reply")) == 1
    assert (await browser.level())["level"] == "anonymous"


async def test_a_link_back_is_not_good_for_ever(door: Door) -> None:
    browser = await door.browser()
    sent_to = await door.played.face(await browser.begin(), CITIZEN)
    door.office.clock.pass_by(timedelta(minutes=10))

    page = await browser.http.get(sent_to)

    assert page.status_code == 410
    assert "重新认证" in page.text
    assert (await browser.level())["level"] == "anonymous"


async def test_while_the_provider_is_down_the_link_back_stays_good(door: Door) -> None:
    browser = await door.browser()
    sent_to = await door.played.face(await browser.begin(), CITIZEN)
    door.played.plan(Fault.ERROR)

    first, second = await browser.http.get(sent_to), await browser.http.get(sent_to)

    assert (first.status_code, second.status_code) == (503, 303)


async def test_who_follows_a_strangers_link_is_asked_before_anything_is_proven(
    door: Door,
) -> None:
    stranger, victim = await door.browser(), door.window()
    sent_to = await door.played.face(await stranger.begin(), CITIZEN)

    page = await victim.get(sent_to)

    assert page.status_code == 200
    assert "如果是别人发给您的链接，请不要点" in page.text
    assert CITIZEN.name not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert (await stranger.level())["level"] == "anonymous"
    assert (await stranger.me()).status_code == 403


async def test_who_opened_the_chat_elsewhere_says_yes_and_is_proven(door: Door) -> None:
    chat, phone = await door.browser(), door.window()
    page = await phone.get(await door.played.face(await chat.begin(), CITIZEN))
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text))

    done = await phone.post("/identity/return", data=form)

    assert "认证成功" in done.text
    assert (await chat.level())["level"] == "verified"


async def test_a_yes_that_our_page_did_not_ask_for_counts_for_nothing(door: Door) -> None:
    stranger, victim = await door.browser(), door.window()
    sent_to = await door.played.face(await stranger.begin(), CITIZEN)
    attempt = httpx.URL(sent_to).params["challenge"]
    form = {"challenge": attempt, "token": "guessed"}

    unasked = await victim.post("/identity/return", data=form)
    await victim.get(sent_to)
    forged = await victim.post("/identity/return", data=form)

    assert (unasked.status_code, forged.status_code) == (403, 403)
    assert (await stranger.level())["level"] == "anonymous"


async def test_who_signs_out_is_forgotten(door: Door) -> None:
    browser = await door.browser()
    await proved(door, browser)

    gone = await browser.http.delete(browser.identity, headers=browser.headers)

    assert gone.status_code == 204
    assert (await browser.level())["level"] == "anonymous"
    assert (await browser.me()).status_code == 403


async def test_without_the_provider_the_page_is_told_so(door: Door) -> None:
    browser = await door.browser()
    door.played.plan(Fault.ERROR)

    begun = await browser.http.post(browser.identity, headers=browser.headers)

    assert begun.status_code == 503
    assert begun.headers["content-type"] == "application/problem+json"


async def test_who_began_on_the_page_of_their_own_data_comes_back_to_it(door: Door) -> None:
    browser = await door.browser()

    sent_to = await door.played.face(await browser.begin("mine"), CITIZEN)
    back = await browser.http.get(sent_to)

    assert (back.status_code, back.headers["location"]) == (303, "/mine")
