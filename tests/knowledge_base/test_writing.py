"""Checks that other scripts, widths and misheard words find the same passages."""

from __future__ import annotations

from knowledge_base.sounds import Sounds
from knowledge_base.words import Cutter
from knowledge_base.written import unified


def test_traditional_and_full_width_characters_become_simplified_and_half_width() -> None:
    assert unified("醫療保險 １５ 個工作日，ＡＰＰ") == "医疗保险15个工作日,app"


def test_words_of_the_trade_that_were_misheard_are_put_right() -> None:
    sounds = Sounds(["门诊统筹", "慢特病", "异地就医"])

    assert sounds.repaired("我要办门诊统仇") == "我要办门诊统筹"
    assert sounds.repaired("满特病换医院") == "慢特病换医院"
    assert sounds.repaired("医地就医备案") == "异地就医备案"


def test_what_only_sounds_like_a_short_word_of_the_trade_is_left_alone() -> None:
    assert Sounds(["医保码", "金医保"]).repaired("天津医保能用医保吗") == "天津医保能用医保吗"


def test_a_text_without_misheard_words_stays_as_it_is() -> None:
    assert Sounds(["门诊统筹"]).repaired("app里门诊怎么签约?") == "app里门诊怎么签约?"


def test_words_without_matter_are_left_out() -> None:
    words = Cutter(["门诊慢特病"]).words("请问门诊慢特病怎么办呢")

    assert "门诊慢特病" in words
    assert "请问" not in words
    assert "呢" not in words
