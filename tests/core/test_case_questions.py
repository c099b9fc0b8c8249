"""Tests core.store.case_questions: what is asked about applications after their submission."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.applications import Application, Phase
from core.contact import contact_key
from core.errors import NotFound, YibaoError
from core.store.case_questions import WorkFilter
from core.tables import applications, audit
from tests.fakes.bureau import MATERNITY, TRAVEL, WANG, Bureau
from tests.fakes.bureau import bureau as bureau
from tests.people import ID_NUMBER, MOBILE

STAFF = f"staff:{WANG}"


async def decide(bureau: Bureau, application: Application) -> None:
    await bureau.casework.move(
        application.number or "", Phase.APPROVED, at=bureau.clock(), actor=STAFF
    )


async def test_due_lists_leave_out_wholes_and_what_is_over(bureau: Bureau) -> None:
    _, first, second = await bureau.birth()
    await decide(bureau, first)
    today = bureau.clock().date()

    soon = await bureau.casework.due_within(today, 5)

    assert [a.id for a in soon] == [second.id]
    assert await bureau.casework.due_within(today, 4) == []
    assert [a.id for a in await bureau.casework.overdue_on(date(2026, 12, 29))] == [second.id]


async def test_applications_are_found_by_phone_and_tail_newest_first(bureau: Bureau) -> None:
    await bureau.filed(1)
    bureau.clock.pass_by(timedelta(hours=1))
    await bureau.filed(2, TRAVEL)

    found = await bureau.casework.by_contact(contact_key(MOBILE, ID_NUMBER[-4:]))

    assert [a.id for a in found] == ["a2", "a1"]
    assert await bureau.casework.by_contact(contact_key(MOBILE, "0000")) == []


async def test_the_worklist_is_sorted_by_urgency_and_comes_in_pages(bureau: Bureau) -> None:
    for count, days in ((1, 3), (2, 1), (3, 2)):
        due = bureau.clock().date() + timedelta(days=days)
        await bureau.filed(count, due=due)
    await bureau.casework.take((await bureau.rows(applications))[0]["number"], WANG, bureau.clock())

    first, total = await bureau.casework.worklist(WorkFilter(), limit=2)
    second, _ = await bureau.casework.worklist(WorkFilter(), limit=2, offset=2)
    mine, _ = await bureau.casework.worklist(WorkFilter(owner=WANG))
    late, _ = await bureau.casework.worklist(WorkFilter(late_on=date(2026, 12, 23)))

    assert [a.id for a in (*first, *second)] == ["a2", "a3", "a1"]
    assert total == 3
    assert [a.id for a in mine] == ["a1"]
    assert [a.id for a in late] == ["a2"]


async def test_a_number_finds_what_is_over_too(bureau: Bureau) -> None:
    filed = await bureau.filed()
    await decide(bureau, filed)

    open_ones, _ = await bureau.casework.worklist(WorkFilter())
    found, total = await bureau.casework.worklist(WorkFilter(number=filed.number))

    assert open_ones == []
    assert ([a.id for a in found], total) == (["a1"], 1)


async def test_a_look_is_audited_and_changes_nothing(bureau: Bureau) -> None:
    filed = await bureau.filed()

    await bureau.casework.note_seen(filed.id, WANG, bureau.clock())

    last = (await bureau.rows(audit))[-1]
    assert (last["actor"], last["subject"]) == (STAFF, f"seen:{filed.id}")
    assert "seen" not in [row.action for row in await bureau.casework.history(filed.number or "")]


@pytest.mark.parametrize("number", ["", "20261221999999"])
async def test_an_unknown_number_is_not_found(bureau: Bureau, number: str) -> None:
    for asked in (
        bureau.casework.case(number),
        bureau.casework.take(number, WANG, bureau.clock()),
        bureau.casework.history(number),
    ):
        with pytest.raises(YibaoError) as refused:
            await asked
        assert isinstance(refused.value, NotFound)


async def test_what_was_put_aside_is_found_by_when_it_was_touched_last(bureau: Bureau) -> None:
    parked = Application("p1", "c1", "YB-SL-0101", Phase.PARKED)
    await bureau.applications.open_application(parked, bureau.clock())
    touched = bureau.clock()
    day, second = timedelta(days=1), timedelta(seconds=1)

    found = await bureau.casework.parked_between(touched - day, touched)
    too_new = await bureau.casework.parked_between(touched - day, touched - second)
    too_old = await bureau.casework.parked_between(touched + second, touched + day)

    assert ([a.id for a in found], too_new, too_old) == (["p1"], [], [])


async def test_parts_are_listed_under_their_whole(bureau: Bureau) -> None:
    whole, first, second = await bureau.birth()

    parts = await bureau.casework.parts_of(whole.id)

    assert [part.id for part in parts] == [first.id, second.id]
    assert parts[1].item_code == MATERNITY
