"""Tests how characters are read where one character has several readings."""

from __future__ import annotations

import pytest

from voice.synthesizers.phonemes import Phonemes


@pytest.fixture(scope="module")
def phonemes() -> Phonemes:
    return Phonemes()


@pytest.mark.parametrize(
    ("characters", "syllables"),
    [
        ("这段话太长了", "zhe4 duan4 hua4 tai4 chang2 le5"),
        ("要多长时间", "yao4 duo1 chang2 shi2 jian1"),
        ("以当地为准", "yi3 dang1 di4 wei2 zhun3"),
        ("拍一张照片", "pai1 yi4 zhang1 zhao4 pian4"),
        ("银行卡", "yin2 hang2 ka3"),
        ("参保", "can1 bao3"),
        ("还差一份", "hai2 cha4 yi2 fen4"),
        ("一步一步帮您办", "yi2 bu4 yi2 bu4 bang1 nin2 ban4"),
        ("不对", "bu2 dui4"),
        ("不能", "bu4 neng2"),
        ("第一项", "di4 yi1 xiang4"),
        ("一月一日", "yi1 yue4 yi1 ri4"),
        ("二零二一年", "er4 ling2 er4 yi1 nian2"),
        ("统一办", "tong3 yi1 ban4"),
    ],
)
def test_the_reading_fits_the_words(phonemes: Phonemes, characters: str, syllables: str) -> None:
    said = [s for word in phonemes.syllables(characters) for s in word]

    assert " ".join(said) == syllables


def test_marks_stay_marks(phonemes: Phonemes) -> None:
    said = "".join(phonemes.of("您好，请说。"))

    assert [c for c in said if c in ",."] == [",", "."]


def test_what_is_no_syllable_is_left_out(phonemes: Phonemes) -> None:
    assert "".join(phonemes.of("")) == ""
    assert "".join(phonemes.of("。")) == "."
