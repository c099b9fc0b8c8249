"""Collects what a parser found, and says what it did not find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core import photo_wording
from integrations.photographs.lines import Value

SURE = 0.9  # score of every character of a value that no check digit proves


@dataclass(frozen=True, slots=True)
class Collected:
    """Be what stands on one document."""

    values: Mapping[str, str]  # see PhotoReading
    problems: tuple[str, ...]  # Chinese sentences


def collected(
    values: Mapping[str, str | None],
    *,
    wrong: Mapping[str, str] | None = None,
    optional: tuple[str, ...] = (),
) -> Collected:
    """Return the values that were found.

    `wrong` holds a sentence for each key whose value was seen and fails its check; of the
    `optional` ones nothing is said when they are missing.
    """
    wrong = wrong or {}
    found = {key: value for key, value in values.items() if value and key not in wrong}
    missing = tuple(
        key for key in values if key not in found and key not in wrong and key not in optional
    )
    problems = tuple(dict.fromkeys(wrong.values()))
    if missing and found:
        problems += (photo_wording.not_clear(missing),)
    elif missing and not problems:
        problems = (photo_wording.NO_TEXT,)
    return Collected(found, problems)


def sure_text(value: Value | None) -> str:
    """Return what stands behind a label if it was read surely, else an empty text."""
    return value.text if value is not None and value.score >= SURE else ""
