"""Chooses among the ways to read what was said the one that a citizen most likely said; pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voice.meaning import same_figures, turns_round
from voice.repair import Repaired

# How a recogniser's probabilities and the costs of voice/repair.py are weighed against each other:
# a language model's weight and its word bonus (Graves and Jaitly 2014, "shallow fusion"), fitted on
# the development half of bench/voice_errors.py, where 0.15 to 0.3 and 1 to 1.5 do equally well.
BELIEVED = 0.2  # of the cost
CHARACTER = 1.0  # for each Chinese character: a cost favours who says little

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SILENT = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Be one reading and what the repair made of it."""

    raw: str
    likelihood: float  # natural logarithm
    repaired: Repaired


def likeliest(candidates: Sequence[Candidate]) -> Candidate:
    """Return the candidate that was most likely said; the first is the recogniser's own choice.

    None is taken that says the opposite of the first, or has other figures: only the sound may
    decide those.
    """
    first = candidates[0]
    allowed = [one for one in candidates if may_be_read(first.raw, one.raw)]
    return max(allowed, key=lambda one: _weight(one, _same_sound(one, allowed)))


def may_be_read(written: str, other: str) -> bool:
    """Tell whether a text may be read as the other without turning its meaning round."""
    return written == other or (not turns_round(written, other) and same_figures(written, other))


def _weight(one: Candidate, likelihood: float) -> float:
    characters = len(_HAN.findall(one.raw))
    return likelihood - BELIEVED * one.repaired.cost + CHARACTER * characters


def _same_sound(one: Candidate, others: Iterable[Candidate]) -> float:
    """Return how likely it is with or without pauses: recognisers tell those apart, we do not."""
    letters = _SILENT.sub("", one.raw)
    alike = [other.likelihood for other in others if _SILENT.sub("", other.raw) == letters]
    most = max(alike)
    return most + math.log(sum(math.exp(each - most) for each in alike))
