"""Puts words right that a recogniser wrote as others that sound like them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from voice.meaning import may_stand_for, turns_round
from voice.syllables import blurred_all, cost, syllables
from voice.terms import SHORTEST, Terms
from voice.turns import Turns
from voice.vocabulary import UNKNOWN, Frequencies

# A text is read as the cheapest chain of words; a word costs the natural logarithm of one in how
# many words it is. The prices were tuned on the development half of bench/voice_errors.py, so
# that at most one right sentence in a hundred is changed.
MISHEARD = 7.0  # to take anything for a misheard word of the trade
UNLIKE = 2.5  # for each point of how unlike it sounds
TERM, HINT = 7.0, 6.0  # a word of the trade; an answer that the open question expects
CHARACTER = 0.8  # each of its characters beyond the second
ALIKE, BLURRED = 8.0, 4.0  # to take a turn of speech for one that sounds alike; for each point
ELSEWHERE = 0.7  # an everyday word, because not all that callers say is everyday speech
LONGEST_KIN = 3  # characters: up to here a turn must share one with what was written
HINT_SETS = 64  # lists of options whose sounds are kept

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Repaired:
    """Be a text after the repair."""

    words: tuple[str, ...]  # the text, cut into words and turns of speech
    changed: tuple[tuple[str, str], ...]  # what stood there, what stands there now
    cost: float  # of reading the text so, at first sight: the less, the more likely it was said

    @property
    def text(self) -> str:
        """Return the text; it has as many characters as before."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class _Step:
    """Be one word of a chain."""

    cost: float  # of the word; in a chain: of all up to here
    start: int
    word: str


class Repairer:
    """Know how the words of the trade sound, and how usual words and turns of speech are."""

    def __init__(self, terms: Iterable[str], everyday: Frequencies, turns: Turns) -> None:
        """Take the words of the trade, everyday words, and how citizens speak at this desk."""
        self._terms = Terms(tuple(terms))
        self._everyday = everyday
        self._turns = turns
        self._hinted = lru_cache(HINT_SETS)(Terms)

    def repaired(self, text: str, hints: Sequence[str] = ()) -> Repaired:
        """Return the text with misheard words put right; `hints` are further words to expect.

        What is not Chinese, digits and negations stay, and no word becomes its opposite. What was
        repaired is not repaired any further.
        """
        (words, cost), before = self._reading(text, hints), text
        while (now := "".join(words)) != before:
            (words, _), before = self._reading(now, hints), now  # each is cheaper, so this ends
        if turns_round(text, now):  # in two steps, each of them harmless
            return Repaired((text,), (), cost)
        spans = zip(accumulate(map(len, words), initial=0), words, strict=False)
        pairs = [(text[start : start + len(word)], word) for start, word in spans]
        return Repaired(tuple(words), tuple(pair for pair in pairs if pair[0] != pair[1]), cost)

    def _reading(self, text: str, hints: Sequence[str]) -> tuple[list[str], float]:
        """Return the words of the cheapest chain, and what it costs."""
        heard = syllables(text)
        if not _HAN.search(text) or len(heard) != len(text):  # nothing can be aligned
            return [text], UNKNOWN * len(text)
        likely = [
            *self._trade(text, heard, self._terms, TERM),
            *self._trade(text, heard, self._hinted(tuple(hints)), HINT),
            *self._spoken(text, heard),
        ]
        chain, cost = self._cheapest(text, likely)
        return [step.word for step in chain], cost

    def _trade(
        self, text: str, heard: Sequence[str], terms: Terms, price: float
    ) -> Iterable[_Step]:
        """Yield the words of the trade that may have been said, and where."""
        for start, word, unlike in terms.found_in(heard):
            base = price + CHARACTER * (len(word) - SHORTEST)
            if text.startswith(word, start):
                yield _Step(base, start, word)
            elif may_stand_for(text, start, word):
                yield _Step(base + MISHEARD + UNLIKE * unlike, start, word)

    def _spoken(self, text: str, heard: Sequence[str]) -> Iterable[_Step]:
        """Yield the turns of speech that sound like what was written, and where."""
        blurred = blurred_all(heard)
        for start in range(len(text) - 1):
            for end in range(start + SHORTEST, min(start + self._turns.longest, len(text)) + 1):
                written = text[start:end]
                for turn, sounds in self._turns.sounding_like(blurred[start:end]):
                    kin = len(turn) > LONGEST_KIN or not set(turn).isdisjoint(written)
                    if turn != written and kin and may_stand_for(text, start, turn):
                        unlike = sum(map(cost, sounds, heard[start:end]))
                        price = self._turns.get(turn, UNKNOWN) + ALIKE + BLURRED * unlike
                        yield _Step(price, start, turn)

    def _cheapest(self, text: str, likely: Iterable[_Step]) -> tuple[list[_Step], float]:
        ending: dict[int, list[_Step]] = {}
        for step in likely:
            ending.setdefault(step.start + len(step.word), []).append(step)
        best = [_Step(0.0, 0, "")]
        for end in range(1, len(text) + 1):
            options = (*self._as_written(text, end), *ending.get(end, ()))
            sums = [_Step(best[o.start].cost + o.cost, o.start, o.word) for o in options]
            best.append(min(sums, key=lambda step: step.cost))
        chain: list[_Step] = []
        end = len(text)
        while end:
            chain.append(best[end])
            end = best[end].start
        return chain[::-1], best[-1].cost

    def _as_written(self, text: str, end: int) -> Iterable[_Step]:
        """Yield the words that end there as they are written."""
        last = text[end - 1]
        if not _HAN.match(last):
            yield _Step(0.0, end - 1, last)
            return
        yield _Step(UNKNOWN, end - 1, last)
        for length in range(1, min(end, max(self._everyday.longest, self._turns.longest)) + 1):
            word = text[end - length : end]
            price = min(
                self._everyday.get(word, math.inf) + ELSEWHERE, self._turns.get(word, math.inf)
            )
            if price < math.inf:
                yield _Step(price, end - length, word)
