"""Builds small service items to apply for, none of them a real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.applications import Application
from core.catalogue import Catalogue
from core.form_fields import Form, form_for
from core.service_items import (
    Ages,
    Ending,
    Facilities,
    Field,
    FieldKind,
    Material,
    Option,
    Part,
    Sector,
    ServiceItem,
    TimeLimit,
    Way,
)
from tests.sample_fields import (
    CITY,
    CURRENT,
    DISEASE,
    END,
    HOSPITAL,
    ID_NUMBER,
    MOBILE,
    NAME,
    NEW,
    START,
    field,
)

TODAY = date(2026, 12, 21)  # a Monday
CONTRACT, CHANGE, TRAVEL = "T-CONTRACT", "T-CHANGE", "T-TRAVEL"
REFUND, MOVED, BIRTH, NEWBORN, PAID = "T-REFUND", "T-MOVED", "T-BIRTH", "T-NEWBORN", "T-PAID"
ACTIVATE = "T-ACTIVATE"

ID_CARD = Material(
    "有效身份证件", "总是需要", substitute="医保电子凭证或社会保障卡也可以", photo="id_card"
)
DELEGATES_CARD = Material(
    "代办人身份证件", "家里人或朋友代办时需要", by_delegate=True, photo="id_card"
)
REASON = field(
    "reason",
    "原因",
    FieldKind.CHOICE,
    aliases=("为什么去",),
    options=(Option("普通看病", ("复查", "看病")), Option("急诊抢救", ("急诊",))),
)
CHILD_NAME = replace(
    field("child_name", "孩子姓名", FieldKind.NAME, aliases=("宝宝名字",)), about="孩子"
)
CHILD_ID = replace(
    field("child_id", "孩子身份证号", FieldKind.ID_NUMBER, aliases=("孩子身份证",), sensitive=True),
    about="孩子",
)
YES_NO = (Option("是", ("是的", "对")), Option("不是", ("没有", "否")))
AMOUNT = field("amount", "总金额", FieldKind.MONEY, aliases=("金额", "多少钱"))
CARD = field("bank_card", "银行卡号", FieldKind.BANK_CARD, aliases=("银行卡",), sensitive=True)


def item(code: str, name: str, fields: tuple[Field, ...], **changes: object) -> ServiceItem:
    """Build an item that keeps every rule of the catalogue."""
    plain = ServiceItem(
        code=code,
        name=name,
        topic="示例专题",
        summary="用来测试。",
        who="参保人。",
        materials=(ID_CARD, DELEGATES_CARD),
        ways=(Way("counter", "到医保大厅窗口办"),),
        steps=("受理", "办结"),
        flow=("说要办什么", "拿受理号"),
        time_limit=TimeLimit(1, "1个工作日内办结", "示例"),
        standard="一次性告知。",
        sectors=(Sector.RESIDENT,),
        rated_on=("办事效率",),
        fields=fields,
        basis=("示例",),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def screening(
    key: str, label: str, says: str, instead: str | None = None, ends_on: str = "不是"
) -> Field:
    """Build a question that shows whether there is anything to apply for."""
    return replace(
        field(key, label, FieldKind.CHOICE, options=YES_NO),
        prompt=f"{label}吗？",
        ends={ends_on: Ending(says, "示例", instead)},
    )


ITEMS = (
    item(
        CONTRACT,
        "门诊统筹签约",
        (NAME, ID_NUMBER, MOBILE, replace(HOSPITAL, key="institution", label="签约机构")),
        time_limit=TimeLimit(0, "即时办结", "示例"),
    ),
    item(
        CHANGE,
        "门诊慢特病变更",
        (
            NAME,
            ID_NUMBER,
            DISEASE,
            replace(CURRENT, key="current_hospital"),
            replace(NEW, key="new_hospital", differs_from="current_hospital"),
            MOBILE,
        ),
    ),
    item(
        TRAVEL,
        "临时外出就医备案",
        (
            NAME,
            ID_NUMBER,
            CITY,
            REASON,
            replace(START, key="start_date"),
            replace(END, key="end_date", not_before="start_date"),
            MOBILE,
        ),
        same=("id_number", "start_date"),
        once=False,
    ),
    item(
        REFUND,
        "医疗费报销",
        (
            screening("unpaid", "是自己先垫的钱", "医院已经结算的，不用再报销。", TRAVEL),
            replace(
                screening("abroad", "是在境外看的病", "境外看病的钱不能报。", ends_on="是"),
                prompt="是在国外或者港澳台看的病吗？",
            ),
            NAME,
            replace(
                ID_NUMBER,
                ages=Ages("满16周岁的人才能报这一项。", "示例", at_least=16),
            ),
            REASON,
            AMOUNT,
            CARD,
            MOBILE,
        ),
        materials=(
            ID_CARD,
            DELEGATES_CARD,
            Material("医疗费票据", "总是需要", photo="invoice"),
            Material("急诊证明", "急诊看病时需要", when={"reason": ("急诊抢救",)}),
            Material("结婚证", "生育报销时需要", when={"unpaid": ("不是",)}),
        ),
        facilities=Facilities(
            commitment=True, late_papers=True, home_visit=True, done_for_you=True, source="示例"
        ),
    ),
    item(
        MOVED, "医保关系转移", (NAME, ID_NUMBER, MOBILE, field("old", "原参保地", FieldKind.TEXT))
    ),
    item(
        NEWBORN,
        "新生儿参保登记",
        (
            CHILD_NAME,
            CHILD_ID,
            MOBILE,
        ),
        same=("child_id",),
    ),
    item(
        PAID,
        "生育医疗费支付",
        (NAME, ID_NUMBER, AMOUNT, MOBILE),
        time_limit=TimeLimit(5, "5天", "示例"),
    ),
    item(
        BIRTH,
        "出生一件事",
        (
            field(
                "wants",
                "要办的事",
                FieldKind.CHOICE,
                options=(
                    Option("都办", ("一起办", "两样都办")),
                    Option("只办参保", ("参保",)),
                    Option("只报生育费", ("报销",)),
                ),
            ),
            NAME,
            ID_NUMBER,
            CHILD_NAME,
            CHILD_ID,
            AMOUNT,
            MOBILE,
        ),
        parts=(
            Part(NEWBORN, {"wants": ("都办", "只办参保")}),
            Part(PAID, {"wants": ("都办", "只报生育费")}),
        ),
        same=("id_number", "wants"),
    ),
    item(ACTIVATE, "电子凭证激活", (), topic="电子凭证"),
)
CATALOGUE = Catalogue(ITEMS)


def form_of(code: str, application: Application | None = None) -> Form:
    """Return the form of an item as it is asked today."""
    return form_for(CATALOGUE, application or Application("a1", "c1", code), TODAY)
