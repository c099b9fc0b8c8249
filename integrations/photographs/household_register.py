"""Reads one person's page of a household register (户口簿, 常住人口登记卡)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core import id_number, photo_wording
from integrations.photographs.collected import Collected, collected, sure_text
from integrations.photographs.lines import Page, Recognised
from integrations.photographs.written import days_in, id_number_in, name_in

LABELS = (
    "姓名", "户主或与户主关系", "曾用名", "性别", "出生地", "民族", "籍贯", "出生日期",
    "本市(县)其他住址", "宗教信仰", "公民身份证件编号", "公民身份号码", "身高", "血型", "文化程度",
    "婚姻状况", "兵役状况", "服务处所", "职业", "何时由何地迁来本市(县)", "何时由何地迁来本址",
    "登记日期", "承办人签章", "监护人", "监护关系",
)  # fmt: skip
NUMBERS = ("公民身份证件编号", "公民身份号码")


def read(lines: Sequence[Recognised]) -> Collected:
    """Read name, number and day of birth; printed day and number must agree."""
    page = Page(lines, LABELS)
    wrong: dict[str, str] = {}
    printed = next((value for label in NUMBERS if (value := page.behind(label))), None)
    number = id_number_in(printed.text) if printed else None
    if number is None and printed is not None and len(re.findall(r"\d", printed.text)) > 10:
        wrong["id_number"] = photo_wording.ID_NUMBER_WRONG
    days = days_in(sure_text(page.behind("出生日期")))
    born = days[0] if len(days) == 1 else None
    proven = id_number.birth_date(number) if number else None
    if proven is not None and born is not None and born != proven:
        wrong |= dict.fromkeys(("id_number", "birth_date"), photo_wording.BIRTH_DATE_WRONG)
    day = proven or born
    return collected(
        {
            "name": name_in(sure_text(page.behind("姓名"))),
            "id_number": number,
            "birth_date": day.isoformat() if day else None,
        },
        wrong=wrong,
    )
