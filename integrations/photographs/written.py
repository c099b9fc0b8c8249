"""Reads and checks what is written on documents: numbers, days, amounts, names."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from core import id_number, luhn

# What a recogniser may take a digit for, where only digits can stand.
DIGITS = str.maketrans("OoＯ〇Dl|I×✕✖xＸ０１２３４５６７８９", "00000111XXXXX0123456789")
DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})|(\d{2})(\d{2}))(?!\d)"
)
NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,10}[·•.][\u3400-\u9fff·•.]{1,10}")
HOSPITAL = re.compile(
    r"[\u3400-\u9fff()0-9]{2,30}(?:医院|卫生院|保健院|医疗中心|卫生服务中心|卫生服务站|诊所|门诊部)"
    r"(?:\([\u3400-\u9fff]{2,12}\))?"
)
AMOUNT = re.compile(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d{1,9})\.(\d{2})(?![\d.])")

CAPITALS = {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
# Other ways to write the same numerals, and what recognisers take them for.
PLAIN = str.maketrans(
    "〇壹查壶貳贰叄参陸柒捌玖圓圆億萬拾佰仟正", "零壹壹壹贰贰叁叁陆柒捌玖元元亿万拾佰仟整"
)
UNITS = {"拾": 10, "佰": 100, "仟": 1000}
CAPITAL = re.compile(r"(?:[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元)(?:[零壹贰叁肆伍陆柒捌玖角分整]*)")


def id_number_in(text: str) -> str | None:
    """Return the ID number that the text is, if its check character is right (GB 11643)."""
    number = re.sub(r"\s", "", text).translate(DIGITS)
    if not id_number.well_shaped(number) or not id_number.region_known(number):
        return None
    if id_number.birth_date(number) is None:
        return None
    return number if id_number.check_character(number[:17]) == number[17] else None


def card_number_in(text: str) -> str | None:
    """Return the card number that the text is, if its Luhn digit is right (ISO/IEC 7812-1)."""
    number = re.sub(r"[\s\-]", "", text).translate(DIGITS)
    if not re.fullmatch(r"[3-9]\d{15,18}", number):
        return None
    return number if luhn.is_valid(number) else None


def days_in(text: str) -> list[date]:
    """Return the days that stand in a text."""
    found = []
    for match in DAY.finditer(re.sub(r"(?<=\d)\s+(?=\d)", "", text)):
        year, month, day = match[1], match[2] or match[4], match[3] or match[5]
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return found


def name_in(text: str) -> str | None:
    """Return the name that the text is, and nothing but that."""
    name = re.sub(r"\s", "", text)
    return name.replace("•", "·").replace(".", "·") if NAME.fullmatch(name) else None


def hospital_in(text: str) -> str | None:
    """Return the name of a hospital that the text is, and nothing but that."""
    name = re.sub(r"\s", "", text)
    return name if HOSPITAL.fullmatch(name) else None


def amount_in(text: str) -> Decimal | None:
    """Return the only amount in yuan and cents that stands in a text."""
    found = AMOUNT.findall(re.sub(r"\s", "", text).replace("，", ","))
    if len(found) != 1:
        return None
    whole, cents = found[0]
    return Decimal(f"{whole.replace(',', '')}.{cents}")


def capital_amount_in(text: str) -> Decimal | None:
    """Return the amount that is written in capital numerals (大写), or None if it is none."""
    match = CAPITAL.search(re.sub(r"\s", "", text).translate(PLAIN))
    if match is None:
        return None
    whole, _, rest = match[0].partition("元")
    number = _whole(whole)
    cents = re.fullmatch(
        r"零?(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?", rest
    )
    if number is None or cents is None:
        return None
    jiao, fen = (CAPITALS.get(digit or "零", 0) for digit in cents.groups())
    return Decimal(number) + Decimal(10 * jiao + fen) / 100


def _whole(text: str) -> int | None:
    """Return the number before 元; None: no cashier writes like that."""
    total, section, digit = 0, 0, 0
    last = 10_000
    for character in text:
        if character in CAPITALS:
            if digit and character != "零":
                return None
            digit = CAPITALS[character]
        elif character in UNITS:
            if UNITS[character] >= last or (digit == 0 and character != "拾"):
                return None
            last = UNITS[character]
            section += (digit or 1) * last
            digit = 0
        else:
            power = 10_000 if character == "万" else 100_000_000
            total = (total + section + digit) * power
            section, digit, last = 0, 0, 10_000
    return total + section + digit
