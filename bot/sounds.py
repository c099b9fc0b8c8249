"""Says how Chinese characters sound, blurred as dialects and recognisers blur them."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin

# Pairs that Shandong, Sichuan, Guizhou and north-eastern speech do not keep apart.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = ("ang", "eng", "ing")


@cache
def sound(character: str) -> str:
    """Return the blurred toneless syllable of a character, or the character itself."""
    return _blurred(lazy_pinyin(character)[0])


def sounds(text: str) -> tuple[str, ...]:
    """Return one blurred syllable for each character, each read on its own."""
    return tuple(sound(character) for character in text)


def sounds_as_word(word: str) -> tuple[str, ...]:
    """Return the blurred syllables of a known word, read as the word demands (长期, 参保)."""
    syllables = lazy_pinyin(word)
    if len(syllables) != len(word):
        return sounds(word)
    return tuple(_blurred(syllable) for syllable in syllables)


def _blurred(syllable: str) -> str:
    for strict, loose in _INITIALS:
        if syllable.startswith(strict) and len(syllable) > len(strict):
            syllable = loose + syllable[len(strict) :]
            break
    return syllable[:-1] if syllable.endswith(_FINALS) else syllable
