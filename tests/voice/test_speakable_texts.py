"""Tests that nothing we say is left that no voice can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from voice.clauses import characters, clauses
from voice.prompt_files import texts_of_items, texts_of_packs
from voice.prompts import HOLE, wordings
from voice.speakable import speakable

ROOT = Path(__file__).parents[2]
UNSPEAKABLE = re.compile(r"[0-9A-Za-z０-９Ａ-ｚ()（）\[\]【】〔〕《》“”*#/\\%@~～—…①-⑳]")
MARKS = re.compile("[，。！？；：、]{2,}")
# What templates are filled with, of every kind that occurs.
FILLINGS = (
    "370202195001011234",
    "138****8000",
    "20261122000013",
    "1250.60元",
    "2026-11-22",
    "市人民医院（东院）",
)


def spoken_texts() -> Iterator[str]:
    yield from wordings()
    yield from texts_of_items(ROOT / "core" / "items")
    yield from texts_of_packs(ROOT / "knowledge_base" / "packs")


def test_every_wording_question_and_answer_becomes_speakable() -> None:
    texts = [re.sub(r"\{[a-z_]*\}", FILLINGS[n % 6], t) for n, t in enumerate(spoken_texts())]

    unspeakable = [t for t in texts if UNSPEAKABLE.search(speakable(t).replace(HOLE, ""))]
    doubled = [t for t in texts if MARKS.search(speakable(t))]

    assert len(texts) > 1500
    assert unspeakable == []
    assert doubled == []


def test_no_clause_of_what_we_say_is_too_long_for_one_breath() -> None:
    long = [
        clause.text
        for text in spoken_texts()
        for clause in clauses(speakable(text))
        if characters(clause.text) > 24
    ]

    assert long == []


@given(
    st.text(alphabet="0123456789Xx.-~:/%*()（）年月日元号打第abX受理，。 \n~²①😀王", max_size=40)
)
def test_whatever_comes_only_words_and_single_marks_are_left(text: str) -> None:
    words = speakable(text)

    assert not UNSPEAKABLE.search(words)
    assert not MARKS.search(words)
