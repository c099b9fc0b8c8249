"""Cuts a reply into what the ear takes in at once, and says which keys answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core import phone_wording as say
from core import rating_wording
from core.messages import State, Status
from core.service_items import FieldKind
from voice.front import Said

MOST_ITEMS = 3  # short items heard at once (rule 27 of the elder rules)
MOST_OPTIONS = 3  # choices that are told with their keys
LONG = 90  # characters after which a portion ends with its sentence: half a minute
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]+|[^。！？!?；;\n]+$")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[：:，。；;\s]))(\d{1,2})[.、．]\s*(?=\D)")
_LIST = re.compile(r"(?<=[：:])(?=按\d)")
_KEY_TOLD = re.compile(r"按\s*\d{1,2}(?=[，。；]|$)")
_BUSY = frozenset({State.FILLING, State.CONFIRMING})
_KINDS = {
    FieldKind.ID_NUMBER: say.BY_KEYS_ID,
    FieldKind.MOBILE: say.BY_KEYS,
    FieldKind.BANK_CARD: say.BY_KEYS_CARD,
    FieldKind.DATE: say.BY_KEYS_DATE,
    FieldKind.MONEY: say.BY_KEYS_MONEY,
}


@dataclass(frozen=True, slots=True)
class Told:
    """Be a reply as it is read out, and what the keys mean after it."""

    portions: tuple[tuple[str, ...], ...]  # sentences, by portion
    kind: FieldKind | None = None  # number that may be keyed in
    choices: tuple[str, ...] = ()  # what the keys 1, 2, ... stand for


def told(said: Said, explained: frozenset[FieldKind]) -> Told:
    """Return how a reply is read out; `explained` kinds of numbers need no hint any more."""
    text = for_the_ear(said.spoken)
    choices = _keyed_choices(said, text)
    numbered = bool(_KEY_TOLD.search(text))
    sentences = list(sentences_of(text))
    if choices and not numbered:
        sentences += _keys_of(choices)
    elif not choices and said.kind in _KINDS and said.kind not in explained:
        sentences.append(_KINDS[said.kind])
    kind = said.kind if said.kind in _KINDS and not choices else None
    if said.state in _BUSY and len(choices) <= 2 * MOST_ITEMS:
        # A question must be heard whole: half a read-back would be confirmed as if it were all.
        return Told((tuple(sentences),), kind, choices)
    return Told(_portions(sentences), kind, choices)


def for_the_ear(text: str) -> str:
    """Return the text without what only a screen has; "1. " becomes the key to press."""
    for written, spoken in say.FOR_THE_EAR:
        text = text.replace(written, spoken)
    return _NUMBERED.sub(r"按\1，", text)


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences and the items of lists, in order."""
    pieces = [p for whole in _SENTENCE.findall(text) for p in _LIST.split(whole)]
    return tuple(p.strip() for p in pieces if any(char.isalnum() for char in p))


def _keyed_choices(said: Said, text: str) -> tuple[str, ...]:
    """Return the choices that keys stand for: those that the caller is told of."""
    if said.rates is not None and _KEY_TOLD.search(text):
        return rating_wording.MARKS
    if said.options and said.choices and said.choices == said.options[: len(said.choices)]:
        return said.options
    asked = said.state in _BUSY or said.status in {Status.ASKED_BACK, Status.NO_SOURCE_FOUND}
    if asked or (said.choices and _KEY_TOLD.search(text)):
        return said.choices
    return ()


def _keys_of(choices: Sequence[str]) -> list[str]:
    if len(choices) == 2 and all(len(choice) <= 4 for choice in choices):
        return [say.YES_NO_KEYS.format(yes=choices[0], no=choices[1])]
    return [
        say.CHOICE_KEY.format(choice=choice, number=number)
        for number, choice in enumerate(choices[:MOST_OPTIONS], 1)
    ]


def _portions(sentences: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    portions: list[list[str]] = [[]]
    for number, sentence in enumerate(sentences):
        portion, left = portions[-1], len(sentences) - number
        items = sum(_is_item(s) for s in portion)
        full = items >= MOST_ITEMS or (portion and len("".join(portion)) + len(sentence) > LONG)
        # One more sentence is shorter than asking whether to go on.
        if full and left > 1:
            portions.append([])
        portions[-1].append(sentence)
    return tuple(tuple(portion) for portion in portions if portion)


def _is_item(sentence: str) -> bool:
    return sentence.endswith(("；", ";")) or _KEY_TOLD.match(sentence) is not None
