"""Checks the reports of arrivals against a reader written from the draft alone."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from video_desk.media.arrivals import Arrivals


def read(report: bytes) -> tuple[int, dict[int, float]]:
    """Return the number of packets spoken of, and the arrival in seconds of those that came."""
    version, kind, words = struct.unpack("!BBH", report[:4])
    assert (version, kind, (words + 1) * 4) == (0x8F, 205, len(report))
    base, count, reference = struct.unpack("!HHL", report[12:20])
    symbols: list[int] = []
    at, clock = 20, (reference >> 8) * 0.064
    while len(symbols) < count:
        (chunk,) = struct.unpack("!H", report[at : at + 2])
        symbols += [(chunk >> shift) & 3 for shift in range(12, -1, -2)]
        at += 2
    times = {}
    for number, symbol in enumerate(symbols[:count]):
        if symbol == 1:
            clock += report[at] * 0.00025
            at += 1
        elif symbol == 2:
            clock += struct.unpack("!h", report[at : at + 2])[0] * 0.00025
            at += 2
        if symbol:
            times[(base + number) & 0xFFFF] = clock
    return count, times


def test_what_did_not_come_is_reported_as_lost() -> None:
    arrivals = Arrivals()
    for number, at in ((65534, 10.0), (65535, 10.02), (1, 10.03)):
        arrivals.add(number, at)

    count, times = read(arrivals.report(1, 2) or b"")

    assert count == 4
    assert sorted(times) == [1, 65534, 65535]
    assert abs(times[1] - times[65534] - 0.03) < 0.0005


def test_a_report_begins_where_the_last_one_ended() -> None:
    arrivals = Arrivals()
    arrivals.add(7, 1.0)
    arrivals.report(1, 2)
    arrivals.add(10, 1.1)

    count, times = read(arrivals.report(1, 2) or b"")

    assert (count, list(times)) == (3, [10])


def test_there_is_no_report_about_nothing() -> None:
    assert Arrivals().report(1, 2) is None


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0, 8)), min_size=1, max_size=80))
def test_every_arrival_is_told_to_a_quarter_of_a_millisecond(
    came: list[tuple[int, float]],
) -> None:
    first: dict[int, float] = {}
    arrivals = Arrivals()
    for number, at in came:
        arrivals.add(number, at)
        first.setdefault(number, at)

    _, times = read(arrivals.report(1, 2) or b"")

    assert times.keys() == first.keys()
    origin = min(first)
    for number, at in first.items():
        assert abs((times[number] - times[origin]) - (at - first[origin])) < 0.0006


def test_where_only_a_voice_comes_reports_are_seldom_and_with_a_picture_often() -> None:
    arrivals = Arrivals()
    at, number, waits = 0.0, 0, []

    for packets_a_second in (50, 50, 130, 130, 50, 0):
        wait = arrivals.next_after
        for _ in range(round(packets_a_second * wait)):
            number += 1
            arrivals.add(number, at)
        at += wait
        arrivals.report(1, 2)
        waits.append(arrivals.next_after)

    assert waits == [0.25, 0.25, 0.05, 0.05, 0.25, 0.25]
