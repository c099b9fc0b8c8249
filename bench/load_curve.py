"""Measures at which rate of messages answers become slow, and draws it: docs/pictures/load.svg.

RATES=10,20,30,40,50 python -m bench.load_curve; text by web chat, one gateway, Rasa and SQLite.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from bench._citizen import questions
from bench._figures import percentile, show_load, show_table
from bench._steady import steady
from launch.places import CHECKOUT
from tests.running import running_product

# There are fewer questions than all rates ask together; what was answered before comes from memory.
LEAD_INS = ("", "请问", "您好，", "同志，", "麻烦问一下，")
RATES = "10,20,30,40,50"  # messages a second
WANTED = 500.0  # milliseconds, p95 at 20 messages a second
PICTURE = CHECKOUT / "docs" / "pictures" / "load.svg"
WIDTH, HEIGHT, LEFT, BELOW = 640, 320, 70, 40  # of the picture, and of its margins
MOST = 10_000.0  # milliseconds at the top of the picture; its scale is logarithmic
LEAST = 50.0


@dataclass(frozen=True, slots=True)
class Point:
    """Be what came of one rate."""

    rate: int  # messages a second
    answered: int
    failures: int
    p50: float  # milliseconds
    p95: float


def main() -> None:
    """Measure each rate, print the figures and draw them."""
    rates = [int(rate) for rate in (os.environ.get("RATES") or RATES).split(",")]
    show_load("at the start")
    asked, points = _asked(), []
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as product:
        asyncio.run(steady(product.url, asked, 2, turns=3))  # warm
        for rate in rates:
            told = asyncio.run(steady(product.url, asked, rate))
            p50, p95 = (percentile(told.milliseconds, percent) for percent in (50, 95))
            points.append(Point(rate, len(told.milliseconds), told.failures, p50, p95))
    show_load("at the end")
    show_table(
        "Text by web chat, from when a message was due to its answer",
        ("messages a second", "answered", "failed", "p50 ms", "p95 ms"),
        [
            (one.rate, one.answered, one.failures, f"{one.p50:.0f}", f"{one.p95:.0f}")
            for one in points
        ],
    )
    knee = max((one.rate for one in points if one.p95 <= WANTED), default=0)
    print(f"\nthe last rate with p95 <= {WANTED:.0f} ms: {knee} messages a second")
    PICTURE.write_text(drawn(points), "utf-8")
    print(f"drawn in {PICTURE}")


def _asked() -> Iterator[str]:
    """Yield questions, none in the same words twice."""
    for lead_in in LEAD_INS:
        for question in questions():
            yield lead_in + question


def drawn(points: Sequence[Point]) -> str:
    """Return the curves of p50 and p95 as SVG; milliseconds on a logarithmic scale."""
    fastest = max(one.rate for one in points)

    def at(rate: float, milliseconds: float) -> str:
        x = LEFT + (WIDTH - LEFT - 20) * rate / fastest
        return f"{x:.0f},{_height(milliseconds):.0f}"

    lines = []
    for name, colour in (("p95", "#b3261e"), ("p50", "#1f5fa8")):
        values = [(one.rate, getattr(one, name)) for one in points]
        path = " ".join(at(*value) for value in values)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="3"/>')
        x, y = at(*values[-1]).split(",")
        lines.append(f'<text x="{int(x) - 34}" y="{int(y) - 8}" fill="{colour}">{name}</text>')
    for milliseconds in (100, 500, 1000, 5000):
        line = _height(milliseconds)
        dash = ' stroke-dasharray="6 4"' if milliseconds == WANTED else ""
        lines.append(f'<path d="M{LEFT} {line:.0f}H{WIDTH - 20}" stroke="#999"{dash}/>')
        lines.append(f'<text x="8" y="{line + 4:.0f}">{milliseconds} ms</text>')
    for one in points:
        x = at(one.rate, LEAST).split(",")[0]
        lines.append(f'<text x="{int(x) - 6}" y="{HEIGHT - 18}">{one.rate}</text>')
    lines.append(f'<text x="{LEFT}" y="{HEIGHT - 2}">messages a second</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    style = 'font-family="sans-serif" font-size="13"'
    return "\n".join([f"{head} {style}>", *lines, "</svg>", ""])


def _height(milliseconds: float) -> float:
    share = log(max(LEAST, min(milliseconds, MOST)) / LEAST) / log(MOST / LEAST)
    return (HEIGHT - BELOW) - share * (HEIGHT - BELOW - 20)


if __name__ == "__main__":
    main()
