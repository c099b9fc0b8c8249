"""Tests bot.spoken_names."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.spoken_names import name_in

NO_NAMES = (Path(__file__).parents[1] / "data" / "no_names.txt").read_text("utf-8").split()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫王秀英", "王秀英"),
        ("俺叫刘德柱", "刘德柱"),
        ("名字是李桂兰", "李桂兰"),
        ("姓名：张桂芳", "张桂芳"),
        ("参保人张桂芳", "张桂芳"),
        ("我妈的名字是张桂芬", "张桂芬"),
        ("我老头子叫周建华", "周建华"),
        ("姓王叫秀英", "王秀英"),
        ("姓王，叫王秀英", "王秀英"),
        ("我姓赵，赵明亮", "赵明亮"),
        ("姓欧阳，名建国", "欧阳建国"),
        ("我是欧阳建国", "欧阳建国"),
        ("我是李四", "李四"),
        ("我叫王来福想办签约", "王来福"),
        ("我叫李胜男今年78岁", "李胜男"),
        ("我叫王秀英电话13800138000", "王秀英"),
        ("我叫买买提·吐尔逊", "买买提·吐尔逊"),
        ("我叫潘老英妹", "潘老英妹"),
        ("我名字叫石三妹嘛", "石三妹"),
        ("姓名有误，应该是陈丽华", "陈丽华"),
        ("我姓郑，叫郑国强，国家的国，强大的强", "郑国强"),
        ("我姓章，弓长张，叫张建国", "张建国"),
    ],
)
def test_an_introduced_name_is_heard_without_being_asked_for(text: str, name: str) -> None:
    assert name_in(text, bare=False).name == name
    assert name_in(text, bare=True).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王秀英", "王秀英"),
        ("王 秀 英", "王秀英"),
        ("嗯，王秀英啊", "王秀英"),
        ("对，王秀英", "王秀英"),
        ("叫王秀英就行", "王秀英"),
        ("王秀英女士", "王秀英"),
        ("王秀英 370202195603081234", "王秀英"),
        ("张伟，伟大的伟", "张伟"),
        ("也写错了，是王秀荣", "王秀荣"),
        ("戴晓红自己的名", "戴晓红"),
        ("孙志刚本人的卡", "孙志刚"),
        ("现在上头写的是宋玉侠", "宋玉侠"),
        ("我叫靳黄氏，不对，身份证上是黄秀珍", "黄秀珍"),
        ("王秀英，三横王，优秀的秀，英雄的英", "王秀英"),
        ("王修英，优秀的秀，英雄的英", "王秀英"),
        ("章建国，弓长张，建设的建", "张建国"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("欧阳建国", "欧阳建国"),
        ("龙阿朵", "龙阿朵"),
        ("改成王秀瑛", "王秀瑛"),
        ("不是王秀英是王秀瑛", "王秀瑛"),
        ("不是，是周建华", "周建华"),
        ("王㛃", "王㛃"),
    ],
)
def test_a_bare_name_is_heard_where_one_is_asked_for(text: str, name: str) -> None:
    assert name_in(text, bare=True).name == name


def test_a_bare_name_is_not_heard_where_none_is_asked_for() -> None:
    assert name_in("王秀英", bare=False).name is None


@pytest.mark.parametrize("text", NO_NAMES)
def test_what_is_no_name_is_never_taken_for_one(text: str) -> None:
    heard = name_in(text, bare=True)

    assert heard.name is None
    assert heard.perhaps is None


@pytest.mark.parametrize(
    ("text", "name"),
    [("吾买尔江", "吾买尔江"), ("我是王秀英的女儿", "王秀英"), ("周建华身份证在这", "周建华")],
)
def test_a_doubtful_name_is_only_suggested(text: str, name: str) -> None:
    heard = name_in(text, bare=True)

    assert heard.name is None
    assert heard.perhaps == name


@pytest.mark.parametrize("text", ["我姓王", "老王", "王大爷", "免贵姓王"])
def test_a_surname_alone_is_not_a_name(text: str) -> None:
    heard = name_in(text, bare=True)

    assert heard.name is None
    assert heard.surname == "王"
