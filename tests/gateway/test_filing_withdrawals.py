"""Tests that the insurance core hears of every withdrawal, and does one thing only once."""

from __future__ import annotations

import pytest

from core.applications import Phase
from core.insured import Decision
from core.notice_tables import notices
from core.store.case_questions import REFUSED, WorkFilter
from gateway.filing import AT_ONCE, FIRST_PAUSE, REFUSED_AGAIN
from tests.fakes.bureau import Bureau
from tests.fakes.bureau import bureau as bureau
from tests.gateway.filing_core import FakeCore, filing_of


async def test_the_core_hears_once_of_what_was_taken_back(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)
    await filing.step()
    number = filed.number or ""

    await bureau.casework.withdraw(number, "c1", bureau.clock())
    for _ in range(3):
        assert await filing.step()

    assert core.withdrawn == [number]
    assert (await bureau.now_of(filed)).phase is Phase.CANCELLED


async def test_what_was_never_filed_is_taken_back_all_the_same(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)
    core.lose_answers = 1
    assert not await filing.step()  # the core has it, and we do not know it

    await bureau.casework.withdraw(filed.number or "", "c1", bureau.clock())
    bureau.clock.pass_by(FIRST_PAUSE)
    assert await filing.step()

    assert (core.calls, core.withdrawn) == (1, [filed.number])


async def test_a_withdrawal_whose_answer_got_lost_is_told_again(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)
    await bureau.casework.withdraw(filed.number or "", "c1", bureau.clock())
    core.lose_answers = 1

    lost = await filing.step()
    bureau.clock.pass_by(FIRST_PAUSE)
    told = await filing.step()
    await filing.step()

    assert (lost, told) == (False, True)
    assert core.withdrawn == [filed.number, filed.number]


async def test_who_took_it_back_too_late_is_told_so(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)
    await filing.step()
    core.too_late.add(filed.number or "")

    await bureau.casework.withdraw(filed.number or "", "c1", bureau.clock())
    await filing.step()
    await filing.step()

    (notice,) = await bureau.rows(notices)
    assert "已经办完了" in notice["text"]
    assert core.withdrawn == [filed.number]


async def test_the_parts_of_a_matter_are_taken_back_and_not_the_whole(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()
    core = FakeCore()

    await bureau.casework.withdraw(whole.number or "", "c1", bureau.clock())
    await filing_of(bureau, core).step()

    assert core.withdrawn == [first.number, second.number]


@pytest.mark.parametrize("silent", [False, True])
async def test_a_withdrawal_of_which_the_core_will_not_hear_holds_up_nothing(
    bureau: Bureau, silent: bool
) -> None:
    core = FakeCore()
    decided = await bureau.filed(1, core_reference="R1")
    never_had, had = await bureau.filed(2), await bureau.filed(3)
    for one in (never_had, had):
        await bureau.casework.withdraw(one.number or "", "c1", bureau.clock())
    core.chokes_on = never_had.number if silent else None
    core.refuses = set() if silent else {never_had.number or ""}
    core.decide(Decision.APPROVED)
    filing = filing_of(bureau, core)

    outcomes = []
    for _ in range(2):
        outcomes.append(await filing.step())
        bureau.clock.pass_by(FIRST_PAUSE)

    assert outcomes == [not silent, not silent]
    assert had.number in core.withdrawn
    assert core.withdrawn.count(never_had.number or "") == (2 if silent else 1)
    assert (await bureau.now_of(decided)).phase is Phase.APPROVED


async def test_even_a_whole_step_of_refused_withdrawals_lets_the_next_through(
    bureau: Bureau,
) -> None:
    core = FakeCore()
    numbers = []
    for count in range(1, AT_ONCE + 2):
        numbers.append((await bureau.filed(count)).number or "")
        await bureau.casework.withdraw(numbers[-1], "c1", bureau.clock())
    core.refuses = set(numbers[:AT_ONCE])
    filing = filing_of(bureau, core)

    await filing.step()
    await filing.step()

    assert core.withdrawn == numbers


async def test_staff_see_which_withdrawals_the_core_refused_until_it_takes_them(
    bureau: Bureau,
) -> None:
    core = FakeCore()
    refused, heard = await bureau.filed(1), await bureau.filed(2)
    for one in (refused, heard):
        await bureau.casework.withdraw(one.number or "", "c1", bureau.clock())
    core.refuses = {refused.number or ""}
    filing = filing_of(bureau, core)
    wanted = WorkFilter(phases=frozenset({Phase.CANCELLED}), unheard=True)

    for _ in range(2):  # it is tried again every hour, and noted once
        await filing.step()
        bureau.clock.pass_by(REFUSED_AGAIN)
    listed = await bureau.casework.worklist(wanted)
    history = [row.action for row in await bureau.casework.history(refused.number or "")]
    core.refuses = set()
    await filing.step()

    assert [one.number for one in listed[0]] == [refused.number]
    assert history.count(REFUSED) == 1
    assert await bureau.casework.worklist(wanted) == ([], 0)
