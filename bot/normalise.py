"""Makes a citizen's words uniform before anything reads them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opencc import OpenCC

from bot.sounds import sound, sounds_as_word

HERE = Path(__file__).parent
HAN = r"\u3400-\u9fff"
PUNCTUATION = "，。？！：；（）…"  # correct Chinese, so it stays full-width
NOT_PUNCTUATION = re.compile(rf"[^{PUNCTUATION}]+")
SPACES = re.compile(r"\s+")
SPACE_IN_CHINESE = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
LONE_BEFORE = re.compile(rf"(?<![{HAN}])([{HAN}]) (?=[{HAN}])")
LONE_AFTER = re.compile(rf"(?<=[{HAN}]) ([{HAN}])(?![{HAN}])")
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
EMOJI = frozenset({"So", "Sk", "Me"})
VARIATION_SELECTORS = range(0xFE00, 0xFE10)
WECHAT_FACES = re.compile(
    r"\[(?:微笑|呲牙|流泪|大哭|捂脸|偷笑|抱拳|玫瑰|强|握手|合十|爱心|咖啡|太阳|拥抱|发怒|害羞|再见|疑问|OK)\]"
)
# Simplified characters of the 2013 standard list that OpenCC takes for traditional ones:
# they stand in names, and a name must stay as the identity card has it.
ALSO_SIMPLIFIED = frozenset("乾昇")

# Words of one character, so frequent that changing one of them breaks a sentence.
LITTLE_WORDS = frozenset(
    "的一是在不了有我他她它这那个们中来上下大和到说要就出会可也你您对生能而子得着过后里所然去么吗呢"
    "吧啊呀嘛哈呗喽都没很还把给让跟从向请叫谁几多少再又只好年日天两三四五六七八九十家人看想快慢真"
)
UNSURE_LENGTH = 3  # up to here a term must share more than its sound with what was written


@dataclass(frozen=True, slots=True)
class Term:
    """Be one word of the domain, with how it sounds."""

    word: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Be a stretch of text in which a term stands, rightly or wrongly written."""

    start: int
    end: int
    term: str
    exact: bool


def clean(text: str) -> str:
    """Return the text uniform, simplified and with the words of the domain repaired."""
    return repaired(tidied(text))


def tidied(text: str) -> str:
    """Return the text in simplified characters, without what cannot be seen or said."""
    text = WECHAT_FACES.sub("", text)
    text = NOT_PUNCTUATION.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = SPACES.sub(" ", text)
    text = "".join(char for char in text if _said(char))
    return _simplified(_closed_up(SPACES.sub(" ", text).strip()))


def repaired(text: str) -> str:
    """Return the text with words that merely sound like words of the domain put right."""
    characters = list(text)
    taken = [False] * len(text)
    for span in sorted(_spans(text), key=lambda s: (s.start - s.end, not s.exact, s.start)):
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = [True] * (span.end - span.start)
            characters[span.start : span.end] = span.term
    return "".join(characters)


@cache
def lexicon() -> frozenset[str]:
    """Return the words of the domain (bot/lexicon.txt)."""
    return _words(HERE / "lexicon.txt")


@cache
def ordinary_words() -> frozenset[str]:
    """Return words of everyday Chinese, which are never mistaken for anything else."""
    return _words(HERE / "ordinary_words.txt")


def _words(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _said(char: str) -> bool:
    if ord(char) < 0x80:
        return char.isprintable()
    category = unicodedata.category(char)
    if category in UNSEEN or ord(char) in VARIATION_SELECTORS:
        return False
    return category not in EMOJI or char == "°"


def _closed_up(text: str) -> str:
    """Take out the spaces that recognisers put between Chinese words."""
    words = re.findall(rf"[{HAN}]+", text)
    if len(words) >= 3 and sum(map(len, words)) <= 2 * len(words):
        return SPACE_IN_CHINESE.sub("", text)
    return LONE_AFTER.sub(r"\1", LONE_BEFORE.sub(r"\1", text))


def _simplified(text: str) -> str:
    simplified: str = _t2s().convert(text)
    if len(simplified) == len(text):
        changed = {old for old, new in zip(text, simplified, strict=True) if old != new}
        if changed <= ALSO_SIMPLIFIED:
            return text
    return simplified


@cache
def _t2s() -> OpenCC:
    return OpenCC("t2s")


@cache
def _terms() -> dict[str, tuple[Term, ...]]:
    """Return the terms by how their first character sounds, in the word and on its own."""
    index: dict[str, list[Term]] = {}
    for word in sorted(lexicon()):
        term = Term(word, sounds_as_word(word))
        for first in {term.sounds[0], sound(word[0])}:
            index.setdefault(first, []).append(term)
    return {first: tuple(terms) for first, terms in index.items()}


def _spans(text: str) -> list[Span]:
    heard = [sound(char) for char in text]
    words = _word_spans(text)
    spans: list[Span] = []
    for start, first in enumerate(heard):
        for term in _terms().get(first, ()):
            end = start + len(term.word)
            written = text[start:end]
            if written == term.word:
                spans.append(Span(start, end, term.word, exact=True))
            elif (
                len(written) == len(term.word)
                and all(
                    a == b or char == wanted
                    for a, b, char, wanted in zip(
                        heard[start:end], term.sounds, written, term.word, strict=True
                    )
                )
                and _misheard(written, term.word)
                and not any(_cut(start, end, *word) for word in words)
            ):
                spans.append(Span(start, end, term.word, exact=False))
    return spans


def _misheard(written: str, term: str) -> bool:
    """Tell whether what was written is likely an error and not something else that was meant."""
    if written in ordinary_words() or written in lexicon():
        return False
    wrong = [char for char, wanted in zip(written, term, strict=True) if char != wanted]
    if len(wrong) == len(term):
        return False
    if wrong == [written[-1]] and written[:-1] in lexicon():  # 医保吗 is not 医保码
        return LITTLE_WORDS.isdisjoint(wrong)
    if len(term) > UNSURE_LENGTH or 3 * len(wrong) <= len(term):
        return True
    return 2 * len(wrong) <= len(term) and LITTLE_WORDS.isdisjoint(wrong)


def _word_spans(text: str) -> list[tuple[int, int, bool]]:
    """Return where words stand that must not be cut, and whether they are of the domain."""
    return [
        (start, start + length, text[start : start + length] in lexicon())
        for start in range(len(text))
        for length in (2, 3, 4)
        if start + length <= len(text)
        and (
            text[start : start + length] in ordinary_words()
            or text[start : start + length] in lexicon()
        )
    ]


def _cut(start: int, end: int, word_start: int, word_end: int, domain: bool) -> bool:
    """Tell whether putting the span right would cut a word in two, or lose an everyday word."""
    overlaps = word_start < end and start < word_end
    inside = start <= word_start and word_end <= end
    return overlaps and not (inside and (domain or end - start > UNSURE_LENGTH))
