"""Removes readings in pinyin that were printed behind the characters: 級(jí) is 級."""

from __future__ import annotations

import re
from functools import cache

from pypinyin import Style, pinyin

from knowledge_base.importing.report import Notes
from knowledge_base.importing.simplify import simplified

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_LETTERS = f"a-zü{_TONED}"
_SYLLABLE = rf"[{_LETTERS}]{{1,6}}"
_IN_BRACKETS = re.compile(
    rf"(?P<word>[\u3400-\u9fff]{{1,8}})"
    rf"[(（\[［〔【<〈]\s*(?P<reading>{_SYLLABLE}(?:[ '’·]?{_SYLLABLE})*)\s*[)）\]］〕】>〉]"
)
_BARE = re.compile(rf"(?P<word>[\u3400-\u9fff])(?P<reading>{_SYLLABLE})(?![{_LETTERS}A-Z])")
_WHAT = "汉字后面的注音已删除"
_SPELLING = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:i?a(?:ng?|o|i)?|o(?:ng|u)?|e(?:ng?|i|r)?|i(?:ng?|e|u|ong)?|"
    r"[uü](?:a(?:i|ng?)?|e|i|n|o)?)"
)
_PLAIN = str.maketrans(_TONED, "aaaaeeeeiiiioooouuuuüüüünnnm")


def without_ruby(text: str, notes: Notes) -> str:
    """Return the text without readings; brackets that hold anything else stay."""

    def gone(found: re.Match[str]) -> str:
        word, reading = found["word"], found["reading"]
        if not _is_reading(word, reading):
            return found[0]
        notes.change("ruby", _WHAT, f"{found[0][-len(reading) - 3 :]} → {word[-1]}")
        return word

    def bare_gone(found: re.Match[str]) -> str:
        # Without brackets only a tone mark and the right sound tell a reading from a name.
        reading = found["reading"]
        if not _is_toned(reading) or _toneless(reading) not in _sounds(found["word"]):
            return found[0]
        notes.change("ruby", _WHAT, f"{found[0]} → {found['word']}")
        return found["word"]

    return _BARE.sub(bare_gone, _IN_BRACKETS.sub(gone, text))


def _is_reading(word: str, reading: str) -> bool:
    """Tell whether letters are how the end of a word sounds, or can be nothing else."""
    plain = _toneless(re.sub(r"[ '’·]", "", reading))
    for length in range(1, len(word) + 1):
        if _spells(word[-length:], plain):
            return True
    # One syllable with a tone mark is a reading even if our dictionary lacks it: 场(cháng).
    return _is_toned(reading) and " " not in reading and bool(_SPELLING.fullmatch(plain))


def _spells(word: str, plain: str) -> bool:
    """Tell whether the characters can be read so."""
    if not word:
        return not plain
    return any(
        plain.startswith(sound) and _spells(word[1:], plain[len(sound) :])
        for sound in _sounds(word[0])
    )


def _is_toned(reading: str) -> bool:
    """Tell whether the reading has a tone mark."""
    return any(letter in _TONED for letter in reading)


def _toneless(reading: str) -> str:
    """Return the reading without tone marks."""
    return reading.translate(_PLAIN)


@cache
def _sounds(character: str) -> frozenset[str]:
    """Return every way to read a character, also in its simplified form."""
    both = {character, simplified(character)}
    read = [pinyin(c, style=Style.NORMAL, heteronym=True, v_to_u=True)[0] for c in both]
    return frozenset(sound for sounds in read for sound in sounds if sound not in both)
