"""Tests bot.reminding: recommendations come only to who asked for them, and go with a word."""

from __future__ import annotations

import pytest

from bot.acts import Act
from bot.call import Call
from bot.reminding import Reminding, wish_in
from core import push_wording as say
from core.messages import Answer
from core.pushes import PushKind
from tests.fakes.bureau import Bureau
from tests.fakes.bureau import bureau as bureau

EVERYTHING = {kind.value for kind in PushKind}


async def tell(bureau: Bureau, text: str) -> Answer:
    conversation = await bureau.conversations.conversation("c1")
    call = Call("action_reminders", "c1", text, Act.GIVE_INFORMATION, 0.95, False, False)
    return await Reminding(choices=bureau.choices, now=bureau.clock).reminders(conversation, call)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("有消息告诉我一声", True),
        ("有消息提醒我", True),
        ("备案快到期了提醒我", True),
        ("把提醒打开", True),
        ("我想收推送", True),
        ("以后别给我发提醒了", False),
        ("别再提醒", False),
        ("不要再给我推荐了", False),
        ("把提醒关掉", False),
        ("别老发消息告诉我", False),
        ("退订", False),
        ("少给我推送", False),
        ("我开了哪些提醒", None),
        ("为什么提醒我", None),
        ("你们能提醒我吗？", None),
        ("提醒", None),
    ],
)
def test_a_wish_is_heard_and_a_doubt_switches_nothing_on(text: str, wish: bool | None) -> None:
    assert wish_in(text) is wish


@pytest.mark.parametrize("choice", [say.ON_CHOICE, say.OFF_CHOICE])
def test_the_buttons_do_what_they_say(choice: str) -> None:
    assert wish_in(choice) is (choice == say.ON_CHOICE)


async def test_switching_on_tells_what_how_often_and_what_is_never_looked_at(
    bureau: Bureau,
) -> None:
    answer = await tell(bureau, "有消息告诉我一声")

    choice = await bureau.choices.choice("c1")
    assert choice is not None
    assert choice.kinds == EVERYTHING
    assert all(words in answer.reply.text for words in say.KINDS.values())
    assert say.FREQUENCY in answer.reply.text
    assert say.WHY in answer.reply.text
    assert answer.reply.choices == (say.OFF_CHOICE,)


async def test_a_kind_that_is_named_is_switched_on_alone_and_the_next_beside_it(
    bureau: Bureau,
) -> None:
    await tell(bureau, "备案到期提醒我")
    first = await bureau.choices.choice("c1")
    await tell(bureau, "缴费也提醒我一下")
    second = await bureau.choices.choice("c1")

    assert first is not None
    assert second is not None
    assert sorted(first.kinds) == ["expiry"]
    assert sorted(second.kinds) == ["expiry", "paying"]


async def test_one_word_switches_everything_off(bureau: Bureau) -> None:
    await tell(bureau, "有消息告诉我一声")

    answer = await tell(bureau, "以后别给我发提醒了")

    assert await bureau.choices.choice("c1") is None
    assert answer.reply.text == say.OFF


async def test_switching_off_what_is_off_says_so(bureau: Bureau) -> None:
    assert (await tell(bureau, "别再提醒")).reply.text == say.OFF_ALREADY


async def test_a_question_tells_what_is_on_and_changes_nothing(bureau: Bureau) -> None:
    before = await tell(bureau, "我开了哪些提醒")
    await tell(bureau, "备案到期提醒我")

    after = await tell(bureau, "我开了哪些提醒")

    assert before.reply.text == say.TELL_OFF
    assert "2026年12月21日" in after.reply.text
    (card,) = after.reply.cards
    assert [row.value for row in card.rows] == [say.CARD_ON, say.CARD_OFF, say.CARD_OFF]
