"""Tests core.waiting_words: what somebody who waits says of their waiting, and what is not."""

from __future__ import annotations

import pytest

from core.teams import Team
from core.waiting_words import Wanted, teams_named, wanted

TEAMS = (
    Team("yantai", "烟台班组", regions=("烟台市",)),
    Team("chronic", "慢特病组"),
    Team("first", "青岛一组", regions=("青岛市",)),
    Team("second", "青岛二组", regions=("青岛市",)),
)


@pytest.mark.parametrize(
    "text",
    [
        *("还要等多久", "还得等多长时间啊", "前面还有几个人？", "我排第几", "排到哪儿了"),
        *("什么时候轮到我", "轮到我了吗", "请问大概要等几分钟", "现在排到第几个了"),
    ],
)
def test_the_place_is_asked_for(text: str) -> None:
    assert wanted(text) is Wanted.PLACE


@pytest.mark.parametrize(
    "text",
    [
        *("不排队了", "先不等了", "我不等了。", "算了，不排了", "等不了了", "不想等了", "取消排队"),
        *("不用人工了", "不转人工了吧", "那我不等了，谢谢"),
    ],
)
def test_who_waits_no_more_says_so(text: str) -> None:
    assert wanted(text) is Wanted.LEAVE


@pytest.mark.parametrize(
    "text",
    [
        *("约时间回电", "给我回电话", "给我打个电话吧", "让工作人员给我打个电话"),
        *("回个电话给我", "打电话给我", "过会儿再给我打电话", "我留个电话吧"),
    ],
)
def test_a_call_back_is_wanted(text: str) -> None:
    assert wanted(text) is Wanted.CALL_BACK


@pytest.mark.parametrize("text", ["换一个班组", "换个别的班组吧", "有哪些班组", "能换个工作人员吗"])
def test_another_team_is_wanted(text: str) -> None:
    assert wanted(text) is Wanted.TEAMS


@pytest.mark.parametrize("text", ["谁都行", "哪位都可以", "哪个班组都行"])
def test_anybody_will_do(text: str) -> None:
    assert wanted(text) is Wanted.ANYBODY


@pytest.mark.parametrize(
    "text",
    [
        *("不", "不要", "不是", "不等", "我要排队", "找人工", "换医院", "换慢特病医院", "找我女儿"),
        *("还要等多久才能报销", "异地备案要等多久", "门诊能报多少", "我电话是13800138000", "3", ""),
        *("办下来要多久", "窗口要排队吗", "不办了", "取消", "算了", "明天打给我妈"),
    ],
)
def test_everything_else_is_left_to_the_dialogue(text: str) -> None:
    assert wanted(text) is None
    assert not teams_named(text, TEAMS)


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("找烟台的", ["yantai"]),
        ("找烟台的工作人员", ["yantai"]),
        ("要烟台市的", ["yantai"]),
        ("我要找慢特病组", ["chronic"]),
        ("转到青岛一组吧", ["first"]),
        ("换青岛的", ["first", "second"]),
        ("烟台", []),
    ],
)
def test_a_team_is_named_by_its_name_or_its_region(text: str, teams: list[str]) -> None:
    assert [team.id for team in teams_named(text, TEAMS)] == teams
