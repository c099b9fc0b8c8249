"""Tests what is made of what a recogniser wrote."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.service_items import FieldKind
from voice.artefacts import without_fillers, without_made_up
from voice.digits_heard import with_figures
from voice.spoken_text import YES_NO, SpokenText, spoken_text
from voice.syllables import blurred_all, syllables
from voice.yes_no_heard import ANSWERS, YES, yes_or_no


@cache
def hearing() -> SpokenText:
    return spoken_text()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("我要辦異地就醫備案", "我要办异地就医备案"),
        ("我上周提交的悲暗申请 现在审核到哪一步了", "我上周提交的备案申请，现在审核到哪一步了"),
        ("我刚才填的身份 正号错了", "我刚才填的身份证号错了"),
        ("请问生育津贴怎么领?", "请问生育津贴怎么领？"),
        ("好的, 谢谢.", "好的，谢谢."),
        ("嗯 我想 查一下 医保余额", "我想，查一下，医保余额"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_text_is_made_uniform_and_repaired(raw: str, text: str) -> None:
    understood = hearing().understood(raw)

    assert understood.text == text
    assert understood.raw == raw


def test_it_says_whether_words_were_replaced() -> None:
    assert hearing().understood("满特病怎么申请").changed
    assert not hearing().understood("慢特病 怎么申请").changed


@pytest.mark.parametrize(
    "raw",
    [
        "字幕由Amara.org社区提供",
        "谢谢观看",
        "谢谢大家的收看",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "(音乐)",
    ],
)
def test_what_recognisers_write_for_silence_is_nothing(raw: str) -> None:
    assert hearing().understood(raw).text == ""


def test_an_echo_of_the_expected_words_is_nothing() -> None:
    expected = ("门诊慢特病", "门诊统筹", "签约", "转人工")

    assert hearing().understood("门诊慢特病 门诊统筹 签约", expected=expected).text == ""
    assert hearing().understood("签约 转人工", expected=expected).text == "签约，转人工"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("慢些马上就好慢些马上就好", "慢些马上就好"),
        ("我不用审了 我不要了我不用审了 我不要了我不用", "我不用审了 我不要了"),
        ("不对不对", "不对不对"),
        ("咱继继继继继续填", "咱继续填"),
        ("对对对", "对对对"),
        ("一二零零零零零零", "一二零零零零零零"),
        ("一三五七九一三五七九", "一三五七九一三五七九"),
        ("谢谢你，你好", "谢谢你，你好"),
    ],
)
def test_what_is_said_over_and_over_is_said_once(raw: str, text: str) -> None:
    assert without_made_up(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("嗯我想办签约", "我想办签约"),
        ("呃 那个 备案咋办", "备案咋办"),
        ("那个备案咋办", "那个备案咋办"),
        ("就是想问问", "就是想问问"),
        ("我我我要签约", "我要签约"),
        ("嗯", "嗯"),
        ("嗯嗯", "嗯嗯"),
        ("那个，呃", "那个，呃"),
        ("额度是多少", "额度是多少"),
        ("我想问 嗯 备案", "我想问 备案"),
        ("嗯 370102", "370102"),
    ],
)
def test_fillers_go_unless_nothing_else_was_said(raw: str, text: str) -> None:
    assert without_fillers(raw) == text


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("队", "对"),
        ("兑。", "对"),
        ("四的", "是的"),
        ("是的", "是的"),
        ("号的", "好的"),
        ("部队", "不对"),
        ("布是", "不是"),
        ("却认", "确认"),
        ("缺人", "确认"),
        ("曲消", "取消"),
        ("布同一", "不同意"),
        ("補對 補對", "不对不对"),
        ("恩", "嗯"),
        ("OK", "好的"),
        ("钟", "中"),
        ("同意 同意", "同意"),
        ("部队部队", "不对不对"),
        ("不许", "不是"),
    ],
)
def test_a_lone_answer_is_recognised_by_its_sound(raw: str, answer: str) -> None:
    assert hearing().understood(raw, awaiting=YES_NO).text == answer


@pytest.mark.parametrize("raw", ["部队", "四的", "取笑", "号的"])
def test_without_such_a_question_the_same_words_stay(raw: str) -> None:
    assert hearing().understood(raw).text == raw


@pytest.mark.parametrize("raw", ["缺了", "接人", "许读", "怎么办", "大医院", "不知道", "取号"])
def test_what_only_nearly_sounds_like_a_yes_is_none(raw: str) -> None:
    assert yes_or_no(raw) not in YES


def test_the_recogniser_s_own_prompt_is_nothing() -> None:
    assert hearing().understood("是的、对、没错、确认、同意、好的", awaiting=YES_NO).text == ""


def test_a_sentence_is_no_lone_answer() -> None:
    assert yes_or_no("我是部队的") is None
    assert yes_or_no("") is None


def test_no_two_answers_sound_the_same() -> None:
    sounds = [blurred_all(syllables(answer)) for answer in ANSWERS]

    assert len(set(sounds)) == len(ANSWERS)


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("我的手机是一三八零零一三八零零零", "我的手机是13800138000"),
        ("幺三八洞洞幺三八洞洞洞", "13800138000"),
        ("要三八零零一三八零零零", "13800138000"),
        ("三七零一零二 一九五二 零三一四 零零一叉", "370102 1952 0314 001X"),
        ("37010219520314001查", "37010219520314001X"),
        ("37010219520314001 艾克斯", "37010219520314001X"),
        ("138 001 38 三个零", "138 001 38 000"),
        ("一五酒八六五四三二一零", "15986543210"),
        ("号码是13,800,138,000", "号码是13800138000"),
        ("我有两个孩子", "我有两个孩子"),
        ("八千块", "八千块"),
        ("我七十八了就这样吧", "我七十八了就这样吧"),
        ("我要转人工", "我要转人工"),
        ("王二", "王二"),
    ],
)
def test_digits_are_written_as_figures(said: str, figures: str) -> None:
    assert with_figures(said) == figures


def test_figures_are_written_only_when_a_number_is_awaited() -> None:
    said = "一三八零零一三八零零零"

    assert hearing().understood(said, awaiting=FieldKind.MOBILE).text == "13800138000"
    assert hearing().understood(said, awaiting=None).text == said


def test_a_question_beside_an_awaited_number_is_understood() -> None:
    understood = hearing().understood("满特病怎么申请", awaiting=FieldKind.ID_NUMBER)

    assert understood.text == "慢特病怎么申请"


@pytest.mark.parametrize("name", ["陈宝申", "王 秀英", "李一保", "满特兵"])
def test_a_name_stays_as_it_was_heard(name: str) -> None:
    assert hearing().understood(name, awaiting=FieldKind.NAME).text == name


def test_the_hospitals_of_the_question_are_recognised() -> None:
    understood = hearing().understood(
        "去市忠医一院吧", awaiting=FieldKind.CHOICE, hints=("市中医医院", "市人民医院")
    )

    assert understood.text == "去市中医医院吧"


@pytest.mark.parametrize(
    "dialect", ["俺想弄那个签约，中不中", "啥子材料嘛，莫得身份证", "咋弄啊", "木有了"]
)
def test_dialect_that_the_dialogue_understands_stays(dialect: str) -> None:
    assert hearing().understood(dialect).text == dialect


KINDS = st.sampled_from([None, YES_NO, "code", *FieldKind])


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="医地宝 满特病部队是对不嗯0123一三八叉，,?繁體ok\u200b😀", max_size=30), KINDS
)
def test_nothing_that_is_heard_breaks_it(raw: str, awaiting: str | None) -> None:
    understood = hearing().understood(raw, awaiting=awaiting)

    assert understood.raw == raw
    assert understood.text == understood.text.strip()
    assert understood.text or not any("\u4e00" <= c <= "\u9fff" for c in raw)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789xX 零一二三四五六七八九幺", min_size=1, max_size=24))
def test_no_digit_is_lost_or_added(said: str) -> None:
    words = dict(zip("零一二三四五六七八九幺", "01234567891", strict=True))

    figures = with_figures(said)

    wanted = "".join(words.get(c, c) for c in said if c in words or c.isdigit())
    assert "".join(words.get(c, c) for c in figures if c in words or c.isdigit()) == wanted
