"""Reads a birth certificate (出生医学证明)."""

from __future__ import annotations

from collections.abc import Sequence

from integrations.photographs.collected import Collected, collected, sure_text
from integrations.photographs.lines import Page, Recognised
from integrations.photographs.written import days_in, hospital_in, name_in

LABELS = (
    "新生儿姓名", "性别", "出生时间", "出生孕周", "出生体重", "出生身长", "出生地点",
    "医疗机构名称",
    "母亲姓名", "父亲姓名", "姓名", "年龄", "国籍", "民族", "住址", "有效身份证件类别",
    "有效身份证件号码", "出生证编号", "编号", "签发机构", "签发日期", "接生机构名称",
)  # fmt: skip
PLACES = ("医疗机构名称", "接生机构名称", "签发机构")


def read(lines: Sequence[Recognised]) -> Collected:
    """Read the child's name and day of birth, the mother's name, the hospital."""
    page = Page(lines, LABELS)
    days = days_in(sure_text(page.behind("出生时间")).partition("日")[0])
    places = {name for label in PLACES if (name := hospital_in(sure_text(page.behind(label))))}
    return collected(
        {
            "name": name_in(sure_text(page.behind("新生儿姓名"))),
            "birth_date": days[0].isoformat() if len(days) == 1 else None,
            "mother": name_in(sure_text(page.behind("母亲姓名"))),
            # Two different ones: one was misread, or the child was born elsewhere.
            "hospital": places.pop() if len(places) == 1 else None,
        },
        optional=("hospital",),
    )
