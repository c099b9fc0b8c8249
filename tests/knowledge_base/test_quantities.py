"""Checks that a question for a figure is told from other questions."""

from __future__ import annotations

import pytest

from knowledge_base.quantities import Quantity, asked_for, kinds_in, states


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("门诊报销比例是多少", Quantity.RATIO),
        ("能报几成", Quantity.RATIO),
        ("起付线多少钱", Quantity.MONEY),
        ("居民医保今年一年交多少", Quantity.MONEY),
        ("转移要几天", Quantity.TIME),
        ("转诊手续管多久", Quantity.TIME),
        ("一共多少项", Quantity.COUNT),
    ],
)
def test_the_kind_of_figure_is_recognised(question: str, kind: Quantity) -> None:
    assert kind in asked_for(question)


@pytest.mark.parametrize(
    "question", ["怎么备案", "热线电话是多少", "能查自付比例吗", "有哪几个版本"]
)
def test_other_questions_want_no_figure(question: str) -> None:
    assert asked_for(question) == frozenset()


def test_a_figure_of_another_kind_does_not_answer() -> None:
    question = "烟台门诊报销比例是多少"

    assert not states(
        "手工报销10个工作日办完。",
        question,
        asked_for(question),
        kinds_in("手工报销10个工作日办完。"),
    )


def test_a_ratio_of_something_else_does_not_answer() -> None:
    question = "烟台门诊报销比例是多少"

    assert not states(
        "办理时限整体缩短50%以上。",
        question,
        asked_for(question),
        kinds_in("办理时限整体缩短50%以上。"),
    )


def test_the_figure_asked_for_answers() -> None:
    question = "转移要几天"

    assert states("15个工作日办完。", question, asked_for(question), kinds_in("15个工作日办完。"))
