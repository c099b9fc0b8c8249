"""Tests core.person_wish: what asks for a person, and what only speaks of one."""

from __future__ import annotations

import time

import pytest

from core.person_wish import asks_for_person


@pytest.mark.parametrize(
    "text",
    [
        "人工",
        "0",
        "转人工",
        "我要人工服务",
        "找个真人说话",
        "喂，你给我找工作人员",
        "请帮我转接人工客服。",
        "先不办了，转人工",
        "先不办了转人工",
        "算了，找个人给我办",
        "算了找个人给我办",
        "不想说了，人工",
        "不想说了人工",
        "不办了，给我找个真人",
        "听不懂，转人工吧",
        "俺不会弄，找个人给俺弄弄",
        "姓名错了，转人工",
        "不对，叫个人来教我",
        "确认，转人工",
        "不满意，转人工",
        "我是替我妈办的，给我转人工吧",
        "我叫王秀兰，给我转人工",
        "能不能转人工？",
        "快点给我接人工，我都问三遍了",
        "你给我转到人工那里去",
        "有没有活人",
        "换个人来跟我说",
    ],
)
def test_the_wish_is_heard_whatever_else_is_said(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "不要转人工，我自己填",
        "别转人工",
        "转人工，不用了",
        "转人工，算了不用了",
        "人工关节能报吗",
        "人工晶体手术报多少",
        "人工授精能报销吗",
        "人工几点上班",
        "工作人员说要医保卡，是吗",
        "工作人员说让我来办签约",
        "我找过工作人员，他们说不归他们管",
        "你们工作人员态度不好",
        "找个人替我签约",
        "换个人办",
        "来人了",
        "家里来人了，先等等",
        "快找个人来，我老伴晕倒了",
        "王秀兰",
        "不办了",
        "算了",
        "没有",
        "10",
    ],
)
def test_what_only_speaks_of_people_is_no_wish(text: str) -> None:
    assert not asks_for_person(text)


def test_a_sentence_made_to_keep_us_busy_does_not() -> None:
    began = time.process_time()

    asks_for_person("我想要给我帮我就" * 120 + "人工关")

    assert time.process_time() - began < 0.1
