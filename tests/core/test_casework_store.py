"""Tests core.store.casework: moves of submitted applications, each with audit row and notice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import follow_up_wording as say
from core.applications import Application, Phase
from core.errors import InvalidContent, NotAllowedNow, NotFound
from core.notice_tables import notices
from core.privacy import mask_id_number
from core.store.case_rows import store_case
from core.tables import audit
from tests.fakes.bureau import CALENDAR, LI, WANG, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.people import ID_NUMBER

STAFF = f"staff:{WANG}"


async def ask(bureau: Bureau, number: str | None, *missing: str, reason: str = "") -> Application:
    return await bureau.casework.move(
        number or "",
        Phase.NEEDS_PAPERS,
        at=bureau.clock(),
        actor=STAFF,
        missing=missing or ("户口簿", "发票"),
        reason=reason,
    )


async def move(
    bureau: Bureau, number: str | None, phase: Phase, note: str = "", actor: str = STAFF
) -> Application:
    return await bureau.casework.move(
        number or "", phase, at=bureau.clock(), actor=actor, note=note
    )


async def actions(bureau: Bureau, application: Application) -> list[str]:
    return [row.action for row in await bureau.casework.history(application.number or "")]


async def told(bureau: Bureau) -> list[str]:
    return [str(row["text"]) for row in await bureau.rows(notices)]


async def test_the_first_to_take_an_application_stays_its_owner(bureau: Bureau) -> None:
    filed = await bureau.filed()

    await bureau.casework.take(filed.number or "", WANG, bureau.clock())
    await bureau.casework.take(filed.number or "", WANG, bureau.clock())
    with pytest.raises(NotAllowedNow) as refused:
        await bureau.casework.take(filed.number or "", LI, bureau.clock())

    assert refused.value.args[1] == say.NOT_OWNER.format(owner="王工")
    assert (await bureau.now_of(filed)).owner == WANG
    assert (await actions(bureau, filed)).count("taken") == 1


async def test_only_one_of_two_who_take_it_at_once_gets_it(bureau: Bureau) -> None:
    filed = await bureau.filed()

    outcomes = await asyncio.gather(
        *(bureau.casework.take(filed.number or "", who, bureau.clock()) for who in (WANG, LI)),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, NotAllowedNow) for outcome in outcomes) == 1


async def test_a_transfer_names_who_and_why(bureau: Bureau) -> None:
    filed = await bureau.filed()
    await bureau.casework.take(filed.number or "", WANG, bureau.clock())

    await bureau.casework.transfer(filed.number or "", LI, WANG, bureau.clock(), "请假")

    assert (await bureau.now_of(filed)).owner == LI
    row = (await bureau.casework.history(filed.number or ""))[-1]
    assert (row.actor, row.action) == (STAFF, "transferred")
    assert (row.detail["to"], row.detail["reason"]) == (LI, "请假")


async def test_whoever_acts_first_answers_for_it_and_colleagues_are_sent_to_them(
    bureau: Bureau,
) -> None:
    filed = await bureau.filed()

    await move(bureau, filed.number, Phase.IN_REVIEW)

    assert (await bureau.now_of(filed)).owner == WANG
    with pytest.raises(NotAllowedNow) as refused:
        await move(bureau, filed.number, Phase.APPROVED, actor=f"staff:{LI}")
    assert "王工" in refused.value.args[1]


async def test_an_approval_is_told_and_audited_in_the_same_transaction(bureau: Bureau) -> None:
    filed = await bureau.filed()

    approved = await move(bureau, filed.number, Phase.APPROVED, "次月起生效")

    assert approved.phase is Phase.APPROVED
    (text,) = await told(bureau)
    assert "办好了" in text
    assert str(filed.number) in text
    assert text.endswith("次月起生效。")
    assert (await actions(bureau, filed))[-2:] == ["taken", "approved"]


async def test_what_fails_leaves_neither_state_nor_audit_nor_notice(bureau: Bureau) -> None:
    filed = await bureau.filed()
    before = len(await bureau.rows(audit))

    with pytest.raises(InvalidContent):
        await move(bureau, filed.number, Phase.REJECTED, "")

    assert (await bureau.now_of(filed)) == await bureau.applications.numbered(filed.number or "")
    assert (await bureau.now_of(filed)).owner is None
    assert len(await bureau.rows(audit)) == before
    assert await told(bureau) == []


async def test_everything_missing_is_told_in_one_notice(bureau: Bureau) -> None:
    filed = await bureau.filed()

    waiting = await ask(bureau, filed.number)

    (text,) = await told(bureau)
    assert "一共2样：户口簿、发票" in text
    assert waiting.answer_by == date(2027, 1, 5)  # ten working days, New Year is none
    assert "2027年1月5日" in text


async def test_a_second_request_needs_a_reason_and_is_counted(bureau: Bureau) -> None:
    filed = await bureau.filed()
    started = bureau.clock() - timedelta(seconds=1)
    await ask(bureau, filed.number)
    await move(bureau, filed.number, Phase.IN_REVIEW)

    with pytest.raises(InvalidContent) as refused:
        await ask(bureau, filed.number, "身份证")
    again = await ask(bureau, filed.number, "身份证", reason="上次没看清")

    assert refused.value.args[1] == say.SECOND_ASK
    assert again.missing == ("身份证",)
    assert "原因：上次没看清。" in (await told(bureau))[-1]
    assert await bureau.casework.asked_again_since(started) == 1


async def test_a_number_among_the_missing_papers_reaches_neither_trail_nor_notice(
    bureau: Bureau,
) -> None:
    filed = await bureau.filed()

    asked = await ask(bureau, filed.number, f"{ID_NUMBER}的复印件", "户口簿")

    assert asked.missing == (f"{mask_id_number(ID_NUMBER)}的复印件", "户口簿")
    rows = [*await bureau.rows(audit), *await bureau.rows(notices)]
    assert ID_NUMBER not in str(rows)
    assert ID_NUMBER not in str((await bureau.now_of(filed)).missing)


async def test_the_clock_stands_while_papers_are_missing(bureau: Bureau) -> None:
    filed = await bureau.filed()  # due on Monday 28
    await ask(bureau, filed.number)
    bureau.clock.pass_by(timedelta(days=9))  # Wednesday 30: seven working days

    during = await bureau.casework.overdue_on(bureau.clock().date())
    resumed = await bureau.casework.papers_in(filed.number or "", at=bureau.clock(), actor=STAFF)

    assert during == []
    assert resumed.due == CALENDAR.after(date(2026, 12, 28), 7)
    assert await bureau.casework.overdue_on(bureau.clock().date()) == []
    assert "收到您补的材料了" in (await told(bureau))[-1]


async def test_papers_that_come_one_by_one_start_the_review_with_the_last(bureau: Bureau) -> None:
    filed = await bureau.filed()
    await ask(bureau, filed.number)

    first = await bureau.casework.papers_in(
        filed.number or "", at=bureau.clock(), actor="citizen", papers={"户口簿": "photo:1"}
    )
    second = await bureau.casework.papers_in(
        filed.number or "", at=bureau.clock(), actor="citizen", papers={"发票": "photo:2"}
    )

    assert (first.phase, second.phase) == (Phase.NEEDS_PAPERS, Phase.IN_REVIEW)
    assert (await bureau.now_of(filed)).papers == {"户口簿": "photo:1", "发票": "photo:2"}


async def test_a_move_on_what_a_colleague_changed_meanwhile_is_refused(bureau: Bureau) -> None:
    filed = await bureau.filed()
    seen = (await bureau.casework.case(filed.number or "")).version
    await move(bureau, filed.number, Phase.IN_REVIEW)

    with pytest.raises(NotAllowedNow) as refused:
        await bureau.casework.move(
            filed.number or "", Phase.APPROVED, at=bureau.clock(), actor=STAFF, expected=seen
        )

    assert refused.value.args[1] == say.CHANGED_MEANWHILE


async def test_a_row_that_changed_since_it_was_read_is_not_written(bureau: Bureau) -> None:
    filed = await bureau.filed()
    case = await bureau.casework.case(filed.number or "")
    await move(bureau, filed.number, Phase.IN_REVIEW)

    async with bureau.database.writing() as connection:
        changed = replace(case.application, owner=LI)
        with pytest.raises(NotAllowedNow):
            await store_case(connection, case, changed, "taken", "x", bureau.clock(), {})

    assert (await bureau.now_of(filed)).owner == WANG


@pytest.mark.parametrize("phase", [Phase.FILLING, Phase.SUBMITTED, Phase.CANCELLED])
async def test_nobody_moves_an_application_where_only_its_citizen_may(
    bureau: Bureau, phase: Phase
) -> None:
    filed = await bureau.filed()

    with pytest.raises(NotAllowedNow):
        await move(bureau, filed.number, phase)


async def test_a_citizen_takes_back_what_is_under_way_and_nothing_else(bureau: Bureau) -> None:
    filed, over = await bureau.filed(1), await bureau.filed(2)
    await move(bureau, over.number, Phase.APPROVED)

    gone = await bureau.casework.withdraw(filed.number or "", "c1", bureau.clock())

    assert gone.phase is Phase.CANCELLED
    assert (await actions(bureau, filed))[-1] == "withdrawn"
    with pytest.raises(NotAllowedNow):
        await bureau.casework.withdraw(over.number or "", "c1", bureau.clock())


async def test_a_stranger_cannot_take_it_back(bureau: Bureau) -> None:
    filed = await bureau.filed()

    with pytest.raises(NotFound):
        await bureau.casework.withdraw(filed.number or "", "c2", bureau.clock())

    assert (await bureau.now_of(filed)).phase is Phase.SUBMITTED


async def test_a_missed_day_is_apologised_for_once_with_a_new_promise(bureau: Bureau) -> None:
    filed = await bureau.filed()
    await bureau.casework.take(filed.number or "", WANG, bureau.clock())
    bureau.clock.pass_by(timedelta(days=8))  # Tuesday 29, promised for Monday

    anew = await bureau.casework.promise_anew(filed.number or "", bureau.clock())
    again = await bureau.casework.promise_anew(filed.number or "", bureau.clock())

    assert anew is not None
    assert anew.due == date(2027, 1, 4)  # three working days, over New Year
    assert again is None
    (text,) = await told(bureau)
    assert "王工负责" in text
    assert "2027年1月4日" in text
    row = (await bureau.casework.history(filed.number or ""))[-1]
    assert (row.action, row.detail["missed"]) == ("late", "2026-12-28")


async def test_what_is_told_and_kept_never_shows_a_number(bureau: Bureau) -> None:
    filed = await bureau.filed()

    await move(bureau, filed.number, Phase.REJECTED, f"身份证{ID_NUMBER}对不上")

    kept = f"{await told(bureau)}{await bureau.rows(audit)}{(await bureau.now_of(filed)).note}"
    assert ID_NUMBER not in kept
