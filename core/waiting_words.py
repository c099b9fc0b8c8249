"""Recognises what somebody who waits for a person wants: place, leave, call-back, team; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from core.teams import Team

_STOPS = re.compile(r"[\s,，。.!！?？、…~～“”]+")
_SOFT = (
    r"(?:嗯|啊|哦|喂|那|那么|那个|你好|您好|同志|姑娘|麻烦|请问|请|给我|帮我|你们?|您|我|就|还是"
    r"|算了|行|好)*"
)
_END = r"(?:吧|呀|啊|呢|嘛|哈|吗|了|的|行不行|可以吗|行吗|好吗|成吗|谢谢)*"

_PLACE = re.compile(
    _SOFT
    + r"(?:(?:现在)?(?:前面|前边|前头)(?:现在)?(?:还)?(?:有|剩)(?:几|多少)(?:个|位|号)?(?:人)?"
    + r"|(?:现在)?(?:还|大概|大约|究竟|到底)*(?:需要|得|要)?(?:再)?(?:等|排)(?:上)?"
    + r"(?:多久|多长时间|多少时间|几分钟|多少分钟|多大会儿?|多会儿)"
    + r"|(?:现在)?(?:排|轮)(?:队)?(?:到|在)?(?:我)?(?:第)?(?:几|哪儿?|多少)(?:个|位|号|名)?"
    + r"|(?:我)?(?:现在)?(?:是)?(?:排)?(?:在)?第几(?:个|位|号|名)?"
    + r"|(?:还|大概|大约)?(?:有)?(?:多久|多长时间)(?:才)?(?:能)?(?:轮到|排到|到)(?:我|咱)?"
    + r"|(?:什么时候|啥时候|几时|多会儿|多咱)(?:才)?(?:能)?(?:轮到|排到|到|有人)(?:我|咱)?"
    + r"|(?:轮到|排到)(?:我|咱)(?:了)?(?:没有|没|吗))"
    + _END
)
_LEAVE = re.compile(
    _SOFT
    + r"(?:先)?(?:我)?(?:不(?:想|愿意|用|必|要|再)?(?:再)?(?:排|等)(?:队)?(?:下去|人工|人)?"
    + r"|(?:等|排)不(?:了|及|起|住|下去)(?:队)?|(?:取消|退出|离开|别)排队?"
    + r"|不(?:用|要|必|找|转)(?:转)?(?:人工|工作人员)(?:服务)?)"
    + r"(?:了|啦)+"
    + _END
    + r"|"
    + _SOFT
    + r"(?:取消|退出|离开|不)(?:排队)"
    + _END
)
_CALL_BACK = re.compile(
    _SOFT
    + r"(?:先)?(?:让|叫|请)?(?:工作人员|他们?|人)?"
    + r"(?:约(?:个|一个|一下)?(?:时间|钟点)?(?:给我)?(?:回|打)(?:个)?电话?"
    + r"|(?:给我|给咱)?回(?:个|一个)?电(?:话)?(?:给我)?"
    + r"|给(?:我|咱)打(?:个|一个)?电话|打(?:个)?电话(?:给我|来|过来|回来)"
    + r"|(?:预)?约(?:个|一个|一下)?(?:时间)?(?:回电|电话)"
    + r"|(?:等会儿?|回头|晚点儿?|过会儿?)(?:再)?(?:给我)?打(?:个)?电话(?:给我|来)?"
    + r"|(?:我)?留(?:个|一个)?(?:电话|号码)(?:给你们)?)"
    + _END
)
_TEAMS = re.compile(
    _SOFT
    + r"(?:能|可以|想|要)*(?:换|挑|选)(?:到|成|个|一个|一下)*"
    + r"(?:别的|其他|其它|另外|另)?(?:的|一个)*"
    + r"(?:班组|组|班|工作人员)(?:来)?(?:接待|服务)?"
    + _END
    + r"|"
    + _SOFT
    + r"(?:有|都有)(?:哪些|什么|几个|哪几个)(?:班组|组)"
    + _END
)
_ANYBODY = re.compile(
    _SOFT + r"(?:谁|哪个|哪位|哪个班组|哪位工作人员|随便谁|随便)(?:都|也)?(?:行|可以|成|中)" + _END
)
_NAMED = re.compile(
    _SOFT
    + r"(?:能|可以|想|要|就)*(?:找|换|转|选|挑|要)(?:到|成|给|个|一个|一下|去)*(?P<name>.{2,24}?)"
    + r"(?:那边|这边)?(?:的)?(?:人|同志|工作人员|班组|窗口)?(?:来)?(?:接待|服务|办)?"
    + _END
)
_SHORT = re.compile(r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|区|县|班组|专班|组|班)$")


class Wanted(StrEnum):
    """Name what somebody who waits may want besides being served."""

    PLACE = "place"
    LEAVE = "leave"
    CALL_BACK = "call_back"
    TEAMS = "teams"  # to hear which there are
    ANYBODY = "anybody"  # whoever is free, of any team


_WISHES = (
    (_PLACE, Wanted.PLACE),
    (_LEAVE, Wanted.LEAVE),
    (_CALL_BACK, Wanted.CALL_BACK),
    (_TEAMS, Wanted.TEAMS),
    (_ANYBODY, Wanted.ANYBODY),
)


def wanted(text: str) -> Wanted | None:
    """Return what the text wants and nothing else; None: it is about something else."""
    said = _STOPS.sub("", text)
    return next((wish for words, wish in _WISHES if words.fullmatch(said)), None)


def teams_named(text: str, teams: Iterable[Team]) -> Sequence[Team]:
    """Return the teams that 找烟台的 asks for, by name or by region; none: it asks for none."""
    found = _NAMED.fullmatch(_STOPS.sub("", text))
    if found is None:
        return ()
    name = _short(found["name"])
    known = list(teams)
    exact = [team for team in known if _short(team.name) == name]
    return exact or [team for team in known if name in map(_short, team.regions)]


def _short(name: str) -> str:
    """Return a name as it is spoken: 烟台 for 烟台市, 慢特病 for 慢特病班组."""
    short = _SHORT.sub("", name)
    return short if len(short) > 1 else name
