"""Measures how well values are read from what citizens say: `python -m bench.entities`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from bench._entity_fields import FORMS
from bench._figures import percentile, show_table
from bot.normalise import clean
from bot.values import read, read_all
from core.service_items import Field
from knowledge_base.test_questions import is_held_out

DATA = Path(__file__).with_name("data") / "entities"
TODAY = date(2026, 11, 23)  # a Monday; the sentences were written for it
F1_WANTED = 90  # percent


@dataclass(frozen=True, slots=True)
class Sentence:
    """Be one sentence with the values that it gives."""

    say: str
    style: str  # who would say it so
    form: str  # key of FORMS
    asked: str | None  # key of the field that was asked for; None: said unasked, or at the start
    gives: dict[str, str]  # by field key; all that a careful clerk would write down at once

    @property
    def held_out(self) -> bool:
        """Tell whether it is kept for measuring; the words alone decide."""
        return is_held_out(self.say)


@dataclass(frozen=True, slots=True)
class Find:
    """Be what was read for one field of one sentence."""

    sentence: Sentence
    field: Field
    wanted: str | None  # None: the sentence does not give it
    found: str | None  # None: nothing was taken
    offered: bool  # whether the wanted value was asked back, "您说的是……吗"


@dataclass(frozen=True, slots=True)
class Score:
    """Count hits and misses; a wrong value is both."""

    right: int
    found: int
    wanted: int
    offered: int  # wanted, not taken, but asked back

    @property
    def precision(self) -> float:
        """Return which part of what was taken is right, in percent."""
        return 100 * self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        """Return which part of what was said was taken rightly, in percent."""
        return 100 * self.right / self.wanted if self.wanted else float("nan")

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both, in percent."""
        both = self.found + self.wanted
        return 200 * self.right / both if both else float("nan")


def main() -> None:
    """Read every sentence; report the held-out third, and the rest in one line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", action="store_true", help="list misses that may be looked at")
    chosen = options.parse_args()
    sentences = read_sentences()
    held_out = [one for one in sentences if one.held_out]
    others = [one for one in sentences if not one.held_out]
    print(f"\n### Values in held-out sentences: {len(held_out)} of {len(sentences)}")
    found = finds(held_out)
    report("By kind of field", found, lambda find: find.field.kind.value)
    report("By style", found, lambda find: find.sentence.style)
    rest = finds(others)
    show_table(
        "The other two thirds, which the readers may be mended by", HEAD, [_row("all", rest)]
    )
    report_speed(sentences)
    if chosen.misses:
        report_misses(rest)


def read_sentences(folder: Path = DATA) -> list[Sentence]:
    """Return the sentences of all files, in a fixed order."""
    return [
        Sentence(row["say"], row["style"], path.stem, row.get("asked"), row["gives"])
        for path in sorted(folder.glob("*.yml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


def finds(sentences: Iterable[Sentence]) -> list[Find]:
    """Read each sentence as a form does: the field asked for, and what else is beyond doubt."""
    return [find for sentence in sentences for find in _finds(sentence)]


def score(found: Sequence[Find]) -> Score:
    """Count over finds."""
    return Score(
        right=sum(f.found is not None and f.found == f.wanted for f in found),
        found=sum(f.found is not None for f in found),
        wanted=sum(f.wanted is not None for f in found),
        offered=sum(f.offered for f in found),
    )


HEAD = ("", "values", "precision %", "recall %", "F1 %", "asked back %", "target F1 %")


def report(title: str, found: Sequence[Find], key: Callable[[Find], str]) -> None:
    """Print a table with a line for each key and one for all."""
    keys = sorted({key(find) for find in found})
    rows = [_row("all", found)]
    rows += [_row(name, [find for find in found if key(find) == name]) for name in keys]
    show_table(title, HEAD, rows)


def report_speed(sentences: Sequence[Sentence]) -> None:
    """Print how long one sentence takes."""
    times = []
    for sentence in sentences:
        began = time.perf_counter()
        _finds(sentence)
        times.append((time.perf_counter() - began) * 1000)
    print(f"\na sentence: p50 {percentile(times, 50):.2f} ms, p95 {percentile(times, 95):.2f} ms")


def report_misses(found: Sequence[Find]) -> None:
    """List what was read wrongly or not at all; never of held-out sentences."""
    rows = [
        (f.sentence.style, f.field.key, f.wanted or "", f.found or "", f.offered, f.sentence.say)
        for f in found
        if f.wanted != f.found
    ]
    show_table("Misses", ("style", "field", "wanted", "found", "asked back", "said"), rows)


def _finds(sentence: Sentence) -> list[Find]:
    text = clean(sentence.say)
    fields = FORMS[sentence.form]
    asked = next((field for field in fields if field.key == sentence.asked), None)
    values = read_all([f for f in fields if not _alike(f, asked)], text, TODAY)
    suggestions: tuple[str, ...] = ()
    if asked is not None:
        reading = read(asked, text, TODAY)
        suggestions = reading.suggestions
        if reading.value is not None:
            values[asked.key] = reading.value
    found = []
    for field in fields:
        wanted, value = sentence.gives.get(field.key), values.get(field.key)
        if wanted is not None or value is not None:
            offered = value is None and field is asked and wanted in suggestions
            found.append(Find(sentence, field, wanted, value, offered))
    return found


def _alike(field: Field, asked: Field | None) -> bool:
    """Tell whether a value could belong to the field asked for, which then has it."""
    if asked is None or field.kind is not asked.kind:
        return False
    if field.options:
        return bool({o.value for o in field.options} & {o.value for o in asked.options})
    return True


def _row(name: str, found: Sequence[Find]) -> tuple[object, ...]:
    total = score(found)
    back = 100 * total.offered / total.wanted if total.wanted else float("nan")
    figures = (total.precision, total.recall, total.f1, back)
    return (name, total.wanted, *(f"{figure:.1f}" for figure in figures), f">= {F1_WANTED}")


if __name__ == "__main__":
    main()
