"""Tests into which clauses words are split."""

from __future__ import annotations

from itertools import pairwise

import pytest

from voice.clauses import LONGEST, Clause, characters, clauses, pace_within, sooner
from voice.speakable import speakable


def split(text: str) -> list[str]:
    return [clause.text for clause in clauses(speakable(text))]


def test_the_first_words_of_a_sentence_go_out_alone() -> None:
    assert split("好的，帮您办“门诊统筹签约”。")[0] == "好的，"


def test_short_pieces_behind_the_first_are_joined() -> None:
    assert split("请坐下，是的，不是电脑程序。") == ["请坐下，", "是的，不是电脑程序。"]


def test_a_list_is_said_in_one_breath_as_far_as_it_fits() -> None:
    assert split("名称、材料和方式都要一样。") == ["名称、材料和方式都要一样。"]


def test_a_number_of_a_list_stays_with_its_item() -> None:
    assert split("可以选：1. 本人；2. 配偶。") == ["可以选：", "第一，本人；", "第二，配偶。"]


def test_groups_of_digits_stay_whole_with_a_pause_behind_each() -> None:
    found = clauses(speakable("受理号是 20261122000013，请记下来。"))

    assert [clause.text for clause in found] == [
        "受理号是二零二六，",
        "幺幺二二，",
        "零零零零，",
        "幺三，",
        "请记下来。",
    ]
    assert [clause.pause for clause in found[:4]] == [0.3] * 4


def test_a_long_clause_without_marks_is_cut_where_one_breathes() -> None:
    found = split("您填的所有内容都已经保存在我们的系统里面了请您放心地继续往下办理就可以。")

    assert len(found) > 1
    assert all(characters(clause) <= LONGEST for clause in found)


def test_what_cannot_be_cut_stays_whole() -> None:
    name = "中国人民解放军海军青岛特勤疗养中心附属第一门诊部东院区"

    assert split(name) == [name]


def test_a_sentence_is_split_alike_wherever_it_stands() -> None:
    one, other = "好的，记下了。", "请留一个能联系到您的手机号，我好告诉您结果。"

    assert split(one + other) == split(one) + split(other)


def test_a_full_stop_pauses_longer_than_a_comma() -> None:
    found = clauses("好的，请稍等。我来查。")

    assert found[0].pause < found[1].pause


def test_nothing_gives_no_clause() -> None:
    assert clauses("") == ()
    assert clauses("，。") == ()


def test_clauses_are_said_faster_than_the_whole_because_of_the_pauses() -> None:
    slow_to_fast = [pace_within(pace) for pace in (1.5, 2.5, 3.2, 5.0)]

    assert all(
        within > pace for within, pace in zip(slow_to_fast, (1.5, 2.5, 3.2, 5.0), strict=True)
    )
    assert all(slower < faster for slower, faster in pairwise(slow_to_fast))


@pytest.mark.parametrize(
    ("clause", "cut"),
    [
        ("您在青岛市参保的职工医保退休人员，", ["您在青岛市参保的", "职工医保退休人员，"]),
        ("您的门诊统筹签约申请已经办好了，", ["您的门诊统筹签约申请", "已经办好了，"]),
        ("您上个月交的那份异地就医备案，", ["您上个月交的", "那份异地就医备案，"]),
        ("这是青岛市的规定。", []),
        ("您的受理号是二零二六，", []),
    ],
)
def test_a_beginning_is_cut_off_only_where_a_speaker_breathes(clause: str, cut: list[str]) -> None:
    found = sooner(Clause(clause, 0.35))

    assert [each.text for each in found] == (cut or [clause])
    assert found[-1].pause == 0.35
