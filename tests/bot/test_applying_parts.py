"""Tests bot.applying with composite matters: one form, one receipt for each part."""

from __future__ import annotations

from core.applications import Phase
from core.receipt import is_receipt_number
from core.tables import applications
from tests.bot.small_items import BIRTH, NEWBORN, PAID
from tests.bot.small_office import SmallOffice
from tests.bot.small_office import small as small
from tests.sample_fields import WOMAN, id_number_from

CHILD = id_number_from("11010120260307004")
ALL = (*("我想办出生一件事", "都办", "王秀英", WOMAN, "王小宝", CHILD, "120元", "13800138000"),)


async def test_one_yes_files_the_whole_and_every_part(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.says(conversation, *ALL, "确认")

    whole = await small.applications.numbered(answer.turn.number or "")
    newborn, paid = await small.applications.parts_of(whole.id)
    assert (whole.item_code, newborn.item_code, paid.item_code) == (BIRTH, NEWBORN, PAID)
    assert {a.phase for a in (whole, newborn, paid)} == {Phase.SUBMITTED}
    assert len({whole.number, newborn.number, paid.number}) == 3
    assert all(is_receipt_number(a.number or "") for a in (whole, newborn, paid))
    assert set(newborn.fields) == {"child_name", "child_id", "mobile"}
    assert set(paid.fields) == {"name", "id_number", "amount", "mobile"}
    assert [str(a.due) for a in (newborn, paid)] == ["2026-12-22", "2026-12-26"]


async def test_the_answer_lists_the_parts_with_their_numbers(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.says(conversation, *ALL, "确认")

    (card,) = answer.reply.cards
    filed = await small.applications.submitted(conversation.id)
    assert (card.kind, card.title) == ("progress", "出生一件事")
    assert [row.label for row in card.rows] == ["新生儿参保登记", "生育医疗费支付"]
    assert {row.note for row in card.rows} <= {a.number for a in filed}
    assert all(row.note in answer.reply.text for row in card.rows)
    assert filed[0].parent_id is None


async def test_a_part_put_off_stays_with_what_was_said_for_it(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *ALL[:5], "这个先不办", "120元", "13800138000")

    answer = await small.says(conversation, "确认")

    whole = await small.applications.numbered(answer.turn.number or "")
    newborn, paid = await small.applications.parts_of(whole.id)
    assert (newborn.phase, newborn.number) == (Phase.PARKED, None)
    assert paid.phase is Phase.SUBMITTED
    assert newborn.fields == {"child_name": "王小宝", "mobile": "13800138000"}
    assert "“新生儿参保登记”先不办" in answer.reply.text


async def test_a_part_put_off_is_taken_up_later(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *ALL[:5], "这个先不办", "120元", "13800138000", "确认")

    answer = await small.says(conversation, "我想办新生儿参保")

    assert answer.turn.awaiting == "child_id"
    assert (await small.in_hand(conversation)).parent_id is not None


async def test_a_part_that_is_not_wanted_is_not_filed(small: SmallOffice) -> None:
    conversation = await small.opened()

    answer = await small.says(
        conversation, "我想办出生一件事", "只办参保", "王小宝", CHILD, "13800138000", "确认"
    )

    whole = await small.applications.numbered(answer.turn.number or "")
    parts = await small.applications.parts_of(whole.id)
    assert [part.item_code for part in parts] == [NEWBORN]


async def test_a_part_that_is_under_way_already_is_not_filed_twice(small: SmallOffice) -> None:
    before = await small.opened()
    await small.says(before, "我想办新生儿参保", "王小宝", CHILD, "13800138000", "确认")
    conversation = await small.opened()

    answer = await small.says(conversation, *ALL, "确认")

    whole = await small.applications.numbered(answer.turn.number or "")
    parts = await small.applications.parts_of(whole.id)
    assert [part.item_code for part in parts] == [PAID]
    assert "“新生儿参保登记”以前提交过，正在办" in answer.reply.text


async def test_saying_yes_twice_files_nothing_twice(small: SmallOffice) -> None:
    conversation = await small.opened()
    await small.says(conversation, *ALL)
    draft = await small.in_hand(conversation)
    form = small.applying._form(draft)
    await small.applying._filing.submit(form, draft)

    again = await small.applying._filing.submit(form, draft)

    rows = await small.rows(applications)
    assert len(rows) == 3
    assert again.turn.number in {row["number"] for row in rows}
