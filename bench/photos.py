"""Measures how well and how fast photographed documents are read.

python -m bench.photos [--count 60] [--kind id_card]: draws documents of people who do not exist,
photographs each as ordinary people do, has it read, and counts per field what was right, wrong or
left out. A wrong value is the bad outcome: a citizen may confirm it. Times are those of the one
thread that works, so that a busy machine does not count.
python -m bench.photos --quality: what the limits of image_quality.py were taken from.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from bench._figures import percentile, show_load, show_table
from bench._memory import resident
from core.photos import DocumentKind
from integrations.photographs.image_check import checked
from integrations.photographs.image_quality import sharpness
from integrations.photographs.rapid_ocr import RapidOcr
from integrations.photographs.reader import read_photograph
from tests.photographs.camera import Shot, any_shot, as_jpeg, photographed
from tests.photographs.documents import DRAWN
from tests.photographs.drawing import Document

FIRST_SEED = 10_000  # the tests use small ones
Draw = Callable[[random.Random], Document]


def main() -> None:
    """Measure what is asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=60, help="photographs of each kind")
    options.add_argument("--kind", choices=[kind.value for kind in DRAWN])
    options.add_argument("--misses", action="store_true", help="print what was wrong")
    options.add_argument("--quality", action="store_true")
    chosen = options.parse_args()
    kinds = [DocumentKind(chosen.kind)] if chosen.kind else list(DRAWN)
    engine = RapidOcr(threads=1)
    show_load("before")
    if chosen.quality:
        measure_quality(engine, kinds, chosen.count)
        return
    rows: list[tuple[object, ...]] = []
    speeds: list[tuple[object, ...]] = []
    for kind in kinds:
        fields, milliseconds, recognised = measure(engine, kind, chosen.count, chosen.misses)
        rows += [(kind, key, *(count[what] for what in OUTCOMES)) for key, count in fields.items()]
        p50, p95 = percentile(milliseconds, 50), percentile(milliseconds, 95)
        speeds.append((kind, f"{recognised}/{chosen.count}", f"{p50:.0f}", f"{p95:.0f}"))
    show_table("Fields", ("kind", "field", *OUTCOMES), rows)
    total = Counter[str]()
    for _, _, *counts in rows:
        total.update(dict(zip(OUTCOMES, (int(str(count)) for count in counts), strict=True)))
    show_table("All fields", OUTCOMES, [[total[what] for what in OUTCOMES]])
    show_table("Photographs", ("kind", "kind recognised", "p50 CPU ms", "p95 CPU ms"), speeds)
    print(f"\nRSS {resident(os.getpid()):.2f} GiB")
    show_load("after")


OUTCOMES = ("right", "left out", "wrong")


def measure(
    engine: RapidOcr, kind: DocumentKind, count: int, tell: bool
) -> tuple[dict[str, Counter[str]], list[float], int]:
    """Read photographs of one kind; return outcomes by field, times, and how often it was known."""
    fields: dict[str, Counter[str]] = {}
    milliseconds: list[float] = []
    recognised = 0
    for number in range(count):
        dice = random.Random(f"{kind}-{FIRST_SEED + number}")
        document = DRAWN[kind](dice)
        shot = any_shot(dice)
        image = checked(as_jpeg(photographed(document.image, shot, number), shot.quality))
        started = time.thread_time()
        reading = read_photograph(engine, image.jpeg, None)
        milliseconds.append((time.thread_time() - started) * 1000)
        recognised += reading.kind is kind
        for key in {*document.values, *reading.values}:
            right, read = document.values.get(key), reading.values.get(key)
            what = "left out" if read is None else "right" if read == right else "wrong"
            fields.setdefault(key, Counter())[what] += 1
            if tell and what != "right":
                print(kind, FIRST_SEED + number, what, key, right, read, shot, flush=True)
    return fields, milliseconds, recognised


def measure_quality(engine: RapidOcr, kinds: list[DocumentKind], count: int) -> None:
    """Show how sharp pictures are, and what is still read, by how much they are blurred."""
    rows = []
    for blurred in (0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0):
        sharp: list[float] = []
        read = wrong = asked = 0
        for kind in kinds:
            for number in range(count):
                dice = random.Random(f"{kind}-{FIRST_SEED + number}")
                document = DRAWN[kind](dice)
                shot = replace(Shot(blurred=blurred, longest=1600), noise=4)
                jpeg = as_jpeg(photographed(document.image, shot, number))
                grey = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
                sharp.append(sharpness(np.asarray(grey, dtype=np.uint8)))
                reading = read_photograph(engine, jpeg, kind)
                asked += len(document.values)
                right = sum(document.values.get(k) == v for k, v in reading.values.items())
                read += right
                wrong += len(reading.values) - right
        rows.append(
            (
                blurred,
                *(f"{percentile(sharp, p):.0f}" for p in (5, 50, 95)),
                f"{read}/{asked}",
                wrong,
            )
        )
    show_table("Blur", ("radius", "sharpness p5", "p50", "p95", "fields read", "wrong"), rows)


if __name__ == "__main__":
    main()
