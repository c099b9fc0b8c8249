"""Tests gateway.filing: applications reach the insurance core once, its decisions come back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from core.applications import Phase
from core.insured import Decision
from core.notice_tables import notices
from gateway.filing import AT_ONCE, FIRST_PAUSE, LONGEST_PAUSE, REFUSED_AGAIN
from tests.fakes.bureau import BIRTH, WANG, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.gateway.filing_core import FakeCore, filing_of


async def test_a_submitted_application_is_filed_once_and_keeps_its_reference(
    bureau: Bureau,
) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)

    for _ in range(3):
        assert await filing.step()

    now = await bureau.now_of(filed)
    assert (now.phase, now.core_reference) == (Phase.SUBMITTED, "R1")
    assert (core.calls, core.items) == (1, ["门诊统筹签约"])


async def test_an_answer_that_got_lost_files_nothing_twice(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.lose_answers = 2
    filing = filing_of(bureau, core)

    outcomes = []
    for _ in range(3):
        outcomes.append(await filing.step())
        bureau.clock.pass_by(LONGEST_PAUSE)

    assert outcomes == [False, False, True]
    assert core.calls == 3
    assert core.kept == {filed.number: "R1"}
    assert (await bureau.now_of(filed)).core_reference == "R1"


async def test_a_restart_between_filing_and_storing_files_nothing_twice(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.lose_answers = 1
    await filing_of(bureau, core).step()  # and this process dies

    assert await filing_of(bureau, core).step()

    assert core.kept == {filed.number: "R1"}


async def test_while_the_core_is_down_everything_stays_and_pauses_grow(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.down = True
    filing = filing_of(bureau, core)
    tries = []
    started = bureau.clock()
    for _ in range(500):  # every five seconds
        calls = core.calls
        assert not await filing.step()
        if core.calls > calls:
            tries.append(bureau.clock() - started)
        bureau.clock.pass_by(FIRST_PAUSE)
    pauses = [later - earlier for earlier, later in pairwise(tries)]

    assert (await bureau.now_of(filed)).phase is Phase.SUBMITTED
    assert pauses[:4] == [FIRST_PAUSE * n for n in (1, 2, 4, 8)]
    assert pauses[-1] == LONGEST_PAUSE


async def test_after_it_came_back_the_core_is_asked_at_every_step(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.down = True
    filing = filing_of(bureau, core)
    await filing.step()
    bureau.clock.pass_by(FIRST_PAUSE)
    core.down = False

    assert await filing.step()
    assert await filing.step()

    assert (await bureau.now_of(filed)).core_reference == "R1"


@pytest.mark.parametrize(
    ("decision", "phase"),
    [
        (Decision.IN_REVIEW, Phase.IN_REVIEW),
        (Decision.NEEDS_PAPERS, Phase.NEEDS_PAPERS),
        (Decision.APPROVED, Phase.APPROVED),
        (Decision.REJECTED, Phase.REJECTED),
    ],
)
async def test_the_decision_of_the_core_moves_the_application(
    bureau: Bureau, decision: Decision, phase: Phase
) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)
    await filing.step()
    core.decide(decision, "户口簿")

    await filing.step()

    assert (await bureau.now_of(filed)).phase is phase
    history = await bureau.casework.history(filed.number or "")
    assert history[-1].actor == "core"


async def test_a_decision_is_told_once_however_often_it_is_asked_for(bureau: Bureau) -> None:
    core = FakeCore()
    await bureau.filed()
    core.decide(Decision.NEEDS_PAPERS, "户口簿")
    filing = filing_of(bureau, core)

    for _ in range(3):
        await filing.step()

    assert len(await bureau.rows(notices)) == 1


async def test_papers_handed_in_are_not_asked_for_again_by_a_core_that_lags(
    bureau: Bureau,
) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.decide(Decision.NEEDS_PAPERS, "户口簿")
    filing = filing_of(bureau, core)
    await filing.step()
    await bureau.casework.papers_in(filed.number or "", at=bureau.clock(), actor="citizen")

    await filing.step()
    lagging = await bureau.now_of(filed)
    core.decide(Decision.APPROVED)
    await filing.step()

    assert lagging.phase is Phase.IN_REVIEW
    assert (await bureau.now_of(filed)).phase is Phase.APPROVED


async def test_an_approval_for_what_waits_for_papers_ends_the_waiting(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.decide(Decision.NEEDS_PAPERS, "户口簿")
    filing = filing_of(bureau, core)
    await filing.step()
    core.decide(Decision.APPROVED)

    await filing.step()

    assert (await bureau.now_of(filed)).phase is Phase.APPROVED


async def test_what_staff_decided_meanwhile_stands(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    filing = filing_of(bureau, core)
    await filing.step()
    await bureau.casework.move(
        filed.number or "", Phase.APPROVED, at=bureau.clock(), actor=f"staff:{WANG}"
    )
    core.decide(Decision.REJECTED)

    assert await filing.step()

    assert (await bureau.now_of(filed)).phase is Phase.APPROVED


async def test_parts_are_filed_and_the_whole_follows_them(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()
    core = FakeCore()
    filing = filing_of(bureau, core)

    await filing.step()
    core.decide(Decision.APPROVED, reference="R1")
    core.decide(Decision.APPROVED, reference="R2")
    await filing.step()

    assert set(core.kept) == {first.number, second.number}
    assert (await bureau.now_of(whole)).phase is Phase.APPROVED


async def test_a_whole_without_parts_of_its_own_is_not_filed_either(bureau: Bureau) -> None:
    await bureau.filed(1, BIRTH)  # its parts were under way already
    core = FakeCore()

    await filing_of(bureau, core).step()

    assert core.kept == {}


async def test_what_was_withdrawn_is_neither_filed_nor_asked_for(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    await bureau.casework.withdraw(filed.number or "", "c1", bureau.clock())

    await filing_of(bureau, core).step()

    assert (core.calls, core.asked) == (0, [])


async def test_one_that_the_core_chokes_on_does_not_hold_up_the_others(bureau: Bureau) -> None:
    core = FakeCore()
    first, second = await bureau.filed(1), await bureau.filed(2)
    core.chokes_on = first.number
    filing = filing_of(bureau, core)

    await filing.step()
    bureau.clock.pass_by(LONGEST_PAUSE)
    await filing.step()

    assert set(core.kept) == {second.number}


async def test_more_than_fits_into_a_step_is_asked_for_in_turn(bureau: Bureau) -> None:
    core = FakeCore()
    for count in range(1, AT_ONCE + 3):
        await bureau.filed(count, core_reference=f"R{count}")
    filing = filing_of(bureau, core)

    await filing.step()
    first = set(core.asked)
    await filing.step()

    assert len(first) == AT_ONCE
    assert len(set(core.asked)) == AT_ONCE + 2


async def test_one_that_the_core_refuses_does_not_hold_up_the_others(bureau: Bureau) -> None:
    core = FakeCore()
    await bureau.filed(1, core_reference="R1")
    refused, other = await bureau.filed(2), await bureau.filed(3)
    core.refuses = {refused.number or ""}
    core.decide(Decision.APPROVED)
    filing = filing_of(bureau, core)

    assert await filing.step()

    assert set(core.kept) == {other.number}
    assert "R1" in core.asked


async def test_what_the_core_refused_is_handed_over_again_later(bureau: Bureau) -> None:
    core, filed = FakeCore(), await bureau.filed()
    core.refuses = {filed.number or ""}
    filing = filing_of(bureau, core)
    for _ in range(3):
        await filing.step()
    tries = core.calls
    core.refuses = set()
    bureau.clock.pass_by(REFUSED_AGAIN)

    await filing.step()

    assert tries == 1
    assert set(core.kept) == {filed.number}


async def test_decisions_come_though_one_hand_over_is_never_answered(bureau: Bureau) -> None:
    core = FakeCore()
    decided, silent = await bureau.filed(1, core_reference="R1"), await bureau.filed(2)
    core.chokes_on = silent.number
    core.decide(Decision.APPROVED)

    assert not await filing_of(bureau, core).step()

    assert (await bureau.now_of(decided)).phase is Phase.APPROVED


async def test_a_reference_that_the_core_lost_does_not_hold_up_the_others(bureau: Bureau) -> None:
    core = FakeCore()
    both = [await bureau.filed(count, core_reference=f"R{count}") for count in (1, 2)]
    first, second = sorted(both, key=lambda application: application.id)
    core.refuses = {first.core_reference or ""}
    core.decide(Decision.APPROVED, reference=second.core_reference or "")

    assert await filing_of(bureau, core).step()

    assert (await bureau.now_of(second)).phase is Phase.APPROVED
