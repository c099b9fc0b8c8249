"""Draws pages of registers: household register and birth certificate."""

from __future__ import annotations

import random

from core.photos import DocumentKind
from tests.photographs.drawing import Document, Sheet
from tests.photographs.invented import HOSPITALS, someone


def household_register(dice: random.Random) -> Document:
    """Draw one person's page of a household register."""
    person = someone(dice, (1940, 2024))
    sheet = Sheet(1500, 1050, (247, 242, 236))
    sheet.centred(40, "常住人口登记卡", 52)
    born = f"{person.birth:%Y年%m月%d日}"
    rows = (
        ("姓 名", person.name, "户主或与户主关系", dice.choice(("户主", "长子", "妻", "女"))),
        ("曾 用 名", "", "性 别", person.sex),
        ("出 生 地", person.area, "民 族", "汉族"),
        ("籍 贯", person.area, "出生日期", born),
        ("本市（县）其他住址", "", "宗教信仰", ""),
        ("公民身份证件编号", person.id_number, "身 高", f"{dice.randint(150, 185)}厘米"),
        ("文化程度", dice.choice(("初中", "高中", "大学本科")), "婚姻状况", "有配偶"),
        ("服务处所", "", "职 业", dice.choice(("农民", "工人", "职员"))),
        ("何时由何地迁来本址", "", "登记日期", "2016年05月12日"),
    )
    for number, (left, value, right, other) in enumerate(rows):
        y = 150 + 92 * number
        sheet.rule(60, y - 18, 1440, y - 18)
        sheet.write(80, y + 8, left, 30)
        sheet.write(380, y + 6, value, 34)
        sheet.write(890, y + 8, right, 30)
        sheet.write(1160, y + 6, other, 34)
    for x in (60, 365, 875, 1145, 1440):
        sheet.rule(x, 132, x, 132 + 92 * len(rows))
    sheet.rule(60, 132 + 92 * len(rows), 1440, 132 + 92 * len(rows))
    return Document(
        DocumentKind.HOUSEHOLD_REGISTER,
        sheet.image,
        {
            "name": person.name,
            "id_number": person.id_number,
            "birth_date": person.birth.isoformat(),
        },
    )


def birth_certificate(dice: random.Random) -> Document:
    """Draw a birth certificate."""
    child = someone(dice, (2024, 2026))
    mother, father = someone(dice, (1985, 2002)), someone(dice, (1985, 2002))
    hospital = dice.choice(HOSPITALS)
    sheet = Sheet(1500, 1100, (240, 246, 238))
    sheet.centred(40, "出 生 医 学 证 明", 60)
    sheet.write(
        1050, 120, f"出生证编号 {dice.choice('PQRST')}37{dice.randint(10**7, 10**8 - 1)}", 28
    )
    hour = f"{child.birth:%Y年%m月%d日}{dice.randint(0, 23)}时{dice.randint(0, 59)}分"
    sheet.labelled(90, 200, "新生儿姓名", child.name, 34)
    sheet.labelled(560, 200, "性别", child.sex, 34)
    sheet.labelled(740, 200, "出生时间", hour, 34)
    sheet.labelled(90, 290, "出生孕周", f"{dice.randint(36, 41)}周", 34)
    sheet.labelled(440, 290, "出生体重", f"{dice.randint(2600, 4100)}克", 34)
    sheet.labelled(850, 290, "出生身长", f"{dice.randint(47, 54)}厘米", 34)
    sheet.labelled(90, 380, "出生地点", child.area, 34)
    sheet.labelled(850, 380, "医疗机构名称", hospital, 34)
    for y, who, parent in ((470, "母亲", mother), (690, "父亲", father)):
        sheet.labelled(90, y, f"{who}姓名", parent.name, 34)
        sheet.labelled(520, y, "年龄", str(2026 - parent.birth.year), 34)
        sheet.labelled(740, y, "国籍", "中国", 34)
        sheet.labelled(980, y, "民族", "汉族", 34)
        sheet.labelled(90, y + 65, "住址", parent.address, 32)
        sheet.labelled(90, y + 130, "有效身份证件类别", "居民身份证", 32)
        sheet.labelled(720, y + 130, "有效身份证件号码", parent.id_number, 32)
    sheet.labelled(90, 930, "签发机构", hospital, 32)
    sheet.labelled(850, 930, "签发日期", f"{child.birth:%Y年%m月%d日}", 32)
    sheet.ring(1250, 950, 90)
    return Document(
        DocumentKind.BIRTH_CERTIFICATE,
        sheet.image,
        {
            "name": child.name,
            "birth_date": child.birth.isoformat(),
            "mother": mother.name,
            "hospital": hospital,
        },
    )
