"""Tests bot.known_values: what one matter told is offered to the next, for the same person only."""

from __future__ import annotations

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
