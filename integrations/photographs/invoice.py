"""Reads a medical invoice (医疗收费票据)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core import photo_wording
from integrations.photographs.collected import Collected, collected, sure_text
from integrations.photographs.lines import Page, Recognised
from integrations.photographs.written import (
    amount_in,
    capital_amount_in,
    days_in,
    hospital_in,
    name_in,
)

LABELS = (
    "票据代码", "票据号码", "校验码", "交款人统一社会信用代码", "交款人", "开票日期", "项目名称",
    "数量/单位", "金额(元)", "备注", "金额合计(大写)", "(大写)", "金额合计(小写)", "(小写)",
    "其他信息", "业务流水号", "门诊号", "就诊日期", "住院号", "住院科别", "住院时间", "病例号",
    "医疗机构类型", "医保类型", "医保编号", "性别", "年龄", "预缴金额", "补缴金额", "退费金额",
    "医保统筹基金支付", "其他支付", "个人账户支付", "个人现金支付", "个人自付", "个人自费",
    "收款单位(章)", "收款单位", "复核人", "收款人",
)  # fmt: skip
NUMBER = re.compile(r"\d{8,10}")  # electronic ones have ten digits, printed ones eight


def read(lines: Sequence[Recognised]) -> Collected:
    """Read payer, number, hospital and sum, which must stand there twice in the same amount."""
    page = Page(lines, LABELS)
    wrong: dict[str, str] = {}
    capital_words, small_words = (
        next((value for label in labels if (value := page.behind(label))), None)
        for labels in (("金额合计(大写)", "(大写)"), ("金额合计(小写)", "(小写)"))
    )
    capital = capital_amount_in(capital_words.text) if capital_words else None
    small = amount_in(small_words.text) if small_words else None
    if capital is not None and small is not None and capital != small:
        wrong["amount"] = photo_wording.AMOUNT_WRONG
    number = re.sub(r"\s", "", sure_text(page.behind("票据号码")))
    stay = days_in(sure_text(page.behind("住院时间")).replace("-", " - "))
    in_order = len(stay) == 2 and stay[0] <= stay[1]
    place = page.behind("收款单位(章)") or page.behind("收款单位")
    return collected(
        {
            "name": name_in(sure_text(page.behind("交款人"))),
            "amount": f"{small:.2f}" if small is not None and small == capital else None,
            "invoice_number": number if NUMBER.fullmatch(number) else None,
            "hospital": hospital_in(sure_text(place)),
            "admission_date": stay[0].isoformat() if in_order else None,
            "discharge_date": stay[1].isoformat() if in_order else None,
        },
        wrong=wrong,
        optional=("admission_date", "discharge_date"),
    )
