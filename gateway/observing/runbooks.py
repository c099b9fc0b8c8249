"""Reads docs/runbooks.md: what is to be done when an alert comes, in sections with one shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "runbooks.md"
STEPS = ("群众会看到", "先看", "处理", "找谁")  # every section has them, in this order

_SECTION = re.compile(r"^## (?P<alert>\w+) (?P<title>.+?)（(?P<part>\w+)）$", re.MULTILINE)
_STEP = re.compile(r"^- \*\*(?P<name>[^*]+)\*\*：(?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Runbook:
    """Be what is to be done about one alert."""

    alert: str  # its name in conf/prometheus/alerts.yml, and the anchor of its section
    title: str
    part: str  # of health_wording.PARTS
    steps: Mapping[str, str]  # text by one of STEPS


def read_runbooks(text: str) -> Sequence[Runbook]:
    """Return the sections; raise ValueError if one has not exactly the steps."""
    begins = list(_SECTION.finditer(text))
    ends = [match.start() for match in begins[1:]] + [len(text)]
    found = []
    for match, end in zip(begins, ends, strict=True):
        steps = {step["name"]: step["text"] for step in _STEP.finditer(text, match.end(), end)}
        if tuple(steps) != STEPS:
            raise ValueError(f"the runbook of {match['alert']} has the steps {tuple(steps)}")
        found.append(Runbook(match["alert"], match["title"], match["part"], steps))
    return found


def the_runbooks() -> Sequence[Runbook]:
    """Return the sections of the product's runbook."""
    return read_runbooks(FILE.read_text("utf-8"))
