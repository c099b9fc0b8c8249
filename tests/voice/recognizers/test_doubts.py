"""Checks that made-up words are doubted and said ones are not."""

from __future__ import annotations

import pytest

from voice.recognizers.doubts import made_up
from voice.recognizers.hotwords import EXPECTED, HINTS, prompt_words


def doubted(text: str, *, seconds: float = 3.0, sure: float = 0.85, silence: float = 0.05) -> bool:
    """Return whether these words of three clear seconds are doubted."""
    return made_up(
        text, seconds=seconds, probability=sure, no_speech=silence, prompt=prompt_words(())
    )


@pytest.mark.parametrize(
    "text",
    [
        "我想办理异地就医备案，请问需要什么材料",
        "门诊统筹签约",
        "好的",
        "对对对",
        "不是不是不是",
        "谢谢你",
        "三七零六零二一九五零零零零零零零零一二",
        "13800000000",
        "转人工",
    ],
)
def test_what_citizens_say_is_believed(text: str) -> None:
    assert not doubted(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 。",
        "门诊统筹门诊统筹门诊统筹门诊统筹门诊统筹",
        "啊啊啊啊啊啊啊啊啊啊",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "字幕由志愿者提供",
        "谢谢观看",
    ],
)
def test_nothing_loops_and_the_credits_of_films_are_doubted(text: str) -> None:
    assert doubted(text)


def test_the_prompt_said_back_is_doubted() -> None:
    assert doubted(" ".join(EXPECTED[2:6]))
    assert doubted("".join(EXPECTED[2:5]) + EXPECTED[5][:2])


def test_what_was_recognised_in_silence_is_doubted() -> None:
    assert doubted("新生儿参保", silence=0.95)
    assert doubted("我要查一下", silence=0.7, sure=0.4)
    assert not doubted("我要查一下", silence=0.7, sure=0.8)


def test_a_guess_is_doubted() -> None:
    assert doubted("剧统筹", sure=0.2)
    assert doubted("新生儿", sure=0.4)


def test_more_words_than_can_be_said_are_doubted() -> None:
    assert doubted("我想办理异地就医备案请问需要什么材料", seconds=0.5)
    assert not doubted("好的", seconds=0.3)


def test_the_hints_of_the_question_come_first_and_none_is_too_long() -> None:
    words = prompt_words(("市南区人民医院", "签约", "长" * 40, ""))

    assert words[:2] == ("市南区人民医院", "签约")
    assert len(words) == len(set(words)) == len(EXPECTED) + 1


def test_hints_are_limited_so_that_the_prompt_is_not_cut_off() -> None:
    words = prompt_words([f"医院{number}" for number in range(50)])

    assert len(words) == HINTS + len(EXPECTED)
