"""Reads both sides of a resident identity card (居民身份证)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core import id_number, photo_wording
from integrations.photographs.collected import SURE, Collected, collected, sure_text
from integrations.photographs.lines import Page, Recognised, Value
from integrations.photographs.written import days_in, id_number_in, name_in

FRONT = ("姓名", "性别", "民族", "出生", "住址", "公民身份号码")
BACK = ("签发机关", "有效期限", "中华人民共和国", "居民身份证")
TERMS = (5, 10, 20)  # years for which a card is valid (居民身份证法, article 5)
# An address that ends otherwise has probably lost its last line.
WHOLE_ADDRESS = re.compile(
    r"(?=.*[省市区县州旗])[\u3400-\u9fffA-Za-z0-9()\-#]{6,70}[号室组户村队院楼屯社栋房厂店街巷]"
)
LONG_TERM = "长期"


def read_front(lines: Sequence[Recognised]) -> Collected:
    """Read the side with the portrait: the number must prove itself and the other values."""
    page = Page(lines, FRONT)
    wrong: dict[str, str] = {}
    printed = page.behind("公民身份号码")
    number = id_number_in(printed.text) if printed else None
    if number is None and printed is not None and len(re.findall(r"\d", printed.text)) > 10:
        wrong["id_number"] = photo_wording.ID_NUMBER_WRONG
    born = _printed_birth(page)
    if number is not None and born is not None and born != id_number.birth_date(number):
        # One of them was misread, and nothing tells which.
        wrong |= dict.fromkeys(("id_number", "birth_date"), photo_wording.BIRTH_DATE_WRONG)
    sex = page.behind("性别")
    if (
        number
        and sex
        and sex.text in {"男", "女"}
        and (int(number[16]) % 2 == 1) != (sex.text == "男")
    ):
        wrong["id_number"] = photo_wording.ID_NUMBER_WRONG
    proven = id_number.birth_date(number) if number else None
    return collected(
        {
            "name": name_in(sure_text(page.behind("姓名"))),
            "id_number": number,
            "birth_date": proven.isoformat() if proven and "id_number" not in wrong else None,
            "address": _address(page),
        },
        wrong=wrong,
    )


def read_back(lines: Sequence[Recognised]) -> Collected:
    """Read the side with the emblem: until when the card is valid."""
    value = Page(lines, BACK).behind("有效期限")
    text = value.text if value and value.score >= SURE else ""
    days = days_in(text.replace("-", " - "))
    until: str | None = None
    if len(days) == 1 and text.endswith(LONG_TERM):
        until = LONG_TERM
    elif len(days) == 2 and _a_term(*days):
        until = days[1].isoformat()
    return collected({"valid_until": until})


def _printed_birth(page: Page) -> date | None:
    value = page.behind("出生")
    days = days_in(value.text) if value else []
    return days[0] if len(days) == 1 else None


def _address(page: Page) -> str | None:
    value = page.behind("住址")
    if value is None or not value.text or value.score < SURE:
        return None
    below = page.below(Value(value.text, value.score, value.left, value.row), rows=4)
    if any(piece.score < SURE for piece in below):
        return None
    address = re.sub(r"\s", "", value.text + "".join(piece.text for piece in below))
    return address if WHOLE_ADDRESS.fullmatch(address) else None


def _a_term(begin: date, end: date) -> bool:
    return end.year - begin.year in TERMS and (end.month, end.day) == (begin.month, begin.day)
