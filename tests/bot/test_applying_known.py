"""Tests bot.known_values: what one matter told is offered to the next, for the same person only."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core import form_wording
from core.messages import State
from tests.bot.small_office import SmallOffice, call_of, person
from tests.bot.small_office import small as small
from tests.sample_fields import ENDS_IN_X, WOMAN

FIRST = ("我想办签约", "王秀英", WOMAN, "13800138000", "县医院", "确认")


async def test_the_second_matter_asks_for_nothing_that_the_first_told(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *FIRST)

    offered = await small.says(conversation, "我想办转移")
    taken = await small.says(conversation, "是的")

    assert "还是用上次的：姓名王秀英，身份证号110***********0046" in offered.reply.text
    assert taken.turn.awaiting == "old"
    assert taken.turn.step == (4, 4)


async def test_nothing_is_offered_to_a_first_matter(small: SmallOffice) -> None:
    answer = await small.says(await small.opened(), "我想办签约")

    assert "对吗" not in answer.reply.text


async def test_what_is_known_of_oneself_is_not_offered_for_ones_mother(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *FIRST)

    answer = await small.says(conversation, "替我妈办转移")

    draft = await small.in_hand(conversation)
    assert (draft.delegate, dict(draft.offered)) == ("母亲", {})
    assert "对吗" not in answer.reply.text


async def test_saying_that_it_is_for_somebody_else_drops_the_offer(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *FIRST)
    await small.says(conversation, "我想办转移")
    known = await small.conversations.conversation(conversation.id)

    await small.applying.act_for_family(known, call_of(known, "我替我爸办", Act.ACT_FOR_FAMILY))

    assert dict((await small.in_hand(conversation)).offered) == {}


async def test_a_verified_person_counts_more_than_what_was_typed_for_another(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    await small.says(conversation, *FIRST)
    small.people.known[conversation.id] = person("李建国", ENDS_IN_X, small.clock)

    answer = await small.says(conversation, "我想办转移")

    assert "用您认证过的：姓名李建国" in answer.reply.text
    assert set((await small.in_hand(conversation)).offered) == {"name", "id_number"}


async def test_one_number_that_changed_is_asked_and_the_rest_is_taken(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *FIRST)
    await small.says(conversation, "我想办转移")

    answer = await small.says(conversation, "手机号换了")

    assert answer.turn.awaiting == "mobile"
    assert (await small.in_hand(conversation)).fields == {"name": "王秀英", "id_number": WOMAN}


async def test_an_offer_is_stored_so_that_a_restart_keeps_it(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *FIRST)
    await small.says(conversation, "我想办转移")

    draft = await small.in_hand(conversation)
    asked = small.applying.after_side_question(draft, (await small.says(conversation, "嗯嗯那个")))

    assert asked.reply.choices == form_wording.OFFER_CHOICES
    assert asked.turn.state is State.FILLING


async def test_the_number_from_which_somebody_calls_is_offered(small: SmallOffice) -> None:
    conversation = await small.opened()
    small.callers.numbers[conversation.id] = "13800138000"

    offered = await small.says(conversation, "我想办签约")
    taken = await small.says(conversation, "可以")

    assert offered.reply.text.endswith("用您来电的这个号码：138****8000，可以吗？")
    assert offered.reply.spoken.endswith("用您来电的这个号码：尾号 8 0 0 0，可以吗？")
    assert taken.turn.awaiting == "name"
    assert (await small.in_hand(conversation)).fields == {"mobile": "13800138000"}


@pytest.mark.parametrize("no", ["不是", "不用这个号，用13912345678"])
async def test_another_number_than_that_of_the_call_may_be_given(
    small: SmallOffice, no: str
) -> None:
    conversation = await small.opened()
    small.callers.numbers[conversation.id] = "13800138000"
    await small.says(conversation, "我想办签约")

    await small.says(conversation, no)

    draft = await small.in_hand(conversation)
    assert dict(draft.offered) == {}
    assert draft.fields.get("mobile") in {None, "13912345678"}
    assert draft.awaiting == "name"


async def test_the_number_of_a_call_is_offered_with_what_is_proven(small: SmallOffice) -> None:
    conversation = await small.opened()
    small.callers.numbers[conversation.id] = "13800138000"
    small.people.known[conversation.id] = person("李建国", ENDS_IN_X, small.clock)

    answer = await small.says(conversation, "我想办签约")

    assert "您的信息用这些：姓名李建国" in answer.reply.text
    assert set((await small.in_hand(conversation)).offered) == {"name", "id_number", "mobile"}


async def test_the_number_told_before_counts_more_than_that_of_the_call(
    small: SmallOffice,
) -> None:
    conversation = await small.opened()
    small.callers.numbers[conversation.id] = "13912345678"
    await small.says(conversation, "我想办签约", "不是", *FIRST[1:])

    answer = await small.says(conversation, "我想办转移")

    assert "还是用上次的" in answer.reply.text
    assert (await small.in_hand(conversation)).offered["mobile"] == "13800138000"


async def test_the_number_of_a_call_is_not_offered_for_ones_mother(small: SmallOffice) -> None:
    conversation = await small.opened()
    small.callers.numbers[conversation.id] = "13800138000"

    await small.says(conversation, "替我妈办转移")

    assert dict((await small.in_hand(conversation)).offered) == {}
