"""Tests core.store.casework: a composite matter follows its parts."""

from __future__ import annotations

import pytest

from core import follow_up_wording as say
from core.applications import Application, Phase
from core.errors import NotAllowedNow
from tests.core.test_casework_store import move, told
from tests.fakes.bureau import BIRTH, MATERNITY, Bureau
from tests.fakes.bureau import bureau as bureau


async def test_the_whole_is_approved_with_its_last_part(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()

    await move(bureau, first.number, Phase.APPROVED)
    half = await bureau.now_of(whole)
    await move(bureau, second.number, Phase.APPROVED)

    assert half.phase is Phase.IN_REVIEW
    assert (await bureau.now_of(whole)).phase is Phase.APPROVED
    assert "全部办好了，一共2件" in (await told(bureau))[-1]


async def test_a_whole_with_a_rejected_part_ends_with_the_count(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()

    await move(bureau, first.number, Phase.APPROVED)
    await move(bureau, second.number, Phase.REJECTED, "材料不符")

    assert (await bureau.now_of(whole)).phase is Phase.REJECTED
    assert "办好1件，没有通过1件" in (await told(bureau))[-1]


async def test_the_whole_itself_is_not_decided_by_anybody(bureau: Bureau) -> None:
    whole, _, _ = await bureau.birth()

    with pytest.raises(NotAllowedNow) as refused:
        await move(bureau, whole.number, Phase.APPROVED)

    assert refused.value.args[1] == say.NOT_IN_YOUR_HANDS


async def test_taking_back_the_whole_takes_back_what_is_not_decided(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()
    await move(bureau, first.number, Phase.APPROVED)

    gone = await bureau.casework.withdraw(whole.number or "", "c1", bureau.clock())

    assert (await bureau.now_of(first)).phase is Phase.APPROVED
    assert (await bureau.now_of(second)).phase is Phase.CANCELLED
    assert gone.phase is Phase.APPROVED  # all that was kept is done


async def test_taking_back_a_whole_that_nobody_began_cancels_all_of_it(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()

    gone = await bureau.casework.withdraw(whole.number or "", "c1", bureau.clock())

    assert gone.phase is Phase.CANCELLED
    assert {(await bureau.now_of(part)).phase for part in (first, second)} == {Phase.CANCELLED}


async def test_a_part_put_off_keeps_the_whole_open_and_goes_with_it(bureau: Bureau) -> None:
    whole, first = await bureau.filed(1, BIRTH), await bureau.filed(2, parent_id="a1")
    later = Application("p1", "c1", MATERNITY, Phase.PARKED, parent_id=whole.id)
    await bureau.applications.open_application(later, bureau.clock())
    await move(bureau, first.number, Phase.APPROVED)
    half = await bureau.now_of(whole)

    gone = await bureau.casework.withdraw(whole.number or "", "c1", bureau.clock())

    assert (half.phase, gone.phase) == (Phase.IN_REVIEW, Phase.APPROVED)
    assert {part.phase for part in await bureau.casework.parts_of(whole.id)} == {
        Phase.APPROVED,
        Phase.CANCELLED,
    }
