"""Draws what hospitals hand out: invoices, discharge records, diagnoses."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from core.photos import DocumentKind
from tests.photographs.drawing import RED, Document, Sheet
from tests.photographs.invented import DIAGNOSES, HOSPITALS, a_day, someone

DIGITS = "零壹贰叁肆伍陆柒捌玖"
CHARGES = (
    "床位费",
    "诊察费",
    "检查费",
    "化验费",
    "治疗费",
    "手术费",
    "护理费",
    "卫生材料费",
    "西药费",
    "中成药费",
)


def capital(amount: Decimal) -> str:
    """Write an amount as cashiers do."""
    whole, cents = divmod(int(amount * 100), 100)
    text, zero = "", False
    for place, digit in enumerate(f"{whole:08d}"):
        power = 7 - place
        if digit != "0":
            text += ("零" if zero and text else "") + DIGITS[int(digit)]
            text += ("", "拾", "佰", "仟")[power % 4]
            zero = False
        else:
            zero = True
        if power == 4 and whole >= 10_000:
            text, zero = text + "万", False
    jiao, fen = divmod(cents, 10)
    text += "元"
    if not cents:
        return text + "整"
    text += (DIGITS[jiao] + "角") if jiao else "零"
    return text + (DIGITS[fen] + "分" if fen else "整")


def invoice(dice: random.Random) -> Document:
    """Draw an electronic medical invoice, of the ward or of the clinic."""
    person, hospital = someone(dice), dice.choice(HOSPITALS)
    ward, issued = dice.random() < 0.5, a_day(dice)
    sheet = Sheet(1800, 1150)
    sheet.centred(40, f"清河省医疗{'住院' if ward else '门诊'}收费票据（电子）", 54, RED)
    number = f"{dice.randint(10**9, 10**10 - 1)}"
    sheet.labelled(110, 140, "票据代码：", f"370601{dice.randint(20, 26)}", 30)
    sheet.labelled(1200, 140, "票据号码：", number, 30)
    sheet.labelled(
        110,
        190,
        "交款人统一社会信用代码：",
        person.id_number[:6] + "*" * 8 + person.id_number[-4:],
        30,
    )
    sheet.labelled(1200, 190, "校验码：", "a" + str(dice.randint(10000, 99999)), 30)
    sheet.labelled(110, 240, "交款人：", person.name, 30)
    sheet.labelled(1200, 240, "开票日期：", issued.isoformat(), 30)
    for x, head in (
        (150, "项目名称"),
        (470, "数量/单位"),
        (700, "金额（元）"),
        (1000, "项目名称"),
        (1320, "数量/单位"),
        (1540, "金额（元）"),
    ):
        sheet.write(x, 310, head, 28)
    total = Decimal(0)
    for place, charge in enumerate(dice.sample(CHARGES, dice.randint(3, 8))):
        amount = Decimal(dice.randint(500, 900_000)) / 100
        total += amount
        x, y = 150 + 850 * (place % 2), 370 + 60 * (place // 2)
        sheet.write(x, y, charge, 28)
        sheet.write(x + 350, y, f"{dice.randint(1, 9)}次", 28)
        sheet.write(x + 560, y, f"{amount:.2f}", 28)
    sheet.rule(100, 655, 1700, 655)
    sheet.labelled(110, 675, "金额合计（大写）", capital(total), 32)
    sheet.labelled(1200, 675, "（小写）", f"{total:.2f}", 32)
    sheet.rule(100, 735, 1700, 735)
    start = issued - timedelta(days=dice.randint(3, 20))
    values = {
        "name": person.name,
        "amount": f"{total:.2f}",
        "invoice_number": number,
        "hospital": hospital,
    }
    sheet.labelled(110, 760, "性别：", person.sex, 28)
    sheet.labelled(450, 760, "医疗机构类型：", "综合医院", 28)
    sheet.labelled(1100, 760, "医保类型：", "居民基本医疗保险", 28)
    if ward:
        values |= {"admission_date": start.isoformat(), "discharge_date": issued.isoformat()}
        sheet.labelled(110, 815, "住院号：", str(dice.randint(10**5, 10**6)), 28)
        sheet.labelled(450, 815, "住院科别：", "内科", 28)
        sheet.labelled(1100, 815, "住院时间：", f"{start:%Y%m%d}-{issued:%Y%m%d}", 28)
    fund = (total * Decimal("0.6")).quantize(Decimal("0.01"))
    sheet.labelled(110, 870, "医保统筹基金支付：", f"{fund:.2f}", 28)
    sheet.labelled(650, 870, "个人现金支付：", f"{total - fund:.2f}", 28)
    sheet.labelled(1100, 870, "个人账户支付：", "0.00", 28)
    sheet.labelled(110, 1040, "收款单位（章）：", hospital, 30)
    sheet.labelled(900, 1040, "复核人：", "周凯", 30)
    sheet.labelled(1350, 1040, "收款人：", "李洁", 30)
    sheet.ring(500, 1000, 100)
    return Document(DocumentKind.INVOICE, sheet.image, values)


def discharge_record(dice: random.Random) -> Document:
    """Draw a discharge record."""
    person, hospital = someone(dice), dice.choice(HOSPITALS)
    admitted = a_day(dice)
    left = admitted + timedelta(days=dice.randint(2, 25))
    several = dice.sample(DIAGNOSES, dice.randint(1, 3))
    sheet = Sheet(1240, 1500)
    sheet.centred(60, hospital, 52)
    sheet.centred(140, "出 院 记 录", 46)
    sheet.write(90, 240, f"姓名：{person.name}", 30)
    sheet.write(400, 240, f"性别：{person.sex}", 30)
    sheet.write(600, 240, f"年龄：{2026 - person.birth.year}岁", 30)
    sheet.write(860, 240, f"住院号：{dice.randint(10**5, 10**6)}", 30)
    style = dice.choice(("{:%Y-%m-%d}", "{:%Y年%m月%d日}"))
    sheet.write(90, 310, f"入院日期：{style.format(admitted)}", 30)
    sheet.write(640, 310, f"出院日期：{style.format(left)}", 30)
    sheet.write(90, 370, f"住院天数：{(left - admitted).days}天", 30)
    sheet.write(90, 430, f"入院诊断：{several[0]}待查", 30)
    sheet.write(90, 520, "入院情况：患者因不适数日入院，神志清，精神可，心肺未见明显异常。", 28)
    sheet.write(90, 580, "诊疗经过：入院后完善检查，给予对症治疗，症状好转，准予出院。", 28)
    if len(several) == 1:
        sheet.write(90, 660, f"出院诊断：{several[0]}", 30)
    else:
        sheet.write(90, 660, "出院诊断：", 30)
        for place, diagnosis in enumerate(several):
            sheet.write(250, 660 + 50 * place, f"{place + 1}. {diagnosis}", 30)
    sheet.write(90, 850, "出院医嘱：1. 按时服药，定期复查。2. 低盐低脂饮食。", 28)
    sheet.write(760, 1250, "医师签名：赵宁", 30)
    sheet.write(760, 1310, f"日期：{left:%Y-%m-%d}", 30)
    return Document(
        DocumentKind.DISCHARGE_RECORD,
        sheet.image,
        {
            "name": person.name,
            "hospital": hospital,
            "admission_date": admitted.isoformat(),
            "discharge_date": left.isoformat(),
            "diagnosis": "；".join(several),
        },
    )


def diagnosis(dice: random.Random) -> Document:
    """Draw a certificate of a diagnosis."""
    person, hospital, found = someone(dice), dice.choice(HOSPITALS), dice.choice(DIAGNOSES)
    day = a_day(dice)
    sheet = Sheet(1240, 1000)
    sheet.centred(60, hospital, 50)
    sheet.centred(140, "疾病诊断证明书", 46)
    sheet.write(90, 260, f"姓名：{person.name}", 32)
    sheet.write(440, 260, f"性别：{person.sex}", 32)
    sheet.write(700, 260, f"年龄：{2026 - person.birth.year}岁", 32)
    sheet.write(90, 330, "科室：内科", 32)
    sheet.write(440, 330, f"门诊号：{dice.randint(10**6, 10**7)}", 32)
    sheet.write(90, 430, f"诊断：{found}", 34)
    sheet.write(90, 540, "建议：规律服药，定期门诊复查，避免劳累。", 32)
    sheet.write(760, 760, "医师：赵宁", 32)
    sheet.write(760, 830, f"{day:%Y年%m月%d日}", 32)
    sheet.ring(880, 800, 110)
    return Document(
        DocumentKind.DIAGNOSIS,
        sheet.image,
        {"name": person.name, "hospital": hospital, "diagnosis": found},
    )
