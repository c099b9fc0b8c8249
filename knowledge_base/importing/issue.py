"""Finds who issued a document, under which number and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge_base.importing import boilerplate
from knowledge_base.importing.days import day_in, day_without_year
from knowledge_base.importing.document import Found
from knowledge_base.importing.source import Hint, Paragraph

HEAD = 12  # paragraphs at the beginning
_TAIL = 6  # paragraphs at the end where a document is signed
_KINDS = "通知|意见|方案|办法|规定|细则|公告|通告|指南|规程|决定|条例|规范|规则|计划|清单"
_NUMBER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{1,12})\s*[〔\[（(【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]）)】]\s*"
    r"(?:第\s*)?(?P<count>\d{1,4})\s*号"
)
_NUMBER_LABEL = re.compile(r"(?:发文字号|发文文号|文\s?号|文件编号)\s*[：:]\s*")
_ORGAN_END = r"(?:局|委员会|委|人民政府|政府|国务院|厅|部|办公室|中心)"
_ORGAN = re.compile(rf"[\u4e00-\u9fff]{{2,28}}{_ORGAN_END}")
_ANNOUNCED = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff]{{2,16}}?{_ORGAN_END})(?:近日|日前|于|今天|昨日)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:正式|联合)?"
    rf"(?:下发|印发|发布|出台|制定|公布)(?:了|的)?《(?P<title>[^《》]{{4,60}}(?:{_KINDS})(?:[（(][^（）()]{{1,12}}[）)])?)》"
)
_SOURCE = re.compile(
    r"(?P<label>发布机构|发布单位|发文机关|信息来源|文章来源|来源)\s*[：:]\s*(?P<names>[^|｜：:]{2,40})"
)
_BY = re.compile(rf"^(?P<organ>[\u4e00-\u9fff、 ]{{2,40}}{_ORGAN_END})关于")
_LETTERHEAD = re.compile(r"^(?P<organ>[\u4e00-\u9fff、 ]{2,30})文件$")
_MEDIUM = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,10}(?:网|报|社|电视台|广播))\s?\d{1,2}月\d{1,2}日(?:讯|电)"
)
_DATE_LABEL = re.compile(
    r"(?P<label>(?:成文|印发|发布|发文|公开)?(?:日期|时间))\s*[：:]\s*(?P<day>[^\s，。；]{8,})"
)


@dataclass(frozen=True, slots=True)
class Announced:
    """Be a document that a text says an organ has issued."""

    organ: str
    title: str


def announced(paragraph: str) -> Announced | None:
    """Return the document whose issue a news report tells of."""
    found = _ANNOUNCED.search(paragraph)
    return Announced(found["organ"], found["title"]) if found else None


def is_letterhead(line: str) -> bool:
    """Tell whether a line is the red head of an official paper: 某某市医疗保障局文件."""
    found = _LETTERHEAD.match(line)
    return found is not None and _ORGAN.fullmatch(found["organ"].replace(" ", "")) is not None


def number_in(line: str) -> str | None:
    """Return the document number (文号) if the line holds hardly anything else."""
    bare = _NUMBER_LABEL.sub("", line).strip()
    found = _NUMBER.match(bare)
    if found is None or len(bare) > len(found[0]) + 12:
        return None
    return f"{found['organ']}〔{found['year']}〕{found['count']}号"


def find_number(paragraphs: Sequence[Paragraph], hints: Sequence[Hint]) -> Found[str] | None:
    """Return the number that the document bears itself, not one that it cites."""
    for hint in hints:
        number = number_in(hint.value) if hint.kind == "number" else None
        if number:
            return Found(number, hint.where)
    for paragraph in paragraphs[:HEAD]:
        label = _NUMBER_LABEL.search(paragraph.text)
        number = number_in(paragraph.text[label.end() :].split(" ")[0] if label else paragraph.text)
        if number:
            return Found(number, f"{paragraph.where}“{paragraph.text[:40]}”")
    return None


def find_issuer(
    paragraphs: Sequence[Paragraph], hints: Sequence[Hint], title: str | None
) -> Found[str] | None:
    """Return the organ that signed the document, else the one that it names as its source."""
    return next(_issuers(paragraphs, hints, title), None)


def find_day(paragraphs: Sequence[Paragraph], hints: Sequence[Hint]) -> Found[date] | None:
    """Return the day of issue, else the day of publication."""
    return next(_days(paragraphs, hints), None)


def signature(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Return which of the last paragraphs are the signature: organs and the day below them."""
    for n in range(len(paragraphs) - 1, max(-1, len(paragraphs) - 1 - _TAIL), -1):
        if len(paragraphs[n].text) > 24 or day_in(paragraphs[n].text) is None:
            continue
        lines = [n]
        for above in range(n - 1, max(-1, n - 6), -1):
            if not _ORGAN.fullmatch(paragraphs[above].text.replace(" ", "")):
                break
            lines.insert(0, above)
        return lines if len(lines) > 1 or n >= len(paragraphs) - 2 else []
    return []


