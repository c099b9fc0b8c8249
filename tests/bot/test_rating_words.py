"""Tests bot.rating_words: which level a text names, and when it names none."""

from __future__ import annotations

import pytest

from bot.rating_words import Said, satisfaction_in
from core.ratings import Level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("非常满意", 5),
        ("满意", 4),
        ("基本满意", 3),
        ("不满意", 2),
        ("非常不满意", 1),
        ("十分满意", 5),
        ("最不满意的", 1),
        ("满意，谢谢", 4),
        ("我选满意", 4),
        ("评价等级选“满意”", 4),
        ("五星", 5),
        ("给五星好评", 5),
        ("我给四颗星", 4),
        ("3星", 3),
        ("就两星", 2),
        ("差评，一颗星", 1),
        ("5分", 5),
        ("打满分", 5),
    ],
)
def test_a_level_that_is_named_is_taken(text: str, level: int) -> None:
    assert satisfaction_in(text) == Said(Level(level))


@pytest.mark.parametrize(
    ("text", "level"),
    [("1", 5), ("2", 4), ("３", 3), ("四", 2), ("5", 1), ("按1", 5), ("第二个", 4)],
)
def test_a_key_means_its_place_among_the_five_choices(text: str, level: int) -> None:
    assert satisfaction_in(text) == Said(Level(level))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "还行",
            "挺好的",
            "太慢了",
            "不太满意",
            "不是很满意",
            "没有不满意",
            "很满意",
            "一般",
            "好评",
        ),
        *("满意得很", "基本不满意", "给个八分吧", "九十五分", "是满意还是不满意呢，非常满意"),
    ],
)
def test_what_could_be_one_of_several_levels_is_not_guessed(text: str) -> None:
    assert satisfaction_in(text) == Said(None, text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "好的",
            "谢谢",
            "查进度",
            "转人工",
            "我要办异地备案",
            "满意度调查",
            "满意吗？",
            "6",
            "第六个",
        ),
        *("5分钟都没有人理", "我对门诊报销不满意怎么办", "不满意，我要投诉", "身份证号是123"),
        "医院离我家太远了，我想换一家近一点的社区医院，那里排队也不长，太好了",
    ],
)
def test_what_is_about_something_else_is_no_rating(text: str) -> None:
    assert satisfaction_in(text) is None


def test_what_is_said_beside_the_level_is_a_comment() -> None:
    text = "不满意，窗口的人让我跑了三趟"

    assert satisfaction_in(text) == Said(Level.DISSATISFIED, text)


def test_a_number_of_stars_is_more_exact_than_the_words_around_it() -> None:
    said = satisfaction_in("还行吧，给个三星")

    assert said is not None
    assert said.level is Level.FAIRLY_SATISFIED
