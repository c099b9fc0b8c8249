"""Says how alike two Mandarin syllables sound to a speech recogniser; tones do not count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import combinations

from pypinyin import lazy_pinyin

# Costs are natural logarithms of odds: how much less likely it is that the one was heard as the
# other. Set by hand from what Whisper made of synthesised callers (the development half of
# bench/voice_errors.py).
SAME, BLURRED, NEAR, HALF, OTHER = 0.0, 0.4, 1.5, 3.0, 7.0

_RUNS = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
# What dialects, telephone lines and recognisers do not keep apart …
_BLURRED_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_BLURRED_FINALS = (
    *(("an", "ang"), ("en", "eng"), ("in", "ing"), ("ian", "iang"), ("uan", "uang")),
    *(("e", "uo"), ("o", "uo"), ("ue", "ve"), ("un", "ong"), ("ong", "eng")),
)
# … and what they mix up now and then. A telephone line carries nothing above 3,400 Hz, where
# s, f, x and the breath of p, t, k lie.
_NEAR_INITIALS = tuple(
    pair
    for group in (
        *(("b", "p"), ("d", "t"), ("g", "k"), ("j", "q", "x"), ("zh", "ch", "sh"), ("z", "c", "s")),
        *(("j", "zh"), ("q", "ch"), ("x", "sh"), ("j", "z"), ("q", "c"), ("x", "s"), ("f", "h")),
        *(("l", "r"), ("m", "n"), ("y", ""), ("w", ""), ("r", "y"), ("g", "d"), ("q", "t")),
        *(("b", "d"), ("p", "t"), ("m", "w"), ("f", "s"), ("f", "x"), ("h", "k"), ("l", "d")),
        *(("h", "w"), ("zh", "d"), ("j", "d"), ("ch", "t"), ("x", "h"), ("sh", "f")),
    )
    for pair in combinations(group, 2)
)
_NEAR_FINALS = (
    *(("an", "en"), ("ang", "eng"), ("ian", "an"), ("uan", "an"), ("ian", "in"), ("ang", "ong")),
    *(("i", "ing"), ("i", "in"), ("i", "u"), ("i", "v"), ("u", "v"), ("i", "ei"), ("i", "ie")),
    *(
        ("i", "e"),
        ("ai", "ei"),
        ("ao", "ou"),
        ("ou", "u"),
        ("ui", "ei"),
        ("ui", "un"),
        ("ie", "ue"),
    ),
    *(
        ("iao", "ao"),
        ("iao", "iu"),
        ("iu", "ou"),
        ("uo", "ou"),
        ("uo", "u"),
        ("ia", "a"),
        ("ie", "e"),
    ),
    *(("a", "e"), ("a", "ai"), ("ian", "uan"), ("ing", "ong"), ("in", "un"), ("en", "un")),
    *(("uai", "ai"), ("ua", "a"), ("e", "en"), ("ui", "uai"), ("iang", "ang"), ("uang", "ang")),
    *(("ian", "ie"), ("ao", "uo"), ("e", "ei"), ("eng", "in"), ("iong", "ong"), ("a", "ao")),
)
_SPLIT_ZERO = {"yu": "v", "yue": "ve", "yuan": "van", "yun": "vn"}


def syllables(text: str) -> list[str]:
    """Return one toneless syllable for each character; what is not Chinese stands for itself."""
    return [
        sound
        for run in _RUNS.findall(text)
        for sound in (lazy_pinyin(run) if _CHINESE.match(run) else run)
    ]


@cache
def cost(one: str, other: str) -> float:
    """Return how unlikely it is that a speaker of the one is heard as the other: 0 the same."""
    if one == other:
        return SAME
    (first, rest), (other_first, other_rest) = _parts(one), _parts(other)
    total = _between(first, other_first, _BLURRED_INITIALS, _NEAR_INITIALS) + _between(
        rest, other_rest, _BLURRED_FINALS, _NEAR_FINALS
    )
    return min(total, OTHER)


def _between(
    one: str,
    other: str,
    blurred: tuple[tuple[str, str], ...],
    near: tuple[tuple[str, ...], ...],
) -> float:
    if one == other:
        return SAME
    if (one, other) in blurred or (other, one) in blurred:
        return BLURRED
    if (one, other) in near or (other, one) in near:
        return NEAR
    return HALF


def _parts(syllable: str) -> tuple[str, str]:
    """Return the initial and the final, with ü written v."""
    if syllable in _SPLIT_ZERO:
        return "y", _SPLIT_ZERO[syllable]
    first = next((i for i in _INITIALS if syllable.startswith(i)), "")
    rest = syllable[len(first) :]
    if first in ("j", "q", "x", "y") and rest.startswith("u"):
        rest = "v" + rest[1:]
    if first in ("y", "w"):
        rest = {
            "yan": "ian",
            "yang": "iang",
            "yao": "iao",
            "you": "iu",
            "ya": "ia",
            "ye": "ie",
        }.get(syllable, rest)
    return first, rest


def blurred_all(heard: Sequence[str]) -> tuple[str, ...]:
    """Return the syllables without what dialects mix up: zh and z, n and l, ing and in."""
    return tuple(map(_blurred, heard))


@cache
def _blurred(syllable: str) -> str:
    for sharp, plain in _BLURRED_INITIALS:
        if syllable.startswith(sharp) and len(syllable) > len(sharp):
            syllable = plain + syllable[len(sharp) :]
            break
    return syllable[:-1] if syllable.endswith(("ang", "eng", "ing")) else syllable
