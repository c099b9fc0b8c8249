"""Tests that what 我的医保 showed is in no transcript, no replay and no second answer."""

from __future__ import annotations

from core.messages import Answer, Card, CardRow, Handled, Reply, Status, Turn
from core.tables import conversations, lines
from tests.fakes.office import Office, say

FIGURE, SPOKEN = "1234.50", "一千二百三十四点五"
SHOWN = Answer(
    Reply(
        f"账户余额{FIGURE}元。",
        Status.ANSWERED,
        spoken=f"账户余额{SPOKEN}元。",
        cards=(Card("insurance", "我的医保", (CardRow("账户余额", f"{FIGURE} 元"),)),),
    ),
    Turn(Handled.ANSWER),
)


async def test_the_citizen_sees_the_figures_once_and_nothing_keeps_them(office: Office) -> None:
    conversation = await office.opened()
    office.dialogue.answers = [SHOWN]

    first = await office.assistant.answer(say(conversation, "余额", "m1"))
    again = await office.assistant.answer(say(conversation, "余额", "m1"))

    assert first is not None
    assert first.reply == SHOWN.reply
    assert again is not None
    assert again.reply.text.endswith("想再看，就说“我的医保”。")
    stored = str([*(await office.rows(lines)), *(await office.rows(conversations))])
    assert FIGURE not in stored + str(again)
    assert SPOKEN not in stored + str(again)
