"""Tests gateway.seasons: the solar terms of 2026 are those of the astronomical year."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta

from core import season_wording
from gateway.seasons import festival_on, season_greeting, term_on
from voice.clauses import characters

# Days in Beijing time, as the calendar of 紫金山天文台 (GB/T 33661-2017) has them for 2026.
TERMS_OF_2026 = """
01-05 小寒 01-20 大寒 02-04 立春 02-18 雨水 03-05 惊蛰 03-20 春分 04-05 清明 04-20 谷雨
05-05 立夏 05-21 小满 06-05 芒种 06-21 夏至 07-07 小暑 07-23 大暑 08-07 立秋 08-23 处暑
09-07 白露 09-23 秋分 10-08 寒露 10-23 霜降 11-07 立冬 11-22 小雪 12-07 大雪 12-22 冬至
"""
A_DAY = timedelta(days=1)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + n * A_DAY for n in range((date(year + 1, 1, 1) - first).days)]


def sun(moment: datetime) -> float:
    """Return the Sun's apparent longitude in degrees, to 0.01 (Meeus, Algorithms, chapter 25)."""
    t = ((moment - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() + 69) / 86400 / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def test_the_terms_of_2026_begin_on_the_days_of_the_calendar() -> None:
    found = [(f"{day:%m-%d}", term) for day in days_of(2026) if (term := term_on(day))]

    assert found == re.findall(r"(\S+) (\S+)", TERMS_OF_2026)


def test_the_sun_passes_another_fifteen_degrees_on_each_of_these_days() -> None:
    for year in (2026, 2027, 2028):
        for day in days_of(year):
            begins = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=8)
            morning, evening = sun(begins), sun(begins + A_DAY)
            passed = math.floor(morning / 15) != math.floor(evening / 15)
            near = min(abs(edge / 15 - round(edge / 15)) * 15 for edge in (morning, evening))

            assert passed == (term_on(day) is not None) or near < 0.02, day


def test_it_agrees_with_what_the_observatory_gave_to_the_press() -> None:
    # 新华社 2020-2026, from 紫金山天文台's almanacs: 立夏 of this century falls on the 6th nine
    # times, all of them until 2031, and eight times on the 4th (2100 is beyond what is KNOWN).
    summers = [
        date(year, 5, day)
        for year in range(2001, 2100)
        for day in (4, 5, 6)
        if term_on(date(year, 5, day)) == "立夏"
    ]
    late = [day.year for day in summers if day.day == 6]

    assert (len(late), max(late), len([day for day in summers if day.day == 4])) == (9, 2031, 8)
    assert [term_on(date(year, 4, day)) for year, day in ((2024, 4), (2025, 4), (2026, 5))] == [
        "清明"
    ] * 3
    assert term_on(date(2024, 2, 4)) == "立春"


def test_festivals_are_greeted_on_their_days_off_and_go_before_a_term() -> None:
    assert festival_on(date(2026, 2, 18)) == "春节"
    assert season_greeting(date(2026, 2, 18)) == season_wording.FESTIVALS["春节"]
    assert season_greeting(date(2026, 4, 5)) == season_wording.TERMS["清明"]
    assert season_greeting(date(2026, 11, 23)) == ""
    assert festival_on(date(2090, 10, 1)) is None


def test_every_greeting_is_one_short_sentence() -> None:
    for greeting in (*season_wording.TERMS.values(), *season_wording.FESTIVALS.values()):
        assert characters(greeting) <= 20
        assert greeting.count("。") == 1
