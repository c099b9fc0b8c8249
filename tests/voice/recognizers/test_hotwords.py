"""Checks what a recogniser is told to expect."""

from __future__ import annotations

from voice.recognizers.hotwords import EXPECTED, HINT_LENGTH, HINTS, prompt_words
from voice.spoken_text import YES_NO, likely
from voice.yes_no_heard import PROMPT


def test_the_answers_of_the_question_come_before_the_words_of_the_trade() -> None:
    words = prompt_words(("市中医医院", "签约"))

    assert words[:2] == ("市中医医院", "签约")
    assert set(EXPECTED) <= set(words)
    assert len(words) == len(set(words))


def test_long_and_many_hints_are_left_out() -> None:
    words = prompt_words(("长" * (HINT_LENGTH + 1), *(f"医院{n}" for n in range(HINTS + 5))))

    assert words[:HINTS] == tuple(f"医院{n}" for n in range(HINTS))
    assert len(words) == HINTS + len(EXPECTED)


def test_a_question_of_yes_or_no_is_heard_by_an_example_alone() -> None:
    assert prompt_words(likely(YES_NO, ("是", "否"))) == (PROMPT,)


def test_any_other_question_is_heard_by_its_answers() -> None:
    assert likely("hospital", ["市人民医院"]) == ("市人民医院",)
