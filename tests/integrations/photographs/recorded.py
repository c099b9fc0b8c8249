"""Gives back what RapidOCR 3.10 recognised on drawn documents; see tests/photographs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from core.photos import DocumentKind
from integrations.photographs.lines import Recognised, corners_from

DATA = Path(__file__).parents[2] / "data" / "photographs"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Be the lines of one photograph, with what truly stands on the document."""

    width: int
    height: int
    values: dict[str, str]
    lines: list[Recognised]

    def changed(self, old: str, new: str) -> list[Recognised]:
        """Return the lines as if one text had been recognised otherwise."""
        assert any(old in line.text for line in self.lines), old
        return [_changed(line, old, new) for line in self.lines]

    def without(self, text: str) -> list[Recognised]:
        """Return the lines as if one had not been seen."""
        kept = [line for line in self.lines if text not in line.text]
        assert len(kept) < len(self.lines), text
        return kept

    def doubted(self, text: str, score: float) -> list[Recognised]:
        """Return the lines as if the recogniser had been less sure of one."""
        assert any(text in line.text for line in self.lines), text
        return [
            replace(x, letters=(score,) * len(x.text)) if text in x.text else x for x in self.lines
        ]


def _changed(line: Recognised, old: str, new: str) -> Recognised:
    text = line.text.replace(old, new)
    return line if text == line.text else replace(line, text=text, letters=(1.0,) * len(text))


def recorded(kind: DocumentKind) -> Recorded:
    """Return the recording of a document of that kind."""
    data = json.loads((DATA / f"{kind}.json").read_text("utf-8"))
    lines = [
        Recognised(
            text,
            score,
            corners_from(corners),
            # Only doubtful characters are written down.
            tuple(doubtful.get(str(place), 1.0) for place in range(len(text))),
        )
        for text, score, corners, doubtful in data["lines"]
    ]
    return Recorded(data["width"], data["height"], data["values"], lines)
