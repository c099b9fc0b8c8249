"""Tests rule 23: 人工, its plain variants, the 0 and the button bring a person from every state.

Basis: 三大运营商 65+ 直达人工 (2020-12-25); WCAG 3.2.6 by analogy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import cycle

import pytest

from bot.acts import PEOPLE, Act
from bot.form import step
from bot.form_answers import Heard
from core import call_back_wording, own_data_wording, queue_wording, wording
from core.applications import Application
from core.conversation import Conversation, Stage
from core.messages import Answer, Message, Status
from core.ratings import Ask, Asks
from tests.bot.rasa_calls import tell
from tests.conformance.form_states import APPLIABLE, fields_asked, form_states
from tests.fakes.office import Office
from tests.people import ID_NUMBER

BUTTON = wording.HUMAN_CHOICE
PHRASES = (
    "人工",
    "转人工",
    "找人",
    "我要人工",
    "找个人",
    "叫个人来",
    "0",
    "不办了，转人工",
    BUTTON,
)
FIELDS = {"name": "王秀英", "id_number": ID_NUMBER}


def test_the_walk_comes_by_every_field_of_every_item_that_can_be_applied_for() -> None:
    missed = {
        item.code: {f.key for f in item.fields} - fields_asked(item)
        for item in APPLIABLE
        if {f.key for f in item.fields} - fields_asked(item)
    }

    assert len(APPLIABLE) == 23
    assert missed == {}


def test_no_state_of_any_form_holds_who_is_understood_to_want_a_person() -> None:
    in_hand = [state for state in form_states() if state.application.in_hand]

    held = []
    for state, act in zip(in_hand, cycle(sorted(PEOPLE)), strict=False):
        heard = Heard("不对不对，还是叫个明白人过来吧", act, sure=True)
        done = step(state.form, state.application, heard)
        if done.mine or done.submit:
            held.append((state.name, act))

    assert len(in_hand) > 700
    assert held == []


async def test_every_state_of_every_form_gives_way_to_a_person_and_keeps_what_is_filled(
    office: Office,
) -> None:
    assistant, phrases = office.assistant, cycle(PHRASES)
    # Each question of each item; the ways in which it may stand open are walked above.
    states = [s for s in form_states() if s.name.endswith((" asked", " read back", " put aside"))]

    held = []
    drafts: dict[str, Application] = {}  # one an item, in a conversation of its own
    for state, phrase in zip(states, phrases, strict=False):
        draft = drafts.get(state.form.item.code)
        if draft is None:
            conversation = await office.opened()
            code = state.form.item.code
            draft = replace(state.application, id=code, conversation_id=conversation.id)
            drafts[code] = await office.drafted(conversation, draft)
        own = replace(state.application, id=draft.id, conversation_id=draft.conversation_id)
        await office.applications.save(own, office.clock())
        answer = await assistant.answer(Message(draft.conversation_id, "web", phrase))
        kept = await office.applications.latest(draft.conversation_id)
        called = answer is not None and answer.reply.status is Status.HANDED_OVER
        if not called or kept is None or (kept.phase, kept.fields) != (own.phase, own.fields):
            held.append((state.name, phrase))

    assert len(states) > 150
    assert held == []


Begin = Callable[[Office, Conversation], Awaitable[object]]


def after(text: str, act: Act) -> Begin:
    """Return what brings a conversation to where this was said last."""

    async def begin(office: Office, conversation: Conversation) -> None:
        told = await tell(office, conversation, text, act)
        assert told.text
        await office.conversations.remember(conversation.id, last_reply=told.text)

    return begin


def told(text: str) -> Begin:
    """Return what brings a conversation to where the assistant said this last."""

    async def begin(office: Office, conversation: Conversation) -> None:
        await office.conversations.remember(conversation.id, last_reply=text)

    return begin


def asked(asks: Asks) -> Begin:
    """Return what brings a conversation to an open question about a rating or remark."""

    async def begin(office: Office, conversation: Conversation) -> None:
        ask = Ask("370600000000000001", conversation.id, asks, office.clock())
        await office.ratings.ask(ask)

    return begin


async def waiting(office: Office, conversation: Conversation) -> None:
    """Stand in the queue."""
    await office.assistant.answer(Message(conversation.id, "web", BUTTON))
    await office.conversations.move(conversation.moved_to(Stage.WAITING), "citizen", office.clock())


async def engine_down(office: Office, conversation: Conversation) -> None:
    """Lose Rasa and the index."""
    del conversation
    office.dialogue.down = office.retriever.down = True


async def nothing(office: Office, conversation: Conversation) -> None:
    """Have said nothing yet."""
    del office, conversation


# Where a conversation can be while no form is in hand.
TALKS: dict[str, Begin] = {
    "nothing said yet": nothing,
    "greeted": after("你好", Act.GREET),
    "asked which item": after("我要办业务", Act.START_APPLICATION),
    "offered what is asked most": after("大家都问什么", Act.POPULAR_QUESTIONS),
    "not understood": after("呜哩哇啦", Act.NOT_UNDERSTOOD),
    "no source found": after("住院能报多少钱", Act.POLICY_QUESTION),
    "declined": after("今天股票怎么样", Act.OUT_OF_SCOPE),
    "an emergency": after("我妈晕倒了", Act.EMERGENCY),
    "region asked": after("我是火星的", Act.SET_REGION),
    "progress asked": after("查进度", Act.QUERY_PROGRESS),
    "nothing to resume": after("接着办", Act.RESUME_APPLICATION),
    "a wrong resume code": after("接续码 123456", Act.RESUME_APPLICATION),
    "proof of identity asked": after("我的医保", Act.MY_INSURANCE),
    "authorising": after("授权儿子替我办", Act.AUTHORISE_FAMILY),
    "revoking": after("取消授权", Act.REVOKE_AUTHORISATION),
    "for a relative": after("替我妈办", Act.ACT_FOR_FAMILY),
    "reminders": after("别再提醒", Act.REMINDERS),
    "complaining": after("我要投诉", Act.COMPLAIN),
    "own data: to be deleted?": told(own_data_wording.DELETE_ASK),
    "own data: consent to be withdrawn?": told(own_data_wording.WITHDRAW_ASK),
    "own data: what is wrong?": told(own_data_wording.CORRECT_ASK),
    "times of a call-back offered": after("给我回个电话", Act.HANDOVER_PHONE),
    "number of a call-back asked": told(
        call_back_wording.WHICH_NUMBER.format(when="12月22日上午 9:00-9:30")
    ),
    "the other version": after("换成敬老版", Act.NOT_UNDERSTOOD),
    "traditional characters": after("繁體", Act.NOT_UNDERSTOOD),
    "waiting for a person": waiting,
    "the engines are down": engine_down,
    **{f"rating or remark: {asks}": asked(asks) for asks in Asks},
}


@pytest.mark.parametrize("talk", TALKS)
async def test_every_state_without_a_form_gives_way_to_a_person(office: Office, talk: str) -> None:
    for phrase in ("人工", "我要人工", "轉人工", "0"):
        conversation = await office.opened()
        await TALKS[talk](office, conversation)
        answer = await office.assistant.answer(Message(conversation.id, "web", phrase))

        assert answer is not None, phrase
        assert answer.reply.status is Status.HANDED_OVER, phrase


@pytest.mark.parametrize("talk", ["nothing said yet", "own data: to be deleted?", "reminders"])
async def test_at_night_a_call_back_is_offered_within_two_turns(office: Office, talk: str) -> None:
    office.clock.at = office.clock().replace(hour=22)
    conversation = await office.opened()
    await TALKS[talk](office, conversation)

    first = await office.assistant_with(office.video_desk).answer(
        Message(conversation.id, "web", "人工")
    )
    waits = await office.conversations.conversation(conversation.id)
    second = await tell(office, waits, _choice(first), Act.NOT_UNDERSTOOD)

    assert _choice(first) == queue_wording.CALL_BACK_CHOICE
    assert len([c for c in second.choices if c != BUTTON]) == 2
    assert second.reply["status"] == "asked_back"


def _choice(answer: Answer | None) -> str:
    assert answer is not None
    (choice,) = answer.reply.choices
    return choice
