"""Makes of what a recogniser wrote the text that the dialogue gets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from opencc import OpenCC

from core.service_items import FieldKind
from voice.artefacts import without_fillers, without_made_up
from voice.choosing import Candidate, likeliest
from voice.digits_heard import with_figures
from voice.repair import Repairer
from voice.speech import Reading
from voice.turns import Turns
from voice.vocabulary import everyday, trade_words
from voice.yes_no_heard import PROMPT, yes_or_no

YES_NO = "yes_no"  # what is awaited when a yes or no is asked for
NUMBERS = frozenset({FieldKind.ID_NUMBER, FieldKind.MOBILE, FieldKind.BANK_CARD, "code"})
EXACT = NUMBERS | {YES_NO}  # where only the recogniser's own choice counts
# What may be anything: a sentence is repaired, a lone name or address stays as it was heard.
FREE = frozenset({FieldKind.NAME, FieldKind.TEXT})
LONE = 8  # characters
SHORTEST_STRETCH = 2  # characters between two pauses that are written as commas: 王 秀英 is a name

_HAN = r"\u3400-\u9fff"
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_SPACES = re.compile(r"\s+")
_MARKS = str.maketrans(",?!;:", "，？！；：")
_MARK_BY_CHINESE = re.compile(rf"(?<=[{_HAN}])\s*[,?!;:]\s*|\s*[,?!;:]\s*(?=[{_HAN}])")
_ENDS = "，、；：…-·~ "


@dataclass(frozen=True, slots=True)
class Understood:
    """Be what was probably said, beside what was recognised."""

    text: str  # "": nothing was said; ask again
    raw: str
    changed: bool  # whether words were replaced by others, not just tidied


class SpokenText:
    """Make texts of what recognisers wrote."""

    def __init__(self, repairer: Repairer) -> None:
        """Take what puts misheard words right."""
        self._repairer = repairer

    def understood(
        self,
        raw: str,
        *,
        awaiting: str | None = None,
        hints: Sequence[str] = (),
        expected: Sequence[str] = (),
        readings: Sequence[Reading] = (),
    ) -> Understood:
        """Return what was probably said.

        `awaiting` is the FieldKind of the open question, "code" for a verification code, YES_NO,
        or None; `hints` are the answers it expects (names of hospitals, diseases), `expected` the
        words that the recogniser was given, of which it may repeat some into silence; `readings`
        is what else it may be, likeliest first.
        """
        tidied = _tidied(without_made_up(_simplified(raw), (*expected, *hints)))
        if awaiting == YES_NO and len(tidied) > LONE and tidied in PROMPT:
            return Understood("", raw, changed=False)
        if awaiting == YES_NO and (answer := yes_or_no(tidied)) is not None:
            return Understood(answer, raw, changed=answer not in tidied)
        text = without_fillers(tidied)
        if awaiting in NUMBERS:
            text = with_figures(text)
        if not text or (awaiting in FREE and len(text) <= LONE and not hints):
            return Understood(text, raw, changed=False)
        return self._sentence(raw, text, hints, () if awaiting in EXACT else readings)

    def _sentence(
        self, raw: str, text: str, hints: Sequence[str], readings: Sequence[Reading]
    ) -> Understood:
        """Return what was said in all likelihood; `text` is the tidied `raw`."""
        said = {text: 0.0} if not readings else {text: readings[0].likelihood}
        for reading in readings[1:]:
            other = without_fillers(_tidied(without_made_up(reading.text, hints)))
            if other:
                said.setdefault(other, reading.likelihood)
        joined = {one: _without_pauses(one)[0] for one in said}
        candidates = [
            Candidate(one, likelihood, self._repairer.repaired(joined[one], hints))
            for one, likelihood in said.items()
        ]
        best = likeliest(candidates)
        words = _with_pauses(best.repaired.words, _without_pauses(best.raw)[1])
        return Understood(words, raw, changed=bool(best.repaired.changed) or best.raw != text)


def spoken_text(said: Iterable[str] = ()) -> SpokenText:
    """Return a SpokenText that knows the lexicon and these sentences of citizens.

    They must be rightly written; of two turns that sound the same, it prefers the one in them.
    """
    return SpokenText(Repairer(trade_words(), everyday(), Turns(said, everyday())))


def likely(awaiting: str | None, hints: Sequence[str]) -> tuple[str, ...]:
    """Return what to tell a recogniser to expect: the open question's answers, or yes and no."""
    return (PROMPT,) if awaiting == YES_NO else tuple(hints)


def _tidied(text: str) -> str:
    text = _MARK_BY_CHINESE.sub(lambda mark: mark[0].strip().translate(_MARKS), text)
    return _SPACES.sub(" ", text).strip(_ENDS)


def _without_pauses(text: str) -> tuple[str, frozenset[int]]:
    """Return the text without spaces between Chinese characters, and where they stood."""
    stretches = _SPACE_IN_CHINESE.split(text)
    ends = accumulate(map(len, stretches[:-1]))
    return "".join(stretches), frozenset(ends)


def _with_pauses(words: Sequence[str], pauses: frozenset[int]) -> str:
    """Join the words, with a comma where the speaker paused; not within a word or a name."""
    whole = sum(map(len, words))
    text, length, stretch = "", 0, 0
    for word in words:
        if length in pauses and min(stretch, whole - length) >= SHORTEST_STRETCH:
            text, stretch = f"{text}，", 0
        text, length, stretch = text + word, length + len(word), stretch + len(word)
    return text


def _simplified(text: str) -> str:
    simplified: str = _t2s().convert(text)
    return simplified


@cache
def _t2s() -> OpenCC:
    return OpenCC("t2s")
