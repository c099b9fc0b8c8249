"""Tests core.store: rectification cases (整改), from a bad rating to the call and the end."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.errors import NotAllowedNow, NotFound
from core.rating_tables import rectification_calls
from core.ratings import Level
from core.rectifications import CallBack, CaseState, Rectification
from core.store.rectifications import RectificationStore
from core.tables import audit
from tests.core.rated import DAY, DUE, LATER, rated
from tests.fakes.office import Office


async def opened_case(office: Office) -> tuple[RectificationStore, Rectification]:
    await rated(office, Level.DISSATISFIED)
    store = RectificationStore(office.database)
    (case,) = await store.open_cases()
    return store, case


def answered(office: Office, accepts: bool | None) -> CallBack:
    return CallBack(office.clock(), "1001", True, accepts, "已电话说明")


async def test_a_case_wanted_by_two_goes_to_one(office: Office) -> None:
    store, case = await opened_case(office)

    outcomes = await asyncio.gather(
        *(store.take(case.number, name, office.clock()) for name in ("1001", "1002")),
        return_exceptions=True,
    )

    won = [outcome for outcome in outcomes if isinstance(outcome, Rectification)]
    assert len(won) == 1
    assert (await store.case(case.number)).owner == won[0].owner


async def test_a_case_goes_its_whole_way_with_an_audit_row_for_each_step(office: Office) -> None:
    store, case = await opened_case(office)
    await store.take(case.number, "1001", office.clock())
    await store.fix(case.number, "1001", "已补办", office.clock())
    await store.call(case.number, answered(office, accepts=True), LATER)

    closed = await store.close(case.number, "1001", office.clock(), DAY)

    assert await store.case(case.number) == closed
    assert (closed.state, closed.closed_on, len(closed.calls)) == (CaseState.CLOSED, DAY, 1)
    assert await store.open_cases() == []
    subject = f"rectification:{case.number}"
    trail = [(r["actor"], r["action"]) for r in await office.rows(audit) if r["subject"] == subject]
    assert trail == [
        ("citizen", "opened"),
        *(("staff:1001", action) for action in ("taken", "fixed", "called", "closed")),
    ]


async def test_who_is_still_unhappy_gets_the_case_opened_again(office: Office) -> None:
    store, case = await opened_case(office)
    await store.take(case.number, "1001", office.clock())
    await store.fix(case.number, "1001", "已说明", office.clock())

    again = await store.call(case.number, answered(office, accepts=False), LATER)

    assert (again.state, again.due, again.reopened) == (CaseState.IN_HAND, LATER, 1)
    assert len(await office.rows(rectification_calls)) == 1


async def test_only_the_owner_moves_a_case(office: Office) -> None:
    store, case = await opened_case(office)
    await store.take(case.number, "1001", office.clock())

    with pytest.raises(NotAllowedNow):
        await store.fix(case.number, "1002", "已说明", office.clock())

    assert (await store.case(case.number)).state is CaseState.IN_HAND


async def test_the_desk_sees_what_is_overdue_and_whose_it_is(office: Office) -> None:
    store, case = await opened_case(office)
    await store.take(case.number, "1001", office.clock())

    assert await store.overdue_on(DUE) == []
    assert [c.number for c in await store.overdue_on(DUE + timedelta(days=1))] == [case.number]
    assert [c.number for c in await store.of_staff("1001")] == [case.number]
    assert await store.of_staff("1002") == []


async def test_the_share_on_time_counts_what_is_decided(office: Office) -> None:
    store, case = await opened_case(office)
    await rated(office, Level.DISSATISFIED, key="a2")
    since = office.clock()
    before = await store.on_time_share(since, DUE)
    await store.take(case.number, "1001", office.clock())
    await store.fix(case.number, "1001", "已说明", office.clock())
    await store.call(case.number, answered(office, accepts=True), LATER)
    await store.close(case.number, "1001", office.clock(), DUE)

    assert before is None
    assert await store.on_time_share(since, DUE) == 1
    assert await store.on_time_share(since, DUE + timedelta(days=1)) == 0.5


async def test_a_case_for_a_complaint_is_opened_once(office: Office) -> None:
    number = await office.remarks.add(None, "complaint", "态度差", office.clock(), DAY, due=DUE)
    store = RectificationStore(office.database)

    first = await store.open_for_remark(number, "1001", office.clock(), DUE)
    again = await store.open_for_remark(number, "1002", office.clock(), LATER)

    assert (first.number, first.remark_number) == ("Z202612210001", number)
    assert again == first
    with pytest.raises(NotFound):
        await store.open_for_remark("F209901010001", "1001", office.clock(), DUE)
