"""Checks which questions stand on the one before, and that a first question never seems to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import yaml

from bot.context import joined, leans_back, names_nothing
from knowledge_base.documents import read_packs

ROOT = Path(__file__).parents[2]
FOLLOW_UPS = ROOT / "bench" / "data" / "follow_ups.yml"
MOST_WRONG = 0.02  # share of questions that name their matter and yet seem to lean back


def first_and_later() -> tuple[list[str], list[str]]:
    """Return the first questions of the short conversations, and those after them."""
    talks = cast(list[dict[str, list[dict[str, str]]]], yaml.safe_load(FOLLOW_UPS.read_text()))
    asked = [[turn["ask"] for turn in talk["turns"]] for talk in talks]
    return [own[0] for own in asked], [ask for own in asked for ask in own[1:]]


def examples(act: str) -> Iterator[str]:
    """Return what stands for a dialogue act in the training examples."""
    file = ROOT / "bot" / "examples" / f"{act}.yml"
    for listed in yaml.safe_load(file.read_text("utf-8")).values():
        if isinstance(listed, list):
            yield from listed


def share_leaning(questions: list[str]) -> float:
    return sum(map(leans_back, questions)) / len(questions)


@pytest.mark.parametrize(
    "text",
    [
        "要带什么材料",
        "要几天",
        "多久能办好？",
        "在哪儿办",
        "怎么弄啊",
        "这个要多久",
        "那要什么材料呢",
        "得去哪个窗口",
        "网上能办吗",
        "手机上能办不",
        "能让孩子代办吗",
        "要花钱吗",
        "收费不",
        "有效期多长",
        "那异地呢",
        "为什么",
        "超过一年了怎么办",
        "没带身份证呢",
        "烟台呢？",
        "摔伤的呢",
        "那电子社保卡呢",
        "要是就在省内呢？",
        "不用微信的话呢",
        "那以后还要再办吗",
        "可以不去现场吗",
    ],
)
def test_a_question_that_leaves_its_matter_out_leans_back(text: str) -> None:
    assert leans_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "医保关系转移要多久",
        "转诊手续管多久",
        "门诊慢特病怎么认定",
        "什么是起付线",
        "起付线多少呢",
        "生育津贴怎么领呢",
        "住院能报多少",
        "异地就医备案在哪儿办",
        "手工报销要带什么材料",
        "没有健康码能进大厅吗",
        "新生儿出生当天的医疗费能不能报",
        "那门诊统筹签约以后还能换医院吗",
        "这件事我想问清楚，门诊慢特病认定以后，有效期到底是多长时间呢",
        "医保卡丢了",
        "断缴",
        "要办" + "要" * 23,  # so long that it is no aside
    ],
)
def test_a_question_that_names_its_matter_does_not_lean_back(text: str) -> None:
    assert not leans_back(text)


@pytest.mark.parametrize("text", ["要带什么材料", "多久能办好", "去哪里办？", "谁能办", "怎么办理"])
def test_a_question_on_this_matter_names_nothing(text: str) -> None:
    assert names_nothing(text)
    assert leans_back(text)


@pytest.mark.parametrize("text", ["签约要带什么材料", "网上能办吗", "转诊多久能办好", "烟台呢"])
def test_a_question_with_a_name_in_it_names_something(text: str) -> None:
    assert not names_nothing(text)


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("转诊手续管多久？", "那要几天", "转诊手续管多久，那要几天"),
        ("转诊手续管多久 ", "要几天？", "转诊手续管多久，要几天？"),
        ("怎么签约。", "烟台呢", "怎么签约，烟台呢"),
    ],
)
def test_two_questions_are_joined_into_one(before: str, after: str, whole: str) -> None:
    assert joined(before, after) == whole


def test_of_the_questions_that_open_a_talk_none_leans_back() -> None:
    first, _ = first_and_later()

    assert [text for text in first if leans_back(text)] == []


def test_of_the_questions_that_follow_most_lean_back() -> None:
    _, later = first_and_later()

    assert len(later) > 40
    assert share_leaning(later) >= 0.6


def test_of_the_questions_that_the_entries_answer_hardly_one_leans_back() -> None:
    asked = [question for entry in read_packs() for question in entry.passage.asked_as]

    assert len(asked) > 1000
    assert share_leaning(asked) < MOST_WRONG


def test_of_the_policy_questions_that_rasa_learns_from_hardly_one_leans_back() -> None:
    asked = list(examples("policy_question"))

    assert len(asked) > 150
    assert share_leaning(asked) < MOST_WRONG
