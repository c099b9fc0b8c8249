"""Reads what a hospital wrote of a patient: discharge record and certificate of a diagnosis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core import photo_wording
from integrations.photographs.collected import SURE, Collected, collected, sure_text
from integrations.photographs.lines import Page, Recognised
from integrations.photographs.written import days_in, hospital_in, name_in

LABELS = (
    "姓名", "患者姓名", "性别", "年龄", "科室", "科别", "病区", "床号", "住院号", "门诊号",
    "病案号",
    "登记号", "民族", "婚姻", "职业", "住址", "入院日期", "入院时间", "出院日期", "出院时间",
    "住院天数", "实际住院", "入院诊断", "出院诊断", "临床诊断", "诊断意见", "诊断", "入院情况",
    "诊疗经过", "出院情况", "出院医嘱", "建议", "处理意见", "医嘱", "医师签名", "医师", "医生",
    "日期", "主诉", "病情摘要", "单位",
    # A title is not the label that it contains.
    "出院记录", "出院小结", "疾病诊断证明书", "诊断证明书", "疾病诊断书", "诊断书",
)  # fmt: skip
ITEM = re.compile(r"^\(?(\d{1,2})[.、)]\s*")
PLAUSIBLE = re.compile(r"[\u3400-\u9fffA-Za-z0-9IVXⅠ-Ⅻ()\-+,、./%]{2,60}")


def read_discharge(lines: Sequence[Recognised]) -> Collected:
    """Read a discharge record: who, where, from when to when, what for."""
    page = Page(lines, LABELS)
    wrong: dict[str, str] = {}
    begin, end = _day(page, "入院日期", "入院时间"), _day(page, "出院日期", "出院时间")
    stay = re.match(r"\d{1,3}", sure_text(page.behind("住院天数") or page.behind("实际住院")))
    if begin is not None and end is not None:
        length = (end - begin).days
        # Some hospitals count both the first and the last day.
        if length < 0 or (stay is not None and int(stay[0]) not in {length, length + 1}):
            wrong = dict.fromkeys(("admission_date", "discharge_date"), photo_wording.DAYS_WRONG)
    return collected(
        {
            "name": _name(page),
            "hospital": _hospital(page),
            "admission_date": begin.isoformat() if begin else None,
            "discharge_date": end.isoformat() if end else None,
            "diagnosis": _diagnosis(page, "出院诊断"),
        },
        wrong=wrong,
    )


def read_diagnosis(lines: Sequence[Recognised]) -> Collected:
    """Read a certificate of a diagnosis: who, where, what."""
    page = Page(lines, LABELS)
    words = ("临床诊断", "诊断意见", "诊断")
    return collected(
        {
            "name": _name(page),
            "hospital": _hospital(page),
            "diagnosis": next((d for label in words if (d := _diagnosis(page, label))), None),
        }
    )


def _name(page: Page) -> str | None:
    return name_in(sure_text(page.behind("患者姓名") or page.behind("姓名")))


def _day(page: Page, *labels: str) -> date | None:
    value = next((value for label in labels if (value := page.behind(label))), None)
    days = days_in(sure_text(value))
    return days[0] if len(days) == 1 else None


def _hospital(page: Page) -> str | None:
    """Return the hospital in the head of the paper; other ones are mentioned further down."""
    head = [piece for row in page.rows[:4] for piece in row if piece.score >= SURE]
    names = {name for piece in head if (name := hospital_in(_without_title(piece.text)))}
    return names.pop() if len(names) == 1 else None


def _without_title(text: str) -> str:
    return re.sub(r"(出\s*院\s*(记\s*录|小\s*结)|(疾\s*病)?\s*诊\s*断\s*证\s*明\s*书?)$", "", text)


def _diagnosis(page: Page, label: str) -> str | None:
    value = page.behind(label)
    if value is None or (value.text and value.score < SURE):
        return None
    below = page.below(value)
    if any(piece.score < SURE for piece in below):
        return None
    texts = [value.text] if value.text else []
    texts += [piece.text for piece in below]
    items: list[str] = []
    numbers: list[int] = []
    for text in texts:
        mark = ITEM.match(text)
        if mark is not None:
            numbers.append(int(mark[1]))
            items.append(text[mark.end() :])
        elif items:
            items[-1] += text
        else:
            items.append(text)
    # A number that is missing is a line that was not seen.
    if numbers and (numbers != list(range(1, len(numbers) + 1)) or len(numbers) != len(items)):
        return None
    found = [re.sub(r"\s", "", item).rstrip("。;；") for item in items]
    return "；".join(found) if found and all(map(PLAUSIBLE.fullmatch, found)) else None