def medium(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the news medium whose report this is."""
    found = [_MEDIUM.match(p.text) for p in paragraphs[:HEAD]]
    return next((f["name"] for f in found if f), None)


def report_day(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the day of a news report that does not say its year."""
    found = [day_without_year(p.text[:40]) for p in paragraphs[:HEAD] if _MEDIUM.match(p.text)]
    return next((f for f in found if f), None)


def _issuers(
    paragraphs: Sequence[Paragraph], hints: Sequence[Hint], title: str | None
) -> Iterator[Found[str]]:
    """Return what may be the issuer, surest first."""
    signed = [paragraphs[n] for n in signature(paragraphs)[:-1]]
    if signed:
        yield Found("、".join(p.text.replace(" ", "") for p in signed), f"{signed[0].where}落款")
    for paragraph in paragraphs[:4]:
        head = _LETTERHEAD.match(paragraph.text)
        if head and _ORGAN.fullmatch(head["organ"].replace(" ", "")):
            yield Found(
                head["organ"].replace(" ", ""), f"{paragraph.where}文件头“{paragraph.text}”"
            )
    by = _BY.match(title or "")
    if by:
        yield Found(by["organ"].replace(" ", "、"), "标题开头")
    for paragraph in paragraphs[:HEAD]:
        told = announced(paragraph.text)
        if told:
            yield Found(told.organ, f"{paragraph.where}“{told.organ}”发布《{told.title}》")
    for hint in hints:
        if hint.kind == "issuer":
            yield from _organs(hint.value, hint.where)
    for paragraph in paragraphs:
        source = _SOURCE.search(paragraph.text) if boilerplate.is_meta(paragraph.text) else None
        if source:
            yield from _organs(source["names"], f"{paragraph.where}“{paragraph.text[:40]}”")
    for paragraph in paragraphs[-_TAIL:]:
        end = boilerplate.source_at_end(paragraph.text)
        if end:
            bare = re.sub(r"^来源[：:]|官网$|网站$", "", end[1:-1])
            yield from _organs(bare, f"{paragraph.where}末尾“{end}”")


def _organs(names: str, where: str) -> Iterator[Found[str]]:
    """Return the names that are organs and not newspapers."""
    for name in re.split(r"[\s、，,；;/]+", names):
        if _ORGAN.fullmatch(name):
            yield Found(name, where)


def _days(paragraphs: Sequence[Paragraph], hints: Sequence[Hint]) -> Iterator[Found[date]]:
    """Return what may be the day of issue, surest first."""
    signed = signature(paragraphs)
    if signed:
        line = paragraphs[signed[-1]]
        day = day_in(line.text)
        if day:
            yield Found(day, f"{line.where}落款“{line.text}”")
    for hint in hints:
        day = day_in(hint.value) if hint.kind == "date" else None
        if day:
            yield Found(day, hint.where)
    for paragraph in paragraphs:
        label = _DATE_LABEL.search(paragraph.text) if boilerplate.is_meta(paragraph.text) else None
        day = day_in(label["day"] if label else paragraph.text)
        if day and boilerplate.is_meta(paragraph.text):
            what = f"网页标注的{label['label']}" if label else "网页标注的时间"
            yield Found(day, f"{paragraph.where}，{what}“{paragraph.text[:40]}”")
