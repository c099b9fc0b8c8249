"""Splits speakable words into the clauses in which they are rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 20  # characters of a clause, where the text has any place to breathe
_FIRST_LONGEST = 8  # characters of what is said first if somebody waits while it is rendered
_FIRST_SHORTEST = 4
_SHORT = 5  # characters; what is shorter is joined with what follows it in the sentence
_PAUSES = {"。": 0.35, "！": 0.35, "？": 0.40, "；": 0.25, "：": 0.20, "，": 0.15, "、": 0.10}
_BREATH = 0.05  # seconds where a long clause is cut and nothing is written
_GROUP = 0.30  # seconds behind a group of digits, so that it can be written down
_PIECE = re.compile(r"[^，。！？；：、\n]+[，。！？；：、\n]*|[，。！？；：、\n]+")
_ENDS = "。！？；\n"
_DIGITS = re.compile(r"[零幺一二三四五六七八九]{2,}叉?")
_NTH = re.compile("第[一二三四五六七八九十]{1,3}，")
# Places where a speaker would breathe; single connectives such as 和 stand in names, too.
_BEFORE = "或者|以及|并且|但是|如果|需要|可以|应当|才能|直接|截至|其中|通过|都有|按"
_ALONE = "(?<![申邀聘])(?=请)|(?<![收达找得等直])(?=到)|(?<![现存正所])(?=在)"  # no part of a word
_BREATHS = re.compile(rf"(?<=[的了后时前内])(?=.)|(?=(?:{_BEFORE}))|{_ALONE}")
_VERBS = re.compile("(?=已经|正在|还没|还要|还有|目前|现在)")  # behind what is spoken of
_SPOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff\ue000]")


# Pauses are part of a pace: what a listener has to follow is characters a second, silence and all.
_WITH_PAUSES = 1.10  # clauses are said so much faster that the whole comes out right


@dataclass(frozen=True, slots=True)
class Clause:
    """Be a few words that are said in one breath."""

    text: str
    pause: float  # seconds of silence behind it, at the usual pace


def clauses(words: str) -> tuple[Clause, ...]:
    """Split speakable words; the same sentence always gives the same clauses.

    What stands before the first mark of a sentence is a clause of its own, so that the first
    sound comes soon. Groups of digits stay whole, with a pause behind each.
    """
    found: list[Clause] = []
    for sentence in _sentences(words):
        found += _of_sentence(sentence)
    return tuple(found)


def sooner(clause: Clause) -> tuple[Clause, ...]:
    """Cut the beginning of a long clause off, so that who waits in silence hears it soon.

    Only where a speaker would breathe; a clause without such a place is returned whole.
    """
    if characters(clause.text) <= _FIRST_LONGEST:
        return (clause,)
    text = clause.text
    places = sorted(found.start() for way in (_BREATHS, _VERBS) for found in way.finditer(text))
    at = next((place for place in places if _is_beginning(text, place)), None)
    if at is None:
        return (clause,)
    return Clause(text[:at], _BREATH), Clause(text[at:], clause.pause)


def characters(words: str) -> int:
    """Count the characters that are said."""
    return len(_SPOKEN.findall(words))


def pace_within(pace: float) -> float:
    """Return the pace at which clauses are rendered for a speech at `pace` characters a second."""
    return round(pace * _WITH_PAUSES, 2)


def _sentences(words: str) -> list[list[str]]:
    """Return the pieces between marks, sentence by sentence."""
    sentences: list[list[str]] = [[]]
    for piece in _PIECE.findall(words):
        if not _SPOKEN.search(piece):
            continue
        sentences[-1].append(piece)
        if piece[-1] in _ENDS:
            sentences.append([])
    return [pieces for pieces in sentences if pieces]


def _of_sentence(pieces: list[str]) -> list[Clause]:
    joined = [pieces[0]]
    for piece in pieces[1:]:
        # Behind a list mark nobody stops; else the first words go out alone, for they are awaited.
        goes_on = joined[-1][-1] == "、" or _NTH.fullmatch(joined[-1]) is not None
        if (goes_on or len(joined) > 1) and _fits(joined[-1], piece):
            joined[-1] += piece
        else:
            joined.append(piece)
    return [clause for piece in joined for clause in _cut(piece)]


def _fits(before: str, piece: str) -> bool:
    """Tell whether two pieces are said in one breath."""
    # Behind a colon comes what a template is filled with: what stands before it was prepared.
    if before[-1] == "：" or _is_group(before) or _is_group(piece):
        return False
    is_list = before[-1] == "、"
    is_short = characters(before) < _SHORT or characters(piece) < _SHORT
    return (is_list or is_short) and characters(before + piece) <= LONGEST


def _is_group(piece: str) -> bool:
    return _DIGITS.fullmatch(piece.rstrip("，、。！？；：")) is not None


def _cut(piece: str) -> list[Clause]:
    """Cut a piece that is too long for one breath where a speaker would breathe."""
    pause = _PAUSES.get(piece[-1], 0.0)
    if _DIGITS.search(piece[:-1][-4:]) and piece[-1] in "，、":
        pause = _GROUP
    if characters(piece) <= LONGEST:
        return [Clause(piece, pause)]
    middle = len(piece) / 2
    places = [found.start() for found in _BREATHS.finditer(piece)]
    inside = [at for at in places if 4 <= at <= len(piece) - 5 and not _splits_digits(piece, at)]
    if not inside:
        return [Clause(piece, pause)]
    at = min(inside, key=lambda place: abs(place - middle))
    before = [*_cut(piece[:at])]
    before[-1] = Clause(before[-1].text, before[-1].pause or _BREATH)
    return [*before, *_cut(piece[at:])]


def _is_beginning(piece: str, at: int) -> bool:
    """Tell whether what stands before a place can be said alone, and something is left behind."""
    both = min(characters(piece[:at]), characters(piece[at:]))
    return both >= _FIRST_SHORTEST and not _splits_digits(piece, at)


def _splits_digits(piece: str, at: int) -> bool:
    return any(found.start() < at < found.end() for found in _DIGITS.finditer(piece))
