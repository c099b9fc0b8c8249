"""Says which region a document speaks for, if that can be told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import yaml

from core.knowledge import NATION
from knowledge_base.importing.document import Found
from knowledge_base.places import GAZETTEER, short_name

_NATIONAL = re.compile(
    r"国家医疗保障局|国家医保局|国务院|国家税务总局|国家卫生健康委|财政部|人力资源社会保障部|民政部"
)
_ENDING = r"(?:市|州|盟|地区|省|自治区|苗族侗族自治州|[\u4e00-\u9fff]{0,6}自治州)"
_MENTIONS_NEEDED = 4  # in the text, before a place that only the text names is believed
_SHARE = 0.6  # of all mentions


class RegionFinder:
    """Know the provinces and cities of the country."""

    def __init__(self, gazetteer: Path = GAZETTEER) -> None:
        """Take the list of places."""
        listed = yaml.safe_load(gazetteer.read_text("utf-8"))
        self._provinces = {str(p) for p in listed["provinces"]}
        self._cities = {str(c) for c in listed["cities"]}
        names = sorted(self._provinces | self._cities, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names)))

    def find(self, named: Iterable[tuple[str, str]], text: str) -> Found[str] | None:
        """Return the region, looked for in each (text, where) in turn and in the text last."""
        for words, where in named:
            region = self._narrowest(words)
            if region:
                return Found(self._written(region, f"{words}\n{text}"), f"{where}：{words}")
        counts = Counter(m[0] for m in self._pattern.finditer(text) if m[0] in self._cities)
        if counts:
            (city, times), total = counts.most_common(1)[0], sum(counts.values())
            if times >= _MENTIONS_NEEDED and times >= _SHARE * total:
                return Found(self._written(city, text), f"正文 {times} 次提到“{city}”")
        return None

    def _narrowest(self, words: str) -> str | None:
        """Return the only city named, else the only province, else the country."""
        names = {m[0] for m in self._pattern.finditer(words)}
        for kind in (self._cities, self._provinces):
            if len(names & kind) == 1:
                return str((names & kind).pop())
        return NATION if not names and _NATIONAL.search(words) else None

    def _written(self, region: str, text: str) -> str:
        """Return the region with the ending that the document gives it most often."""
        if region == NATION:
            return region
        bare = short_name(region)
        endings = Counter(re.findall(rf"{bare}({_ENDING})", text))
        if endings:
            return bare + str(endings.most_common(1)[0][0])
        kind = "市" if region in self._cities and region == bare else ""
        return region + kind
