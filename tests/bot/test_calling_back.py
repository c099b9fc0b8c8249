"""Tests bot.calling_back: who wants to be called gets two times, and is called at their number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from bot.acts import Act
from bot.call import Call
from bot.calling_back import BookingCalls, number_in, two_of
from core import call_back_wording as say
from core import queue_wording, wording
from core.applications import Application, Phase
from core.call_backs import CallBack, Standing, slots_ahead
from core.calling_back import CallingBack, Slot
from core.conversation import Conversation
from core.messages import Answer, Reply
from core.office_hours import OfficeHours
from core.ownership import Ownership
from core.store.call_backs import CallBackStore
from tests.bot.rasa_calls import tell
from tests.bot.rating_talks import NEW_YEAR
from tests.fakes.office import CATALOGUE, CONTRACT, HOTLINE, Office, people_of
from tests.fakes.office import say as say_person

MOBILE, OTHER, LANDLINE = "13800138000", "13900139000", "053282345678"
WISH = "给我回个电话"


@dataclass
class CallBackTalk:
    """Be a citizen who talks to what books calls; the last answer is remembered as it would be."""

    office: Office
    booking: BookingCalls
    store: CallBackStore
    hours: OfficeHours
    conversation: Conversation

    async def say(self, text: str, act: Act = Act.GIVE_INFORMATION) -> Answer | None:
        call = Call("action_person", self.conversation.id, text, act, 0.9, False, False)
        answer = await self.booking.heard(self.conversation, call)
        if answer is None and act is Act.HANDOVER_PHONE:
            answer = await self.booking.offer(self.conversation, call)
        if answer is not None:
            self.conversation = replace(self.conversation, last_reply=answer.reply.text)
        return answer

    async def asked(self, text: str, act: Act = Act.GIVE_INFORMATION) -> Reply:
        answer = await self.say(text, act)
        assert answer is not None
        return answer.reply

    async def wish(self) -> Reply:
        return await self.asked(WISH, Act.HANDOVER_PHONE)

    async def booked(self) -> list[CallBack]:
        return list(await self.store.of_conversation(self.conversation.id))

    async def gave(self, delegate: str | None = None) -> None:
        """Have a form under way in which a number was given."""
        fields = {"mobile": MOBILE}
        draft = Application(
            str(uuid.uuid4()),
            self.conversation.id,
            CONTRACT,
            Phase.FILLING,
            fields=fields,
            delegate=delegate,
        )
        await self.office.applications.open_application(draft, self.office.clock())


@pytest.fixture
async def talk(office: Office) -> CallBackTalk:
    bureau = office.bureau
    hours = OfficeHours(NEW_YEAR, datetime.min.time().replace(9), datetime.min.time().replace(17))
    store = CallBackStore(office.database, places=1, hotline=HOTLINE)

    async def changed() -> None:
        """Tell nobody."""

    calling_back = CallingBack(
        store=store,
        conversations=office.conversations,
        ownership=Ownership(office.applications, bureau.catalogue),
        hours=hours,
        changed=changed,
        now=office.clock,
    )
    queue = people_of(
        office.database, office.stores, office.video_desk, office.channel, office.clock
    ).queue
    booking = BookingCalls(calling_back=calling_back, applications=office.applications, queue=queue)
    return CallBackTalk(office, booking, store, hours, await office.opened())


async def test_two_times_are_offered_in_different_halves_of_a_day_and_a_person_now(
    talk: CallBackTalk,
) -> None:
    reply = await talk.wish()

    first, second, person = reply.choices
    assert person == "转人工"
    assert first.removesuffix("打给我") in reply.text
    assert second.removesuffix("打给我") in reply.text
    assert ":" not in reply.spoken
    assert "点" in reply.spoken
    assert await talk.booked() == []


async def test_a_time_and_a_number_are_a_call_back(talk: CallBackTalk) -> None:
    offered = await talk.wish()

    which = await talk.asked(offered.choices[1])
    done = await talk.asked("打 139 0013 9000 吧")

    (booked,) = await talk.booked()
    assert which.text == say.WHICH_NUMBER.format(when=offered.choices[1].removesuffix("打给我"))
    assert booked.phone == OTHER
    assert booked.number in done.text
    assert OTHER not in done.text
    assert offered.choices[1].removesuffix("打给我") in done.text


async def test_the_number_of_ones_own_form_is_used_without_asking(talk: CallBackTalk) -> None:
    await talk.gave()
    offered = await talk.wish()

    await talk.asked(offered.choices[0])

    assert [one.phone for one in await talk.booked()] == [MOBILE]


async def test_the_number_in_a_form_for_somebody_else_is_not_called(talk: CallBackTalk) -> None:
    await talk.gave(delegate="母亲")
    offered = await talk.wish()

    reply = await talk.asked(offered.choices[0])

    assert "打哪个号码" in reply.text
    assert await talk.booked() == []


async def test_who_says_something_else_than_a_number_is_not_held_up(talk: CallBackTalk) -> None:
    offered = await talk.wish()
    await talk.asked(offered.choices[0])

    assert await talk.say("门诊能报多少") is None
    assert await talk.booked() == []


async def test_nobody_calls_whom_an_agent_serves_by_now(talk: CallBackTalk) -> None:
    office, waits = talk.office, say_person(talk.conversation, "转人工")
    await office.assistant_with(office.video_desk).answer(waits)
    talk.conversation = await office.conversations.conversation(talk.conversation.id)
    await talk.asked((await talk.wish()).choices[0])
    ticket = await office.tickets.open_ticket_of(talk.conversation.id)
    assert ticket is not None
    await office.video_desk.accept(ticket.id, "1001", "王老师")

    reply = await talk.asked(MOBILE)

    assert reply.text == queue_wording.SERVED_ALREADY
    assert [one.standing for one in await talk.booked()] == [Standing.CANCELLED]


async def test_a_time_that_filled_up_meanwhile_brings_others(talk: CallBackTalk) -> None:
    await talk.gave()
    offered = await talk.wish()
    other = replace(talk, conversation=await talk.office.opened())
    await other.wish()
    await other.asked(offered.choices[0])
    await other.asked(LANDLINE)

    reply = await talk.asked(offered.choices[0])

    assert reply.text.startswith(say.SLOT_FULL)
    assert offered.choices[0] not in reply.choices
    assert [one.phone for one in await other.booked()] == [LANDLINE]
    assert await talk.booked() == []


async def test_a_third_call_back_is_refused_with_the_reason(talk: CallBackTalk) -> None:
    await talk.gave()
    for _ in range(2):
        await talk.asked((await talk.wish()).choices[0])

    reply = await talk.asked((await talk.wish()).choices[0])

    assert reply.text == say.ENOUGH
    assert len(await talk.booked()) == 2


async def test_on_the_telephone_a_person_is_called_as_before(talk: CallBackTalk) -> None:
    talk.conversation = replace(talk.conversation, channel="phone")

    answer = await talk.say(WISH, Act.HANDOVER_PHONE)

    assert answer is not None
    assert answer.reply.wants_human
    assert answer.turn.handoff is not None
    assert answer.turn.handoff.channel == "phone"


def test_the_second_time_is_the_next_one_where_there_is_only_one_half(talk: CallBackTalk) -> None:
    now = talk.office.clock()
    starts = slots_ahead(talk.hours, now)[0]
    slots = [Slot(starts + n * timedelta(minutes=30), f"w{n}", f"s{n}") for n in range(2)]

    assert two_of(slots[:1]) == (slots[0],)
    assert two_of(slots) == tuple(slots)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13800138000", MOBILE),
        ("打138 0013 8000", MOBILE),
        ("我的座机是0532-12345678", None),  # no exchange begins with a 1
        ("我的座机是0532-82345678", "053282345678"),
        ("13800138000或者13900139000", None),
        ("明天上午 9:00-9:30", None),
        ("不打了", None),
    ],
)
def test_a_number_is_found_in_what_is_said(text: str, number: str | None) -> None:
    assert number_in(text) == number


def test_the_items_have_a_number_to_call() -> None:
    assert any(field.key == "mobile" for field in CATALOGUE.item(CONTRACT).fields)


async def test_a_wish_to_be_called_inside_a_form_is_offered_times_and_keeps_the_form(
    office: Office,
) -> None:
    conversation = await office.opened()
    await tell(office, conversation, "我想办签约", Act.START_APPLICATION)

    told = await tell(office, conversation, "叫个人打电话给我", Act.HANDOVER_PHONE, confidence=0.5)

    first, _, person = told.choices
    assert first.endswith("打给我")
    assert person == wording.HUMAN_CHOICE
    assert await office.applications.in_hand(conversation.id) is not None
