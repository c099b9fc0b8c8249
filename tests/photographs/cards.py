"""Draws what is printed on plastic: identity cards and bank cards."""

from __future__ import annotations

import random

from core.photos import DocumentKind
from tests.photographs.drawing import BLUE, Document, Sheet
from tests.photographs.invented import BANKS, a_day, card_number, someone


def id_card(dice: random.Random) -> Document:
    """Draw the side of an identity card that has the portrait."""
    person = someone(dice)
    sheet = Sheet(1070, 675, (226, 236, 240))
    for x, y, label in (
        (70, 80, "姓 名"), (70, 160, "性 别"), (330, 160, "民 族"),
        (70, 240, "出 生"), (70, 320, "住 址"), (70, 565, "公民身份号码"),
    ):  # fmt: skip
        sheet.write(x, y, label, 32, BLUE)
    sheet.write(190, 76, person.name, 40)
    sheet.write(190, 158, person.sex, 36)
    sheet.write(450, 158, dice.choice(("汉", "汉", "回", "满")), 36)
    end = 190.0
    born = person.birth
    for number, unit in ((born.year, "年"), (born.month, "月"), (born.day, "日")):
        end = sheet.write(end, 240, str(number), 34) + 18
        end = sheet.write(end, 242, unit, 32, BLUE) + 18
    for place in range(0, len(person.address), 13):
        sheet.write(190, 320 + 50 * (place // 13), person.address[place : place + 13], 34)
    sheet.write(360, 560, person.id_number, 42)
    sheet.box(730, 90, 1000, 440, (205, 215, 222))
    sheet.disc(865, 220, 85, (228, 200, 180))
    sheet.box(770, 330, 960, 440, (70, 70, 80))
    return Document(
        DocumentKind.ID_CARD,
        sheet.image,
        {
            "name": person.name,
            "id_number": person.id_number,
            "birth_date": person.birth.isoformat(),
            "address": person.address,
        },
    )


def id_card_back(dice: random.Random) -> Document:
    """Draw the side of an identity card that has the emblem."""
    person = someone(dice)
    sheet = Sheet(1070, 675, (226, 236, 240))
    sheet.disc(170, 170, 95, (196, 60, 50))
    sheet.write(320, 100, "中华人民共和国", 64)
    sheet.write(330, 210, "居 民 身 份 证", 80)
    issued = a_day(dice)
    if (issued.month, issued.day) == (2, 29):
        issued = issued.replace(day=28)
    until = issued.replace(year=issued.year + dice.choice((10, 20)))
    forever = dice.random() < 0.25
    sheet.write(260, 450, "签发机关", 34)
    sheet.write(440, 448, f"{person.area[3:]}公安局", 36)
    sheet.write(260, 540, "有效期限", 34)
    end = "长期" if forever else f"{until:%Y.%m.%d}"
    sheet.write(440, 538, f"{issued:%Y.%m.%d}-{end}", 36)
    return Document(
        DocumentKind.ID_CARD_BACK,
        sheet.image,
        {"valid_until": "长期" if forever else until.isoformat()},
    )


def bank_card(dice: random.Random) -> Document:
    """Draw the side of a bank card that has the number."""
    number, bank = card_number(dice), dice.choice(BANKS)
    light = dice.random() < 0.5
    sheet = Sheet(1010, 640, (210, 222, 235) if light else (36, 60, 120))
    ink = (20, 20, 30) if light else (240, 240, 240)
    sheet.write(60, 50, bank, 54, ink)
    sheet.write(700, 60, "借记卡 DEBIT", 36, ink)
    sheet.box(80, 190, 210, 290, (214, 186, 110))
    pieces = "  ".join(number[place : place + 4] for place in range(0, len(number), 4))
    sheet.write(70, 340, pieces, 66 if len(number) == 16 else 60, ink)
    sheet.write(420, 440, f"VALID THRU {dice.randint(1, 12):02d}/{dice.randint(27, 36)}", 30, ink)
    sheet.write(60, 540, "ATM", 36, ink)
    sheet.write(780, 540, "UnionPay 银联", 32, (220, 60, 60) if light else ink)
    return Document(DocumentKind.BANK_CARD, sheet.image, {"bank_card": number, "bank": bank})
