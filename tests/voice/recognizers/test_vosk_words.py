"""Checks how Vosk's answers are read and how hints become words of its vocabulary."""

from __future__ import annotations

from voice.recognizers.vosk import Stretch, in_words, joined, partial, stretch

VOCABULARY = {"市南区", "人民", "医院", "人", "네", "아니요"}


def test_a_hint_is_cut_into_the_longest_words_that_the_model_knows() -> None:
    assert in_words("市南区人民医院", VOCABULARY.__contains__) == "市南区 人民 医院"
    assert in_words("네 아니요", VOCABULARY.__contains__) == "네 아니요"


def test_a_hint_with_an_unknown_word_is_left_out() -> None:
    assert in_words("市北区医院", VOCABULARY.__contains__) == ""


def test_chinese_is_joined_and_other_words_are_not() -> None:
    assert joined(["我 要 办理", "门诊 统筹"]) == "我要办理门诊统筹"
    assert joined(["네 아니요", "", "네"]) == "네 아니요 네"


def test_results_are_read_with_the_confidence_of_each_word() -> None:
    answer = (
        '{"result": [{"conf": 0.5, "word": "我"}, {"conf": 1.0, "word": "要"}], "text": "我 要"}'
    )

    assert stretch(answer) == Stretch("我 要", (0.5, 1.0))
    assert stretch('{"text": ""}') == Stretch("", ())
    assert partial('{"partial": "我"}') == "我"
