"""Checks that a question is answered by the right region's rules, or by none."""

from __future__ import annotations

import pytest

from knowledge_base.places import Places

PLACES = Places({"全国", "烟台市", "青岛市", "天津市", "黔东南州"})


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("烟台转医保关系要几天", "烟台市"),
        ("莱西能视频办吗", "青岛市"),
        ("贵州黔东南村里能办吗", "黔东南州"),
        ("黔东南苗族侗族自治州的医保窗口", "黔东南州"),
        ("国家规定转移几天", "全国"),
        ("我在天津看病,医保是烟台的", "烟台市"),
        ("医保关系从青岛转到烟台几天", "烟台市"),
        ("在烟台参保,去青岛看病", "烟台市"),
        ("老伴要转到上海做手术,烟台的转诊得跑几个地方", "烟台市"),
    ],
)
def test_the_region_that_a_question_names_is_recognised(question: str, region: str) -> None:
    assert PLACES.asked_about(question, insured_in=None) == region


@pytest.mark.parametrize(
    "question",
    [
        "上海的规定是什么",
        "上海医保怎么报",
        "我是上海的",
        "上海门诊报销多少",
        "我医保在上海",
        "我在上海参保",
    ],
)
def test_a_region_without_pack_is_recognised_when_its_rules_are_meant(question: str) -> None:
    assert PLACES.asked_about(question, insured_in="烟台市") == "上海"


@pytest.mark.parametrize(
    "question",
    [
        "去上海看病要备案吗",
        "在北京住院能报吗",
        "北京协和医院能直接结算吗",
        "转院到北京怎么办手续",
        "孩子在广州上大学,生病咋报",
        "去天津看病要备案吗",
        "日照时间长不长",
        "全国联网的医院有哪些",
    ],
)
def test_where_somebody_is_treated_does_not_set_the_rules(question: str) -> None:
    assert PLACES.asked_about(question, insured_in="烟台市") is None


def test_being_treated_somewhere_is_a_hint_only_while_nothing_else_is_known() -> None:
    question = "我在烟台住院,费用能先结吗"

    assert PLACES.asked_about(question, insured_in=None) == "烟台市"
    assert PLACES.asked_about(question, insured_in="青岛市") is None


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ("烟台", "烟台市"),
        ("黔东南", "黔东南州"),
        ("莱西市", "青岛市"),
        ("济南市", "济南市"),
        (None, None),
    ],
)
def test_a_region_is_known_by_its_short_name_and_by_its_counties(
    given: str | None, known: str | None
) -> None:
    assert PLACES.canonical(given) == known
