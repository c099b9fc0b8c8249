"""Tests video_desk.desk: the queue, the agents, and what is relayed between them and citizens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from core import wording
from core.contracts import QueuePlace, Ticket
from core.conversation import Conversation, Stage
from core.errors import NotAllowedNow, NotFound
from tests.fakes.office import Office, say


async def waiting(office: Office, number: int = 1, persona: str = "standard") -> Conversation:
    conversation = await office.opened(persona)
    await office.video_desk.enqueue(
        Ticket(f"t{number}", conversation.id, "text", None, {}, office.clock(), persona=persona)
    )
    return conversation


async def served(office: Office) -> Conversation:
    conversation = await waiting(office)
    await office.video_desk.accept("t1", "1001", "王工")
    office.channel.events.clear()
    office.staff_pages.events.clear()
    return conversation


def sent_to(office: Office, conversation: Conversation) -> list[Mapping[str, object]]:
    return [event for key, event in office.channel.events if key == conversation.id]


async def test_a_citizen_who_waits_knows_the_place(office: Office) -> None:
    first = await waiting(office, 1)
    office.clock.pass_by(timedelta(minutes=1))
    second = await waiting(office, 2)

    place = await office.video_desk.place_of(second.id)

    assert place == QueuePlace("t2", 2, None, True)
    assert sent_to(office, first)[-1] == {
        "type": "queue",
        "position": 1,
        "minutes": None,
        "open_now": True,
    }


async def test_who_does_not_wait_has_no_place(office: Office) -> None:
    conversation = await office.opened()

    assert await office.video_desk.place_of(conversation.id) is None


async def test_asking_again_keeps_the_place(office: Office) -> None:
    first = await waiting(office, 1)
    office.clock.pass_by(timedelta(minutes=1))
    await waiting(office, 2)

    place = await office.video_desk.enqueue(
        Ticket("t3", first.id, "video", None, {}, office.clock())
    )

    assert (place.ticket_id, place.position) == ("t1", 1)


async def test_staff_see_the_old_first_and_those_being_served_last(office: Office) -> None:
    await waiting(office, 1)
    await waiting(office, 2)
    await waiting(office, 3, persona="elder")
    await office.video_desk.accept("t1", "1001", "王工")

    tickets = await office.video_desk.open_tickets()

    assert [t.id for t in tickets] == ["t3", "t2", "t1"]


@pytest.mark.parametrize(
    ("later", "open_now"),
    [
        (timedelta(), True),  # Monday, 10:00
        (timedelta(hours=-1, minutes=-31), False),  # 8:29
        (timedelta(hours=-1, minutes=-30), True),  # 8:30
        (timedelta(hours=7, minutes=29), True),
        (timedelta(hours=7, minutes=30), False),  # 17:30
        (timedelta(days=4), True),  # Friday
        (timedelta(days=5), False),  # Saturday
    ],
)
async def test_the_desk_is_open_on_weekdays_within_its_hours(
    office: Office, later: timedelta, open_now: bool
) -> None:
    office.clock.pass_by(later)
    conversation = await waiting(office)

    place = await office.video_desk.place_of(conversation.id)

    assert place is not None
    assert place.open_now is open_now


async def test_an_agent_who_accepts_gets_everything_said_and_the_citizen_is_told(
    office: Office,
) -> None:
    conversation = await waiting(office)
    office.channel.events.clear()

    lines = await office.video_desk.accept("t1", "1001", "王工")

    assert [line.who for line in lines] == ["assistant", "system"]
    told = wording.AGENT_JOINED.format(name="王工")
    assert [event.get("text") for event in office.channel.of_type("system")] == [told]
    assert office.channel.of_type("stage") == [{"type": "stage", "stage": "agent", "agent": "王工"}]
    stored = await office.conversations.conversation(conversation.id)
    assert stored.stage is Stage.AGENT


async def test_the_same_agent_may_open_the_ticket_again_without_a_second_greeting(
    office: Office,
) -> None:
    await served(office)

    lines = await office.video_desk.accept("t1", "1001", "王工")

    assert [line.who for line in lines] == ["assistant", "system"]
    assert office.channel.events == []


async def test_another_agent_comes_too_late(office: Office) -> None:
    await served(office)

    with pytest.raises(NotAllowedNow):
        await office.video_desk.accept("t1", "1002", "李工")

    assert (await office.tickets.ticket("t1")).agent == "1001"
    assert office.channel.events == []


async def test_accepting_moves_everybody_behind_up(office: Office) -> None:
    await waiting(office, 1)
    office.clock.pass_by(timedelta(minutes=1))
    second = await waiting(office, 2)
    office.channel.events.clear()

    await office.video_desk.accept("t1", "1001", "王工")

    assert [event["position"] for event in sent_to(office, second)] == [1]
    assert office.staff_pages.events[-1] == ("*", {"type": "queue_changed"})


async def test_what_the_citizen_says_reaches_the_agent_masked(office: Office) -> None:
    conversation = await served(office)
    assistant = office.assistant_with(office.video_desk)

    answer = await assistant.answer(say(conversation, "我电话13800138000", "m1"))

    assert answer is None
    ((agent, event),) = office.staff_pages.events
    assert agent == "1001"
    assert (event["type"], event["ticket_id"]) == ("message", "t1")
    assert (event["text"], event["seq"]) == ("我电话138****8000", 3)


async def test_nothing_is_relayed_when_nobody_serves(office: Office) -> None:
    conversation = await waiting(office)

    with pytest.raises(NotAllowedNow):
        await office.video_desk.relay(say(conversation, "有人吗"))

    assert all(event["type"] != "message" for _, event in office.staff_pages.events)


async def test_what_the_agent_says_reaches_the_citizen_and_is_stored_masked(
    office: Office,
) -> None:
    conversation = await served(office)

    await office.video_desk.say("t1", "1001", "王工", "请打13900139000", "m1")

    (event,) = sent_to(office, conversation)
    assert (event["type"], event["text"], event["name"]) == ("agent", "请打13900139000", "王工")
    line = (await office.conversations.lines_after(conversation.id, 0))[-1]
    assert (line.who, line.text, line.seq) == ("agent", "请打139****9000", event["seq"])


async def test_what_the_agent_sends_twice_keeps_its_number(office: Office) -> None:
    conversation = await served(office)

    for _ in range(2):
        await office.video_desk.say("t1", "1001", "王工", "您好", "m1")

    assert len({event["seq"] for event in sent_to(office, conversation)}) == 1
    said = [line.text for line in await office.conversations.lines_after(conversation.id, 0)]
    assert said.count("您好") == 1


async def test_only_the_agent_who_serves_may_speak(office: Office) -> None:
    conversation = await served(office)

    with pytest.raises(NotAllowedNow):
        await office.video_desk.say("t1", "1002", "李工", "您好", None)

    assert sent_to(office, conversation) == []


async def test_closing_gives_the_conversation_back_to_the_assistant(office: Office) -> None:
    conversation = await served(office)

    await office.video_desk.close("t1", "1001", "已解决")

    stored = await office.conversations.conversation(conversation.id)
    assert stored.stage is Stage.BOT
    assert [event["type"] for event in sent_to(office, conversation)] == ["system", "stage"]
    assert sent_to(office, conversation)[0]["text"] == wording.AGENT_LEFT
    assert ("1001", {"type": "closed", "ticket_id": "t1"}) in office.staff_pages.events


async def test_a_closed_ticket_takes_no_more_words(office: Office) -> None:
    await served(office)
    await office.video_desk.close("t1", "1001", "已解决")

    with pytest.raises(NotAllowedNow):
        await office.video_desk.say("t1", "1001", "王工", "还在吗", None)

    with pytest.raises(NotAllowedNow):
        await office.video_desk.close("t1", "1001", "已解决")


async def test_an_unknown_ticket_is_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.video_desk.accept("t9", "1001", "王工")


async def test_the_wait_is_estimated_from_those_accepted_before(office: Office) -> None:
    for number in range(3):
        await waiting(office, number)
        office.clock.pass_by(timedelta(minutes=4))
        await office.video_desk.accept(f"t{number}", "1001", "王工")
    conversation = await waiting(office, 9)

    place = await office.video_desk.place_of(conversation.id)

    assert place is not None
    assert place.minutes == 4


async def test_on_a_public_holiday_nobody_is_said_to_be_there(office: Office) -> None:
    conversation = await office.opened()
    office.clock.at = office.clock.at.replace(year=2027, month=1, day=1)  # 元旦, a Friday

    place = await office.video_desk.enqueue(
        Ticket("t1", conversation.id, "text", None, {}, office.clock())
    )

    assert not place.open_now
