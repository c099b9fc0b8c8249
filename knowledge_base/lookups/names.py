"""Finds names: exactly, by their beginning, by sound, by pinyin, and with slips of the pen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from core.lookup_results import Why
from knowledge_base.sounds import syllables
from knowledge_base.written import unified

SHORTEST = 2  # characters of a name that is looked for inside a text
SHORTEST_BY_SOUND = 3  # two syllables sound like too much else
SHORTEST_PINYIN = 4  # letters of the beginning of a name in pinyin
SHORTEST_INITIALS = 3
NEAR = 0.55  # similarity below which a slip of the pen is another word
_SCORES = {Why.EXACT: 1.0, Why.SOUND: 0.95, Why.PINYIN: 0.95, Why.INITIALS: 0.85}
_NOT_SAID = re.compile(r"[^0-9a-z%.\u4e00-\u9fff]")
_CODES = 0xE000  # private use: one character for each syllable
_Take = Callable[[Iterable[str], float, Why], None]


@dataclass(frozen=True, slots=True)
class NameHit:
    """Be one name that fits."""

    owner: str  # the generic name to which the name that fits belongs
    score: float  # 0..1
    why: Why


@dataclass(frozen=True, slots=True)
class Inside:
    """Be a name that stands inside a longer text."""

    owner: str
    start: int
    end: int
    why: Why  # EXACT or SOUND


class NameIndex:
    """Hold many names in every form in which they are asked for."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take (name, owner) pairs; several names may have one owner, and one name several."""
        self._exact: dict[str, list[str]] = defaultdict(list)
        for name, owner in names:
            key = plain(name)
            if key and owner not in self._exact[key]:
                self._exact[key].append(owner)
        self._keys = sorted(self._exact)
        self._codes: dict[str, str] = {}
        self._by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._coded: list[str] = []
        pinyin: dict[str, list[str]] = defaultdict(list)
        self._initials: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            sound = tuple(syllables(key))
            self._by_sound[sound].append(key)
            self._coded.append(self._code(sound))
            spelt = [letters.replace("v", "u") for letters in lazy_pinyin(key)]
            pinyin["".join(spelt)].append(key)
            self._initials["".join(letters[0] for letters in spelt if letters)].append(key)
        self._pinyin = dict(sorted(pinyin.items()))
        self._spellings = list(self._pinyin)
        self._lengths = sorted({len(key) for key in self._keys}, reverse=True)
        self._sound_lengths = sorted({len(sound) for sound in self._by_sound}, reverse=True)

    def inside(self, text: str) -> tuple[Inside, ...]:
        """Return the names that stand in a plain text, longest first, none within another."""
        found: list[Inside] = []
        taken = [False] * len(text)
        for length in self._lengths:
            if length < SHORTEST or length > len(text):
                continue
            for start in range(len(text) - length + 1):
                owners = self._exact.get(text[start : start + length])
                if owners and not any(taken[start : start + length]):
                    taken[start : start + length] = [True] * length
                    found += [Inside(owner, start, start + length, Why.EXACT) for owner in owners]
        return tuple(found) or self._heard_inside(text)

    def search(self, text: str, limit: int = 10) -> tuple[NameHit, ...]:
        """Return the owners of names that a plain text may mean, best first."""
        best: dict[str, NameHit] = {}

        def take(keys: Iterable[str], score: float, why: Why) -> None:
            for key in keys:
                for owner in self._exact[key]:
                    if owner not in best or best[owner].score < score:
                        best[owner] = NameHit(owner, score, why)

        if not text:
            return ()
        if text in self._exact:
            take([text], _SCORES[Why.EXACT], Why.EXACT)
        sound = tuple(syllables(text))
        take(self._by_sound.get(sound, ()), _SCORES[Why.SOUND], Why.SOUND)
        if text.isascii():
            self._spelt(text.replace("v", "u"), take)
        if len(text) >= SHORTEST:
            for key in self._beginning_with(text):
                take([key], 0.7 + 0.15 * len(text) / len(key), Why.PREFIX)
            for key in self._keys:
                if text in key:
                    take([key], 0.6 + 0.15 * len(text) / len(key), Why.PART)
            self._slips(sound, take)
        return tuple(sorted(best.values(), key=lambda hit: (-hit.score, hit.owner))[:limit])

    def _spelt(self, letters: str, take: _Take) -> None:
        """Take names by their pinyin in full, by its beginning, and by initials."""
        take(self._pinyin.get(letters, ()), _SCORES[Why.PINYIN], Why.PINYIN)
        if len(letters) >= SHORTEST_INITIALS:
            take(self._initials.get(letters, ()), _SCORES[Why.INITIALS], Why.INITIALS)
        if len(letters) >= SHORTEST_PINYIN:
            start = bisect_left(self._spellings, letters)
            for spelling in self._spellings[start : start + 50]:
                if spelling.startswith(letters):
                    share = len(letters) / len(spelling)
                    take(self._pinyin[spelling], 0.7 + 0.15 * share, Why.PINYIN)

    def _beginning_with(self, text: str) -> Sequence[str]:
        start = bisect_left(self._keys, text)
        end = bisect_left(self._keys, text + "\uffff")
        return self._keys[start:end]

    def _slips(self, sound: Sequence[str], take: _Take) -> None:
        """Take names that differ in few syllables."""
        near = process.extract(
            "".join(self._codes.get(syllable, "\uf8ff") for syllable in sound),
            self._coded,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=NEAR,
            limit=10,
        )
        for _, similarity, number in near:
            take([self._keys[number]], 0.9 * similarity, Why.CLOSE)

    def _heard_inside(self, text: str) -> tuple[Inside, ...]:
        heard = syllables(text)
        if len(heard) != len(text):
            return ()
        for length in self._sound_lengths:
            if not SHORTEST_BY_SOUND <= length <= len(heard):
                continue
            for start in range(len(heard) - length + 1):
                keys = self._by_sound.get(tuple(heard[start : start + length]))
                if keys:
                    owners = dict.fromkeys(owner for key in keys for owner in self._exact[key])
                    end = start + length
                    return tuple(Inside(owner, start, end, Why.SOUND) for owner in owners)
        return ()

    def _code(self, sound: Sequence[str]) -> str:
        """Return one character for each syllable, so that slips are counted in syllables."""
        for syllable in sound:
            self._codes.setdefault(syllable, chr(_CODES + len(self._codes)))
        return "".join(self._codes[syllable] for syllable in sound)


def plain(text: str) -> str:
    """Return a name or question in unified writing, without punctuation."""
    return _NOT_SAID.sub("", unified(text))
