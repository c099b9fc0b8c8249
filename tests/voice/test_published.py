"""Tests which clauses the published answers are spoken in, and in which order they are wanted."""

from __future__ import annotations

from core.messages import Status
from voice.clauses import clauses
from voice.front import Said
from voice.portions import told
from voice.published import BEGINNING, Published, spoken
from voice.speakable import speakable

LONG = "这是青岛市的规定。门诊报一半，一年最多800元。带身份证，带医保卡，到医院办，当天生效。"
SHORT = "这是全国统一的规定，当地可能有更细的规定。打12393。"


def published(*texts: str) -> Published:
    said = tuple(Said(text, status=Status.ANSWERED) for text in texts)
    return Published("1", said, texts)


def test_the_beginnings_of_all_answers_come_before_the_rest_of_any() -> None:
    parts = spoken(published(LONG, SHORT))

    assert parts.beginnings[0] == "这是青岛市的规定。"
    assert "这是全国统一的规定，" in parts.beginnings
    assert "当天生效。" in parts.rest[-1]
    assert not set(parts.beginnings) & set(parts.rest)


def test_every_clause_that_a_call_speaks_is_among_them() -> None:
    parts = spoken(published(LONG, SHORT))

    for text in (LONG, SHORT):
        sentences = [s for portion in told(Said(text), frozenset()).portions for s in portion]
        for sentence in sentences:
            words = {clause.text for clause in clauses(speakable(sentence))}
            assert words <= {*parts.beginnings, *parts.rest}


def test_a_page_reads_an_answer_in_one_go() -> None:
    parts = spoken(Published("1", (), (LONG,)))

    assert len(parts.beginnings) == BEGINNING
    assert len(parts.rest) > 0
