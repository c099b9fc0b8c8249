"""Tests bot.following_up: taking an application back, after a question."""

from __future__ import annotations

from bot.acts import Act
from bot.call import Call
from core import follow_up_wording as say
from core.applications import Phase
from core.messages import Answer
from core.privacy import mask_text
from tests.bot.test_following_up import following_up, move, tell
from tests.fakes.bureau import BIRTH, TRAVEL, Bureau
from tests.fakes.bureau import bureau as bureau


async def withdraw(bureau: Bureau, text: str, who: str = "c1") -> Answer:
    conversation = await bureau.conversations.conversation(who)
    call = Call("action_withdraw", who, text, Act.GIVE_INFORMATION, 0.95, False, False)
    return await following_up(bureau).withdraw(conversation, call)


async def test_taking_it_back_is_asked_first(bureau: Bureau) -> None:
    filed = await bureau.filed()

    asked = await withdraw(bureau, "我不想办了，撤回申请")

    assert (await bureau.now_of(filed)).phase is Phase.SUBMITTED
    assert asked.reply.choices == (f"确认撤回{filed.number}", say.WITHDRAW_NO)

    done = await tell(bureau, asked.reply.choices[0])  # the number leads here, whatever the act

    assert (await bureau.now_of(filed)).phase is Phase.CANCELLED
    assert str(filed.number) in done.reply.text


async def test_a_no_keeps_it(bureau: Bureau) -> None:
    filed = await bureau.filed()

    answer = await withdraw(bureau, say.WITHDRAW_NO)

    assert answer.reply.text == say.WITHDRAW_KEPT
    assert (await bureau.now_of(filed)).phase is Phase.SUBMITTED


async def test_of_several_the_citizen_chooses_one(bureau: Bureau) -> None:
    first, second = await bureau.filed(1), await bureau.filed(2, TRAVEL)

    which = await withdraw(bureau, "撤回")
    asked = await tell(bureau, f"撤回{first.number}")  # a number leads to the progress

    assert {f"撤回{first.number}", f"撤回{second.number}"} == set(which.reply.choices)
    assert asked.reply.choices[0] == f"确认撤回{first.number}"


async def test_a_part_alone_may_be_taken_back(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()

    await withdraw(bureau, f"确认撤回{second.number}")

    assert (await bureau.now_of(second)).phase is Phase.CANCELLED
    assert (await bureau.now_of(first)).phase is Phase.SUBMITTED
    assert (await bureau.now_of(whole)).item_code == BIRTH


async def test_what_is_decided_and_what_is_not_theirs_cannot_be_taken_back(
    bureau: Bureau,
) -> None:
    await bureau.conversation("c2")
    filed, over = await bureau.filed(1), await bureau.filed(2)
    await move(bureau, over, Phase.APPROVED)

    decided = await withdraw(bureau, f"确认撤回{over.number}")
    stranger = await withdraw(bureau, f"确认撤回{filed.number}", "c2")

    assert decided.reply.text == stranger.reply.text == say.WITHDRAW_NONE
    assert (await bureau.now_of(filed)).phase is Phase.SUBMITTED


async def test_receipt_numbers_stay_readable_in_what_is_stored(bureau: Bureau) -> None:
    filed = await bureau.filed()
    other = await bureau.filed(2, TRAVEL)

    for text in ("查进度", f"查进度{filed.number}", f"撤回{filed.number}"):
        answer = await (withdraw if "撤" in text else tell)(bureau, text)
        assert mask_text(answer.reply.text) == answer.reply.text
    assert other.number != filed.number
