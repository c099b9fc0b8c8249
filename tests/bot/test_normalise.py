"""Tests bot.normalise."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.normalise import clean, lexicon, ordinary_words, tidied

SENTENCES = Path(__file__).parents[1] / "data" / "ordinary_sentences.txt"
ORDINARY = SENTENCES.read_text(encoding="utf-8").split()


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("１３８００１３８０００", "13800138000"),
        ("尾号Ｘ", "尾号X"),
        ("你好，可以吗？", "你好，可以吗？"),
        ("請問異地就醫備案怎麼辦", "请问异地就医备案怎么办"),
        ("我的手機號碼", "我的手机号码"),
        ("我\u200b叫\ufeff王秀英\u202e", "我叫王秀英"),
        ("你好\x00\x07啊", "你好啊"),
        ("  我   要 \n 签约  ", "我要签约"),
        ("好的👍🏻😀❤️", "好的"),
        ("1️⃣", "1"),
        ("[微笑]谢谢[玫瑰]", "谢谢"),
        ("我 想 办 异地 就医 备案", "我想办异地就医备案"),
        ("王 秀英", "王秀英"),
        ("高血压 糖尿病", "高血压 糖尿病"),
        ("138 0013 8000", "138 0013 8000"),
        ("我叫张乾", "我叫张乾"),
        ("我叫李昇", "我叫李昇"),
        ("", ""),
    ],
)
def test_writing_is_made_uniform(said: str, cleaned: str) -> None:
    assert clean(said) == cleaned


@pytest.mark.parametrize(
    ("misheard", "meant"),
    [
        ("医地就医", "异地就医"),
        ("满特病", "慢特病"),
        ("统仇", "统筹"),
        ("我想签月", "我想签约"),
        ("被案", "备案"),
        ("转人公", "转人工"),
        ("一地就一备案", "异地就医备案"),
        ("门真慢特病怎么办", "门诊慢特病怎么办"),
        ("门诊同仇签约", "门诊统筹签约"),
        ("起富线是多少", "起付线是多少"),
        ("保销比例多少", "报销比例多少"),
        ("居民一保今年交多少钱", "居民医保今年交多少钱"),
        ("社宝卡丢了", "社保卡丢了"),
        ("手几号错了", "手机号错了"),
        ("身分证", "身份证"),
        ("高血鸭", "高血压"),
        ("糖料病", "糖尿病"),
        ("双同道", "双通道"),
        ("零活就业", "灵活就业"),
        ("胰导素", "胰岛素"),
        ("住愿", "住院"),
        ("转针", "转诊"),
        ("报消去哪个窗口", "报销去哪个窗口"),
        ("外地户口能不能餐保", "外地户口能不能参保"),
        ("生育金贴", "生育津贴"),
        ("长户险", "长护险"),
        ("个人账互", "个人账户"),
        ("人功服务", "人工服务"),
        ("试频办理", "视频办理"),
        ("查寻进度", "查询进度"),
    ],
)
def test_words_that_sound_like_the_domain_are_put_right(misheard: str, meant: str) -> None:
    assert clean(misheard) == meant


@pytest.mark.parametrize("sentence", ORDINARY)
def test_an_ordinary_sentence_stays_as_it_is(sentence: str) -> None:
    assert clean(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "烟台医保举报渠道有没有",
        "村委会能办医保吗",
        "给他上个医保嘛",
        "青岛视频办里打字发照片行不行",
        "我想签约门诊统筹",
        "异地就医备案要带什么",
    ],
)
def test_a_question_rightly_written_stays_as_it_is(sentence: str) -> None:
    assert clean(sentence) == sentence


def test_there_are_a_hundred_ordinary_sentences() -> None:
    assert len(ORDINARY) >= 100


@pytest.mark.parametrize("word", sorted(lexicon()))
def test_a_word_of_the_domain_is_never_changed(word: str) -> None:
    assert clean(word) == word


@given(st.lists(st.sampled_from(sorted(ordinary_words())), min_size=1, max_size=4))
def test_an_everyday_word_never_disappears(words: list[str]) -> None:
    cleaned = clean("，".join(words))

    assert all(tidied(word) in cleaned for word in words)


@given(st.text(max_size=40))
def test_cleaning_never_fails_and_leaves_nothing_unseen(text: str) -> None:
    cleaned = clean(text)

    assert cleaned == cleaned.strip()
    assert "\u200b" not in cleaned


def test_cleaning_takes_about_a_millisecond() -> None:
    sentence = "我想给老伴办一下门诊统仇签月需要带什么材料还有医地就医被案"
    clean(sentence)

    begun = time.process_time()
    for _ in range(100):
        clean(sentence)

    assert time.process_time() - begun < 0.3  # 0.04 s on a quiet machine
