"""Checks that what a language model added to a passage is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rewriting import figures, is_faithful
from tests.core.policies import YANTAI

PASSAGE = replace(
    YANTAI,
    text="转移接续的办理时限为15个工作日，由转入地经办机构办理，参保人不用再跑转出地。",
    plain="在烟台转医保关系，十五个工作日办完，您不用再跑原来的地方。",
    spoken="在烟台转医保关系，十五个工作日办完。",
)


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("15个工作日", {"15"}),
        ("１５个工作日", {"15"}),
        ("十五个工作日", {"15"}),
        ("二十", {"20"}),
        ("二十五天", {"25"}),
        ("一百零五元", {"105"}),
        ("三百五", {"350"}),
        ("两千元", {"2000"}),
        ("2,000元", {"2000"}),
        ("2000.00元", {"2000"}),
        ("一万二", {"12000"}),
        ("一万零二", {"10002"}),
        ("1.2万元", {"12000"}),
        ("3万", {"30000"}),
        ("三千万元", {"30000000"}),
        ("两年", {"2"}),
        ("半年", {"0.5"}),
        ("一半", {"0.5"}),
        ("两年半", {"2", "0.5"}),
        ("50%", {"50"}),
        ("百分之五十", {"50"}),
        ("百分之百", {"100"}),
        ("0.5%", {"0.5"}),
        ("二〇二〇年", {"2020"}),
        ("2020年9月23日", {"2020", "9", "23"}),
        ("十分钟", {"10"}),
        ("15，20天", {"15", "20"}),
        ("第03号", {"3"}),
        ("没有数字", set()),
    ],
)
def test_a_figure_is_worth_the_same_however_it_is_written(text: str, worth: set[str]) -> None:
    assert figures(text) == worth


@pytest.mark.parametrize(
    "text",
    [
        "哪里都一样",
        "全市统一办理",
        "十分方便",
        "一定要带身份证",
        "千万别忘了",
        "千万要记住",
        "万一丢了",
        "一般当天办好",
        "一站式结算",
        "一起带上",
        "同一家医院",
        "逐一告诉您",
    ],
)
def test_words_that_only_look_like_figures_are_none(text: str) -> None:
    assert figures(text) == frozenset()


@given(st.integers(1, 9_999))
def test_every_number_up_to_ten_thousand_is_worth_what_its_characters_say(number: int) -> None:
    assert figures(f"{_in_han(number)}元") == {str(number)}


def _in_han(number: int) -> str:
    """Return a number as it is written in full: 1005 is 一千零五."""
    written, nought = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if nought and written else "") + "零一二三四五六七八九"[digit] + sign
        nought = not digit
    return written


@pytest.mark.parametrize(
    "words",
    [
        "转医保关系，15个工作日办好。",
        "转医保关系，十五个工作日就办好，您不用再跑。",
        "转医保关系，１５个工作日办好。",
        "十分方便，全市统一，办法都一样，15个工作日办完。",
        "一般不用您再跑原来的地方，一定放心。",
        "您不用再跑原来的地方了。",
    ],
)
def test_the_same_in_other_words_is_faithful(words: str) -> None:
    assert is_faithful(words, PASSAGE)


@pytest.mark.parametrize(
    "words",
    [
        "转医保关系，10个工作日办好。",
        "转医保关系，二十个工作日办好。",
        "15个工作日办好，最多半年。",
        "15个工作日办好，报百分之九十。",
        "15个工作日办好，十分钟就能交材料。",
        "15万个工作日办好。",
        "15个工作日办好，要交一万元。",
        "15个工作日办好，问12393。",
        "15个工作日办好，电话0535-6631234。",
        "15个工作日办好，打13800138000。",
        "15个工作日办好，见http://a.cn。",
        "15个工作日办好，见www.a.cn。",
        "15个工作日办好，见t.cn/a。",
        "15个工作日办好，写信到a@b.cn。",
        "15个工作日办好，见ybj.yantai.gov.cn。",
        "<think>想想</think>15个工作日办好。",
        "```15个工作日办好```",
        "Sure! 15个工作日办好。",
    ],
)
def test_an_added_figure_link_or_foreign_word_is_not_faithful(words: str) -> None:
    assert not is_faithful(words, PASSAGE)


def test_an_address_that_stands_in_the_passage_may_be_told() -> None:
    named = replace(PASSAGE, text=PASSAGE.text + "见www.yantai.gov.cn。")

    assert is_faithful("15个工作日办好，见www.yantai.gov.cn。", named)


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_nothing_is_not_faithful(words: str) -> None:
    assert not is_faithful(words, PASSAGE)


def test_who_says_much_more_than_the_passage_has_added_something() -> None:
    longest = max(len(PASSAGE.text), len(PASSAGE.plain))

    assert is_faithful("好" * (longest * 3 // 2), PASSAGE)
    assert not is_faithful("好" * (longest * 3 // 2 + 1), PASSAGE)


def test_the_reviewed_words_themselves_are_faithful() -> None:
    assert is_faithful(PASSAGE.plain, PASSAGE)
    assert is_faithful(PASSAGE.text, PASSAGE)


@given(st.integers(0, 99_999))
def test_no_figure_but_the_passages_own_ever_passes(number: int) -> None:
    assert is_faithful(f"{number}个工作日办好", PASSAGE) is (number == 15)
