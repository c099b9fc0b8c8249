"""Tells when a recogniser made its words up: out of silence, in a loop, or from its own prompt."""

from __future__ import annotations

import re
from collections.abc import Sequence

FASTEST_SPEECH = 11.0  # characters a second; hurried Mandarin reaches eight
FREE_CHARACTERS = 4  # before speed is judged: a clipped "好的" is short
SILENCE_SURE = 0.85  # probability of no speech at which no words are believed
SILENCE_LIKELY = 0.6  # and at which only confident words are
CONFIDENT = 0.45  # average probability of a token
HOPELESS = 0.33  # average probability of a token: what noise and silence get here
ECHOED_WORDS = 3  # of the prompt, in its order and nothing else: nobody asks like that

_WRITTEN = re.compile(r"[^\w]+")
_DIGITS = re.compile(r"[\d零〇一二三四五六七八九幺两]+")
# A piece of up to twelve characters said four times in a row, or one character eight times.
_LOOP = re.compile(r"(.{2,12}?)\1{3,}|(.)\2{7,}")
# What subtitles of films end with; the model learnt them for stretches without speech.
_CREDITS = re.compile(
    r"字幕|点赞|打赏|明镜|独播剧场|谢谢(大家)?(观看|收看|收听)|感谢(您的)?(观看|收看|收听)|[Aa]mara"
)


def made_up(
    text: str,
    *,
    seconds: float,
    probability: float,
    no_speech: float,
    prompt: Sequence[str] = (),
) -> bool:
    """Return whether these words were hardly said.

    `seconds` of audio led to them, `probability` is the average one of a token, `no_speech` that
    of there being no speech at all, and `prompt` the words that the model was given.
    """
    letters = _WRITTEN.sub("", text)
    if not letters:
        return True
    if probability < HOPELESS:
        return True
    if no_speech > SILENCE_SURE or (no_speech > SILENCE_LIKELY and probability < CONFIDENT):
        return True
    if len(letters) - FREE_CHARACTERS > seconds * FASTEST_SPEECH:
        return True
    if _CREDITS.search(letters) and len(letters) < 30:
        return True
    if probability < CONFIDENT and any(letters in word for word in prompt):
        return True
    return loops(letters) or echoes(letters, prompt)


def loops(letters: str) -> bool:
    """Return whether a piece is said over and over; digits may repeat as they like."""
    return _LOOP.search(_DIGITS.sub("", letters)) is not None


def echoes(letters: str, prompt: Sequence[str]) -> bool:
    """Return whether the text is nothing but words of the prompt, one after the other."""
    words = [_WRITTEN.sub("", word) for word in prompt]
    for first in range(len(words)):
        rest, taken = letters, 0
        for word in words[first:]:
            if not word or not rest.startswith(word):
                break
            rest, taken = rest[len(word) :], taken + 1
        cut_off = (
            bool(rest) and first + taken < len(words) and words[first + taken].startswith(rest)
        )
        if taken >= ECHOED_WORDS and (not rest or cut_off):
            return True
    return False
