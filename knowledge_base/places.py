"""Finds the region whose rules a question asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.knowledge import NATION

GAZETTEER = Path(__file__).with_name("places.yml")

_ENDING = re.compile(r"(苗族侗族自治州|自治州|自治区|特别行政区|地区|省|市|州|县|区)$")
_NATION = re.compile(
    r"(国家|全国|中央)(?=(层面|统一|规定|政策|要求|标准|定的|的(规定|政策|要求|标准)|医保局|医疗保障局))"
)
# Where somebody is treated or lives is not the place whose rules bind them.
_TREATED = re.compile(
    r"^.{0,4}?(看病|看个|就医|就诊|住院|治|手术|医院|生孩子|生娃|生的|打工|上班|工作|上学|读书|念书|居住|定居|住|养老|"
    r"带孩子|带娃|带孙|旅游|出差|备案|买药|开药|拿药|配药|急诊|透析|化疗|体检)"
)
_GOING = re.compile(r"(去|到|往|赴|飞|回|从|由|来|至|离|跑)(一趟|了|过)?$")
_STAYING = re.compile(r"在$")
_INSURED_THERE = re.compile(
    r"(医保|社保|参保地?|户口|户籍|[交缴]费)(关系|卡)?(都|也|就|还|是|放)*在?$"
)
_MOVED_OUT = re.compile(r"(从|由)$")
_MOVING = re.compile(r"^.{0,3}?(转|迁|搬)")
_ONLY_A_PLACE = re.compile(
    r"^的?([\u4e00-\u9fff]{0,4}医院|看病|看个病|就医|就诊|治病|做手术|打工|上学|养老)"
)
_REFERRED = re.compile(r"(转院|转诊|备案)(去|到|至|往)?$")
_MOVED_IN = re.compile(r"(转|迁|接)(移|续)?(关系)?(到|回|进|入|来|至)+$")
_INSURED = re.compile(
    r"^.{0,2}?(参保|参的保|参加|交|缴|上的|买的|入的|的?医保政策|的?规定|的?政策)"
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """Be one place named in a question, and whether its rules are meant."""

    region: str
    rules: bool  # False: somewhere people travel to, live or come from
    here: bool  # the speaker is there


class Places:
    """Know the regions that we hold rules for, and every other region of the country."""

    def __init__(self, held: Iterable[str], gazetteer: Path = GAZETTEER) -> None:
        """Take the names of the regions that the packs speak for."""
        self._held = {short_name(name): name for name in held}
        listed: dict[str, object] = yaml.safe_load(gazetteer.read_text("utf-8"))
        self._region_of = {
            **{
                short_name(str(p)): str(p)
                for key in ("provinces", "cities")
                for p in _list(listed[key])
            },
            **{str(p): str(p) for key in ("provinces", "cities") for p in _list(listed[key])},
        }
        # 海南, 大同, 日照 and the like are words too: only with their 省 or 市 are they places.
        for name in _ambiguous(listed):
            self._region_of.pop(short_name(name), None)
        counties = listed["counties"]
        assert isinstance(counties, dict)
        for city, below in counties.items():
            self._region_of |= {str(county): str(city) for county in _list(below)}
        for short, name in self._held.items():
            self._region_of |= {short: name, name: name}
        self._region_of.pop(NATION, None)
        names = sorted(self._region_of, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names)))

    def canonical(self, region: str | None) -> str | None:
        """Return the name under which the packs know a region; a foreign one stays as it is."""
        if region is None:
            return None
        short = short_name(region.strip())
        owner = self._region_of.get(short, short)
        return self._held.get(short_name(owner), region)

    def is_held(self, region: str) -> bool:
        """Tell whether a pack speaks for the region."""
        return region in self._held.values()

    def asked_about(self, question: str, *, insured_in: str | None) -> str | None:
        """Return the region whose rules the question asks for, or None if it names none."""
        mentions = [self._mention(m, question) for m in self._pattern.finditer(question)]
        ruling = [m for m in mentions if m.rules]
        if ruling:
            # 贵州黔东南: the narrower name says what is meant.
            held = [m for m in ruling if self.is_held(m.region)]
            return (held or ruling)[0].region
        if _NATION.search(question):
            return NATION
        if insured_in is None:
            here = [m for m in mentions if m.here and self.is_held(m.region)]
            return here[0].region if here else None
        return None

    def without_places(self, question: str) -> str:
        """Return the question without the names of places."""
        return self._pattern.sub("", question)

    def _mention(self, found: re.Match[str], question: str) -> _Mention:
        """Judge one place by the words around it."""
        region = self.canonical(self._region_of[found[0]]) or found[0]
        before, after = question[: found.start()], question[found.end() :]
        after = re.sub(r"^(省|市|州|县|区|那边|这边|那里|这里|当地)", "", after)
        treated = bool(_TREATED.match(after))
        if _REFERRED.search(before):
            return _Mention(region, rules=False, here=False)
        if _INSURED_THERE.search(before):
            return _Mention(region, rules=True, here=False)
        if _MOVED_OUT.search(before) and _MOVING.search(after):
            return _Mention(region, rules=False, here=False)
        if _MOVED_IN.search(before):
            return _Mention(region, rules=not treated, here=False)
        if _STAYING.search(before):
            insured = bool(_INSURED.match(after))
            rules = insured or (self.is_held(region) and not treated)
            return _Mention(region, rules=rules, here=True)
        if _GOING.search(before):
            return _Mention(region, rules=self.is_held(region) and not treated, here=False)
        # 烟台住院 and 上海门诊 ask for rules; 北京看病, 上海的医院 name where one is treated.
        elsewhere = bool(_ONLY_A_PLACE.match(after))
        return _Mention(region, rules=self.is_held(region) or not elsewhere, here=False)


def short_name(name: str) -> str:
    """Return a region's name without 市, 省 or 自治州."""
    stripped = _ENDING.sub("", name)
    return stripped if len(stripped) >= 2 else name


def _list(value: object) -> list[object]:
    """Return a YAML list as a list."""
    assert isinstance(value, list)
    return value


def _ambiguous(listed: dict[str, object]) -> list[str]:
    """Return the places that are written with their ending because the bare name is a word."""
    return [
        str(p)
        for key in ("provinces", "cities")
        for p in _list(listed[key])
        if short_name(str(p)) != str(p)
    ]
