"""Tests call-backs: which slots are offered, which moves are allowed, which numbers are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core import call_back_wording as say
from core.call_backs import (
    MOST_ATTEMPTS,
    TAKEN_FOR,
    CallBack,
    Standing,
    another_time,
    phone_number,
    slots_ahead,
)
from core.errors import NotAllowedNow
from core.office_hours import OfficeHours
from core.slot_words import spoken_slot, spoken_tail, written_slot
from core.working_days import WorkingCalendar

HERE = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 9, 30, 10, 7, tzinfo=HERE)
# 国庆: 1 to 7 October off, Saturday 10 October worked instead.
HOLIDAY = WorkingCalendar(
    frozenset(date(2026, 10, day) for day in range(1, 8)),
    frozenset({date(2026, 10, 10)}),
    date(2026, 12, 31),
)
HOURS = OfficeHours(HOLIDAY, time(8, 30), time(17, 30))
SLOT = datetime(2026, 9, 30, 14, 0, tzinfo=HERE)
BOOKED = CallBack("H202609300001", "c1", "13800138000", SLOT, WEDNESDAY, "门诊统筹签约")


def in_vain(call_back: CallBack, again: datetime | None) -> CallBack:
    at = call_back.starts
    return call_back.taken("1001", at).not_reached("1001", "", at, again)


def test_slots_are_half_hours_within_the_hours_and_not_sooner_than_ten_minutes() -> None:
    slots = slots_ahead(HOURS, WEDNESDAY)

    assert slots[0] == WEDNESDAY.replace(hour=10, minute=30)
    assert slots[1] - slots[0] == timedelta(minutes=30)
    assert max(slot.time() for slot in slots) == time(17, 0)
    assert slots_ahead(HOURS, WEDNESDAY.replace(minute=21))[0].time() == time(11, 0)


def test_holidays_are_passed_over_and_worked_weekends_are_not() -> None:
    days = sorted({slot.date() for slot in slots_ahead(HOURS, WEDNESDAY)})

    assert days == [
        date(2026, 9, 30),
        *(date(2026, 10, day) for day in (8, 9, 10, 12)),
    ]
    assert not HOURS.is_open(datetime(2026, 10, 5, 10, 0, tzinfo=HERE))
    assert HOURS.is_open(datetime(2026, 10, 10, 10, 0, tzinfo=HERE))
    assert not HOURS.is_open(datetime(2026, 10, 10, 17, 30, tzinfo=HERE))


def test_a_call_back_is_taken_by_one_and_only_when_it_is_due() -> None:
    with pytest.raises(NotAllowedNow) as early:
        BOOKED.taken("1001", SLOT - timedelta(minutes=6))
    taken = BOOKED.taken("1001", SLOT)

    with pytest.raises(NotAllowedNow) as late:
        taken.taken("1002", SLOT + timedelta(minutes=1))
    assert early.value.args[1] == say.NOT_DUE
    assert late.value.args[1] == say.TAKEN
    assert taken.taken("1001", SLOT + timedelta(minutes=1)) == taken


def test_a_colleague_may_take_what_somebody_took_and_left_lying() -> None:
    taken = BOOKED.taken("1001", SLOT)

    again = taken.taken("1002", SLOT + TAKEN_FOR)

    assert again.staff == "1002"


def test_only_who_took_it_says_what_came_of_it() -> None:
    taken = BOOKED.taken("1001", SLOT)

    with pytest.raises(NotAllowedNow):
        taken.reached("1002", "", SLOT)
    with pytest.raises(NotAllowedNow):
        taken.not_reached("1002", "", SLOT, None)
    with pytest.raises(NotAllowedNow):
        taken.noted("1002", "x")
    with pytest.raises(NotAllowedNow):
        BOOKED.reached("1001", "", SLOT)
    done = taken.noted("1001", "在开会").reached("1001", "说清楚了", SLOT)
    assert (done.standing, done.note) == (Standing.DONE, "在开会\n说清楚了")


def test_nobody_is_called_more_than_three_times_and_each_time_at_another_hour() -> None:
    slots = slots_ahead(HOURS, WEDNESDAY)
    call_back = BOOKED
    seen = [call_back.starts]
    for _ in range(MOST_ATTEMPTS - 1):
        again = another_time(slots, (*call_back.tried, call_back.starts))
        assert again is not None
        call_back = in_vain(call_back, again)
        seen.append(call_back.starts)

    call_back = in_vain(call_back, slots[-1])

    assert call_back.standing is Standing.MISSED
    assert call_back.tried == tuple(seen)
    assert len({slot.time() for slot in seen}) == MOST_ATTEMPTS
    assert seen[0].hour >= 12 > seen[1].hour


def test_without_a_free_slot_the_first_attempt_is_the_last() -> None:
    assert another_time([], (SLOT,)) is None
    assert in_vain(BOOKED, None).standing is Standing.MISSED


def test_a_citizen_cancels_until_somebody_calls() -> None:
    cancelled = BOOKED.cancelled(WEDNESDAY)

    assert cancelled.cancelled(WEDNESDAY) == cancelled
    with pytest.raises(NotAllowedNow, match="is taken"):
        BOOKED.taken("1001", SLOT).cancelled(SLOT)
    with pytest.raises(NotAllowedNow):
        replace(BOOKED, standing=Standing.DONE).cancelled(SLOT)
    with pytest.raises(NotAllowedNow):
        cancelled.taken("1001", SLOT)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("138 0013 8000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("0535-6243212", "05356243212"),
        ("+865356243212", "05356243212"),
        ("(010) 6526 4321", "01065264321"),
        ("6243212", "6243212"),
        ("12393", None),
        ("23800138000", None),
        ("1380013800", None),
        ("anonymous", None),
        ("", None),
    ],
)
def test_a_phone_number_is_read_as_people_and_lines_write_it(text: str, digits: str | None) -> None:
    assert phone_number(text) == digits


@pytest.mark.parametrize(
    ("starts", "written", "spoken"),
    [
        (SLOT, "今天 14:00-14:30", "今天下午两点到两点半"),
        (SLOT.replace(hour=11, minute=30), "今天 11:30-12:00", "今天上午十一点半到中午十二点"),
        (
            datetime(2026, 10, 1, 9, 0, tzinfo=HERE),
            "明天 9:00-9:30",
            "明天上午九点到九点半",
        ),
        (
            datetime(2026, 10, 12, 9, 30, tzinfo=HERE),
            "10月12日（周一） 9:30-10:00",
            "十月十二号，星期一上午九点半到十点",
        ),
    ],
)
def test_a_slot_is_written_and_said_as_people_do(
    starts: datetime, written: str, spoken: str
) -> None:
    assert written_slot(starts, WEDNESDAY) == written
    assert spoken_slot(starts, WEDNESDAY) == spoken


def test_the_tail_of_a_number_is_said_digit_by_digit() -> None:
    assert spoken_tail("13800138016") == "八零幺六"


def test_a_slot_in_another_zone_is_the_same_slot() -> None:
    assert SLOT.astimezone(UTC) in slots_ahead(HOURS, WEDNESDAY)
