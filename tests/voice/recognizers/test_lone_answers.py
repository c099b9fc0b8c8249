"""Checks when a recogniser may choose between yes and no, from how likely each answer is."""

from __future__ import annotations

import math

import pytest

from voice.recognizers.lone_answers import chosen
from voice.yes_no_heard import CHOICE, LIKELY_NO, LIKELY_YES, NO, YES


def likely(**answers: float) -> dict[str, float]:
    """Return logarithms of probabilities (0..1)."""
    return {answer: math.log(probability) for answer, probability in answers.items()}


def test_the_likeliest_answer_of_the_likelier_side_is_chosen() -> None:
    found = chosen(likely(是的=0.5, 对=0.1, 不是=0.05))

    assert found is not None
    assert found.answer == "是的"
    assert 0.9 < found.confidence < 1


def test_two_answers_of_one_side_speak_for_it_together() -> None:
    found = chosen(likely(不是=0.2, 不行=0.2, 是=0.15))

    assert found is not None
    assert found.answer in ("不是", "不行")


@pytest.mark.parametrize(
    "answers",
    [
        {"是": 0.3, "不是": 0.25},  # it could be either
        {"对": 0.08},  # it was probably something else
        {"不": 0.03},
        {},
    ],
)
def test_nothing_is_chosen_where_it_would_be_a_guess(answers: dict[str, float]) -> None:
    assert chosen(likely(**answers)) is None


def test_a_yes_must_be_surer_than_a_no() -> None:
    assert chosen(likely(对=0.14, 不对=0.02)) is None
    found = chosen(likely(不对=0.14, 对=0.02))
    assert found is not None
    assert found.answer == "不对"


def test_words_that_were_not_believed_support_the_same_answer_only() -> None:
    close = likely(对=0.1, 不对=0.05)

    assert chosen(close) is None
    assert chosen(close, "不是") is None
    supported = chosen(close, "是的")
    assert supported is not None
    assert supported.answer == "对"


def test_every_answer_to_choose_from_is_understood_as_what_it_is() -> None:
    assert set(LIKELY_YES) <= set(YES)
    assert set(LIKELY_NO) <= set(NO)
    assert not set(LIKELY_YES) & set(LIKELY_NO)
    assert CHOICE.endswith("。")  # or it would not be taken for an example
