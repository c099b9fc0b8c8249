"""Cuts a run of Latin letters into the pinyin syllables that it spells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, Text

from pypinyin import Style
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

LATIN = re.compile(r"[a-z]+")
LONGEST = 6  # letters: zhuang
ONE_LETTER = frozenset("aeo")


@lru_cache(maxsize=1)
def _syllables() -> FrozenSet[Text]:
    readings = {reading for some in PINYIN_DICT.values() for reading in some.split(",")}
    plain = {convert(one, Style.NORMAL, strict=False, default=one) for one in readings}
    return frozenset(
        one for one in plain if LATIN.fullmatch(one) and (len(one) > 1 or one in ONE_LETTER)
    )


@lru_cache(maxsize=4096)
def spelt(run: Text) -> List[Text]:
    """Return the fewest syllables that spell the run (quxiao: qu, xiao), or the run as it is."""
    if not LATIN.fullmatch(run):
        return [run]
    best: Dict[int, List[Text]] = {0: []}
    for start in range(len(run)):
        if start not in best:
            continue
        for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
            longer = [*best[start], run[start:end]]
            known = run[start:end] in _syllables()
            if known and (end not in best or len(longer) < len(best[end])):
                best[end] = longer
    return best.get(len(run), [run])
