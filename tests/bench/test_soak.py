"""Tests that the soak notices what grows, and that the load curve shows what was measured."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from bench.load_curve import Point, drawn
from bench.soak import Look, growth


def looks(memory: list[float], files: list[int]) -> list[Look]:
    return [
        Look(float(n), gib, number)
        for n, (gib, number) in enumerate(zip(memory, files, strict=True))
    ]


def test_what_fills_while_it_warms_up_is_no_growth() -> None:
    seen = looks([0.2, 0.5, *[1.0] * 18], [10, 20, *[40] * 18])

    assert growth(seen) == (0.0, 0)


def test_a_leak_of_memory_or_files_is_seen() -> None:
    share, files = growth(looks([1.0 + 0.01 * n for n in range(40)], list(range(40))))

    assert share == pytest.approx(0.21, abs=0.03)
    assert files == 24


def test_the_picture_of_the_load_holds_every_rate_and_both_curves() -> None:
    points = [Point(5, 150, 0, 60.0, 120.0), Point(25, 700, 2, 900.0, 4000.0)]

    picture = ElementTree.fromstring(drawn(points))

    texts = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"5", "25", "p50", "p95"} <= set(texts)
    lines = [one.attrib["points"] for one in picture.iter("{http://www.w3.org/2000/svg}polyline")]
    assert [len(line.split()) for line in lines] == [2, 2]
