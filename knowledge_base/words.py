"""Cuts Chinese text into the words that carry its meaning."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import jieba

jieba.setLogLevel(logging.WARNING)  # it reports its loading on stderr otherwise

CUT_VERSION = "3"  # raise it when this file changes, and stored words are made anew
_WORD = re.compile(r"[0-9a-z\u4e00-\u9fff]")
# Words that carry no matter of their own: 的, 请问, 怎么办 ...
_EMPTY = frozenset(Path(__file__).with_name("empty_words.txt").read_text("utf-8").split())


class Cutter:
    """Cut text with jieba, which has learnt the words of the trade."""

    def __init__(self, trade_words: Iterable[str] = ()) -> None:
        """Take the words that must not be cut apart beyond recognition."""
        self.terms = frozenset(trade_words)
        self._tokenizer = copy.copy(_dictionary())
        self._tokenizer.FREQ = dict(self._tokenizer.FREQ)
        for word in sorted(self.terms):
            self._tokenizer.add_word(word)

    def words(self, text: str) -> list[str]:
        """Return the words of a unified text in order, parts of long words included."""
        return [
            word
            for word in self._tokenizer.cut_for_search(text)
            if word not in _EMPTY and _WORD.search(word)
        ]


@cache
def _dictionary() -> jieba.Tokenizer:
    """Return a tokenizer that knows the common words; reading them takes a second."""
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer
