"""Tests the routes of the phone process: who is let in, and what a call leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import call_back_wording as say
from core import phone_wording
from core.call_back_tables import calls, consents
from core.hashing import hashed
from core.messages import Message
from core.store.calls import HUNG_UP, CallStore
from gateway.phone_api import read_extensions
from gateway.phone_side import CONSENT
from tests.gateway.phone_desk import (
    AGENT,
    NUMBER,
    SECRET,
    PhoneDesk,
    open_phone_side,
)
from tests.gateway.phone_desk import phone_desk as phone_desk

SOMEBODY = "6f1d6b5e-0000-4000-8000-000000000000"


async def begun(desk: PhoneDesk, caller: str = NUMBER) -> str:
    return str((await desk.call(caller)).json()["conversation_id"])


async def test_a_call_opens_a_conversation_of_its_own(phone_desk: PhoneDesk) -> None:
    answer = await phone_desk.call()

    data = answer.json()
    conversation = await phone_desk.office.conversations.conversation_of(
        data["conversation_id"], hashed(data["token"])
    )
    assert answer.status_code == 201
    assert (conversation.channel, conversation.persona) == ("phone", "elder")
    assert set(data) == {
        *("conversation_id", "token", "greeting", "pace"),
        *("staffed", "recording_allowed", "extensions", "notice"),
    }
    assert (data["pace"], data["staffed"], data["recording_allowed"]) == (3.2, True, True)
    assert data["extensions"]["1001"] == AGENT
    assert data["greeting"] == phone_wording.GREETING


async def test_an_extension_is_found_by_the_name_that_the_caller_is_told(
    phone_desk: PhoneDesk,
) -> None:
    await phone_desk.door.add("1001", "王工", "x" * 9, ("desk",))
    one = (await phone_desk.call()).json()["extensions"]
    await phone_desk.door.add("1002", "王工", "x" * 9, ("desk",))

    two = (await phone_desk.call()).json()["extensions"]

    assert one["王工"] == one["1001"] == AGENT
    assert "王工" not in two  # nobody knows which of the two


@pytest.mark.parametrize(
    ("secret", "address"),
    [("", "127.0.0.1"), ("wrong", "127.0.0.1"), (SECRET, "10.0.0.7"), (SECRET, "nowhere")],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", ""),
        ("PATCH", f"/{SOMEBODY}"),
        ("POST", f"/{SOMEBODY}/end"),
        ("GET", f"/{SOMEBODY}/slots"),
        ("POST", f"/{SOMEBODY}/call-backs"),
    ],
)
async def test_nobody_but_the_phone_process_is_let_in(
    phone_desk: PhoneDesk, secret: str, address: str, method: str, path: str
) -> None:
    answer = await phone_desk.phone(
        method, path, {"caller": "", "called": ""}, secret=secret, address=address
    )

    assert answer.status_code == 401
    assert await phone_desk.office.rows(calls) == []


async def test_without_a_secret_nobody_is_let_in(phone_desk: PhoneDesk) -> None:
    side = open_phone_side(phone_desk.office, phone_desk.door, secret="")
    phone_desk.app.router.routes.clear()
    for routes in side.routes():
        phone_desk.app.include_router(routes)

    assert (await phone_desk.call(secret="")).status_code == 401


async def test_the_routes_are_no_part_of_the_public_contract(phone_desk: PhoneDesk) -> None:
    paths = phone_desk.app.openapi()["paths"]

    assert not [path for path in paths if path.startswith("/phone")]
    assert "/api/v1/call-back-slots" in paths


async def test_the_pace_and_the_region_are_kept_for_the_next_call(phone_desk: PhoneDesk) -> None:
    first = await begun(phone_desk)
    preferred = await phone_desk.phone("PATCH", f"/{first}", {"pace": 2.3})
    await phone_desk.office.conversations.remember(first, region="青岛市")
    await phone_desk.phone("POST", f"/{first}/end", {"why": "bye", "seconds": 61.0})

    second = (await phone_desk.call(f"+86{NUMBER}")).json()
    stranger = (await phone_desk.call("13900139000")).json()

    conversation = await phone_desk.office.conversations.conversation(second["conversation_id"])
    assert preferred.status_code == 204
    assert (second["pace"], conversation.region) == (2.3, "青岛市")
    assert stranger["pace"] == 3.2


@pytest.mark.parametrize("body", [{"pace": 0.1}, {"pace": 99.0}, {"pace": "2"}, {"else": 1}])
async def test_a_pace_that_nobody_can_follow_is_refused(
    phone_desk: PhoneDesk, body: dict[str, object]
) -> None:
    conversation_id = await begun(phone_desk)

    answer = await phone_desk.phone("PATCH", f"/{conversation_id}", body)

    assert answer.status_code == 422


@pytest.mark.parametrize("given", [True, False])
async def test_yes_and_no_to_the_recording_are_both_kept_with_the_words(
    phone_desk: PhoneDesk, given: bool
) -> None:
    conversation_id = await begun(phone_desk)

    answer = await phone_desk.phone("PATCH", f"/{conversation_id}", {"recording_consent": given})

    (row,) = await phone_desk.office.rows(consents)
    assert answer.status_code == 204
    assert (row["given"], row["text_version"]) == (given, CONSENT.version)
    assert row["text_hash"] == hashed(phone_wording.ASK_CONSENT)


def test_other_words_for_the_consent_need_another_version() -> None:
    """Raise the version in core.phone_wording together with the words, then this figure."""
    assert (CONSENT.version, hashed(CONSENT.text)[:16]) == ("1", "d66d487d4b8c3403")


async def test_where_nothing_is_recorded_nobody_is_asked(phone_desk: PhoneDesk) -> None:
    side = open_phone_side(phone_desk.office, phone_desk.door, recording=False)
    phone_desk.app.router.routes.clear()
    for routes in side.routes():
        phone_desk.app.include_router(routes)

    assert (await phone_desk.call()).json()["recording_allowed"] is False


async def test_at_night_and_on_holidays_the_caller_is_told_that_nobody_is_there(
    phone_desk: PhoneDesk,
) -> None:
    clock = phone_desk.office.clock
    clock.at = clock.at.replace(hour=20)
    night = (await phone_desk.call()).json()["staffed"]
    clock.at = clock.at.replace(year=2027, month=1, day=1, hour=10)  # 元旦, a Friday

    assert (night, (await phone_desk.call()).json()["staffed"]) == (False, False)


async def test_the_end_is_told_once_and_who_waited_leaves_the_queue(
    phone_desk: PhoneDesk,
) -> None:
    conversation_id = await begun(phone_desk)
    office = phone_desk.office
    assistant = office.assistant_with(office.video_desk)
    await assistant.answer(Message(conversation_id, "phone", "人工"))
    (waiting,) = await office.tickets.open_tickets()
    body = {"why": "bye", "seconds": 42.5}
    office.staff_pages.events.clear()

    first = await phone_desk.phone("POST", f"/{conversation_id}/end", body)
    again = await phone_desk.phone("POST", f"/{conversation_id}/end", {"why": "x", "seconds": 0.0})

    call = await CallStore(office.database).call_of(conversation_id)
    ticket = await office.tickets.ticket(waiting.id)
    assert (first.status_code, again.status_code) == (204, 204)
    assert (call.why, call.seconds) == ("bye", 42.5)
    assert (ticket.state, ticket.outcome) == ("closed", HUNG_UP)
    assert office.staff_pages.events == [("*", {"type": "queue_changed"})]


@pytest.mark.parametrize(("why", "to"), [("transferred", "1001"), ("bye", None)])
async def test_the_agent_is_told_what_became_of_the_line(
    phone_desk: PhoneDesk, why: str, to: str | None
) -> None:
    conversation_id = await begun(phone_desk)
    office = phone_desk.office
    await office.assistant_with(office.video_desk).answer(Message(conversation_id, "phone", "人工"))
    (waiting,) = await office.tickets.open_tickets()
    await office.video_desk.accept(waiting.id, "1001", "王工")

    await phone_desk.phone("POST", f"/{conversation_id}/end", {"why": why, "seconds": 9.0})

    agent, event = office.staff_pages.events[-1]
    assert (agent, event["type"], event["ticket_id"]) == ("1001", "system", waiting.id)
    call = await CallStore(office.database).call_of(conversation_id)
    assert call.transferred_to == to


async def test_a_caller_books_a_call_back_by_voice(phone_desk: PhoneDesk) -> None:
    conversation_id = await begun(phone_desk)
    slots = (await phone_desk.phone("GET", f"/{conversation_id}/slots")).json()["slots"]
    body = {"number": NUMBER, "starts": slots[1]["starts"]}

    booked = await phone_desk.phone("POST", f"/{conversation_id}/call-backs", body)

    assert set(slots[0]) == {"starts", "ends", "spoken"}
    assert booked.status_code == 201
    assert booked.json() == {
        "number": "H202612210001",
        "spoken": say.BOOKED_SPOKEN.format(when="今天上午十一点到十一点半", tail="八零零零"),
    }
    (one,) = await phone_desk.side.call_backs.store.of_conversation(conversation_id)
    assert one.phone == NUMBER


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"pace": 2.5}),
        ("PATCH", "", {"recording_consent": True}),
        ("POST", "/end", {"why": "bye", "seconds": 1.0}),
        ("GET", "/slots", None),
        ("POST", "/call-backs", {"number": NUMBER, "starts": "2026-12-21T11:00:00+08:00"}),
    ],
)
async def test_a_conversation_that_is_no_call_is_not_found(
    phone_desk: PhoneDesk, method: str, path: str, body: dict[str, object] | None
) -> None:
    on_the_web = await phone_desk.owner()

    answer = await phone_desk.phone(method, f"/{on_the_web.id}{path}", body)

    assert answer.status_code == 404


async def test_calls_that_were_lost_are_ended_and_numbers_forgotten_in_time(
    phone_desk: PhoneDesk,
) -> None:
    conversation_id = await begun(phone_desk)
    (chore,) = phone_desk.side.chores
    phone_desk.office.clock.pass_by(timedelta(hours=7))
    await chore.step()
    phone_desk.office.clock.pass_by(timedelta(days=181))
    await chore.step()

    call = await CallStore(phone_desk.office.database).call_of(conversation_id)
    assert (call.why, call.caller) == ("lost", "")


def test_extensions_are_read_and_a_wrong_one_stops_the_start() -> None:
    assert read_extensions(" 1001 = sip:1001@pbx.local ,1002=80") == {
        "1001": "sip:1001@pbx.local",
        "1002": "80",
    }
    assert read_extensions("") == {}
    for wrong in ("1001", "1001=", "=sip:1@x", "1001=1001@pbx", "1001=tel:80"):
        with pytest.raises(ValueError, match="YIBAO_PHONE_EXTENSIONS"):
            read_extensions(wrong)
