"""Finds amounts of money in what a citizen said or typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.reading import DEAD, DENIED, NOTHING, Reading
from core import field_wording as say
from core.service_items import Field

# Capitals of receipts (大写金额), and what people say for the common characters.
PLAIN = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億〇圆毛俩两", "一二三四五六七八九十百千万亿零元角二二"
)
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    char: int(char) for char in "0123456789"
}
POWERS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10_000, "亿": 100_000_000}
CENT = Decimal("0.01")

NUMERAL = r"[0-9零一二三四五六七八九十百千万亿]"
ONES = frozenset("零一二三四五六七八九十")
ONE = "[0-9一二三四五六七八九]"
WHOLE = rf"(?:[0-9]{{1,3}}(?:[,，][0-9]{{3}})+(?![0-9])|{NUMERAL}+)"
FRACTION = r"(?:[.点][0-9零一二三四五六七八九]+[万千]?)"
# 块六, 块六毛五, 块六五, 块零五分, 块五分; but not the 3 of 块3月.
CHANGE = (
    rf"(?:(?P<cents>{ONE})\s*分|(?P<jiao>{ONE}|零)\s*角?\s*(?:(?P<fen>{ONE})\s*分?)?)"
    rf"(?!{NUMERAL}|[年月日号天张次岁人个家分])"
)
AMOUNT = re.compile(
    rf"(?P<sign>负|减|[-−－](?=\s*[¥￥]?[0-9]))?\s*(?P<yen>[¥￥])?\s*"
    rf"(?P<whole>{WHOLE})(?P<fraction>{FRACTION})?"
    rf"(?P<vague>[多几来](?=[元块万千百,，。]|$))?\s*"
    rf"(?:(?P<unit>元|块(?![儿办弄报填交])钱?)\s*(?:{CHANGE})?整?钱?)?"
)
SMALL = re.compile(
    rf"(?<![元块.点])(?<!{NUMERAL})"
    rf"(?:(?P<jiao>{ONE})\s*角钱?\s*(?:(?P<fen>{ONE})\s*分?)?|(?P<only>{ONE})\s*分钱)"
)
VAGUE = re.compile(
    rf"大概|大约|差不多|左右|几[十百千万块元]|{NUMERAL}[多几来](?:万|千|百|块|元|$)|[万千百]把块?"
    # Two numbers side by side: 三四千.
    r"|(?<![0-9.点零一二三四五六七八九十百千万亿])[一二三四五六七八九]{2}[十百千万]"
)
NOT_MONEY = re.compile(r"\s*(?:年|月|日|号|天|张|次|岁|个|家|人|点|位|份)")
LONGEST = 9  # digits; a longer number is a telephone, a card or an ID number
TOTAL = re.compile(
    r"(?:总共|一共|合计|共计|总额|总金额|总的|加起来|共)[^0-9一二三四五六七八九]{0,4}$"
)
SECOND_THOUGHT = re.compile(r"不对|不是|错|改|应该")
MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Amount:
    """Be one amount of money found in a text."""

    yuan: Decimal
    start: int
    end: int
    named: bool  # 元, 块 or ¥ stands with it
    vague: bool = False  # 一千多块

    @property
    def value(self) -> str:
        """Return it as fields hold it: yuan with two decimals."""
        return f"{self.yuan:.2f}"


def amounts(text: str) -> tuple[Amount, ...]:
    """Return the amounts in the text, in order; a number without 元 or 块 may be one, too."""
    plain = text.translate(PLAIN)
    found = [_amount(match, plain) for match in AMOUNT.finditer(plain)]
    found += [_small(match) for match in SMALL.finditer(plain)]
    return tuple(sorted((a for a in found if a is not None), key=lambda a: a.start))


def read_money(field: Field, text: str) -> Reading:
    """Return the amount that the text gives for the field."""
    if VAGUE.search(text.translate(PLAIN)):
        return Reading(None, nearly=say.MONEY_VAGUE.format(label=field.label))
    found = amounts(text)
    named = [amount for amount in found if amount.named] or list(found)
    left = [a for a in named if not _denied(a, text)] or named
    totals = [a for a in left if TOTAL.search(text[: a.start])]
    values = list(dict.fromkeys(a.value for a in totals or left))
    if not values:
        return NOTHING
    if len(values) > 1 and SECOND_THOUGHT.search(text):
        values = values[-1:]
    if len(values) > 1:
        return Reading(None, tuple(values[:MOST_SUGGESTIONS]))
    one = next(a for a in left if a.value == values[0])
    if one.yuan != one.yuan.quantize(CENT):
        return Reading(None, nearly=say.MONEY_FRACTION.format(label=field.label))
    return Reading(one.value)


def _denied(amount: Amount, text: str) -> bool:
    before, after = text[: amount.start], text[amount.end :]
    return DENIED.search(before) is not None or DEAD.match(after) is not None


def _amount(match: re.Match[str], text: str) -> Amount | None:
    numeral = match["whole"].replace(",", "").replace("，", "")
    named = match["unit"] is not None or match["yen"] is not None
    elsewhere = len(numeral) > LONGEST or NOT_MONEY.match(text, match.end())
    whole = _whole(numeral)
    if whole is None or (elsewhere and not named):
        return None
    if not named and numeral in ONES and text.strip() != numeral:
        return None  # the 一 of 一起办
    yuan = Decimal(whole)
    if match["fraction"]:
        digits = "".join(str(DIGITS[c]) for c in match["fraction"][1:] if c in DIGITS)
        yuan += Decimal(f"0.{digits}")
        yuan *= {"万": 10_000, "千": 1_000}.get(match["fraction"][-1], 1)
    cents = 10 * DIGITS[match["jiao"] or "零"] + DIGITS[match["fen"] or match["cents"] or "零"]
    yuan += Decimal(cents) / 100
    yuan = -yuan if match["sign"] else yuan
    return Amount(yuan, match.start("whole"), match.end(), named, match["vague"] is not None)


def _small(match: re.Match[str]) -> Amount:
    jiao, fen = match["jiao"] or "零", match["fen"] or match["only"] or "零"
    yuan = Decimal(10 * DIGITS[jiao] + DIGITS[fen]) / 100
    return Amount(yuan, match.start(), match.end(), named=True)


def _whole(numeral: str) -> int | None:
    """Return what a numeral means (1250, 一千二百五, 两万三, 2万3, 一二五零), or None."""
    if not any(char in POWERS or char in GROUPS for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral))
    total, group, digits, power, gap = 0, 0, "", 1, False
    for char in numeral:
        if char in DIGITS:
            gap = gap or (char == "零" and not digits)  # 一万零三: three, not three thousand
            digits += char if char != "零" else ""
            continue
        if len(digits) > 1 and not digits.isascii():
            return None  # 三四千 is no number
        count = int("".join(str(DIGITS[c]) for c in digits) or "0")
        if char in POWERS:
            if not digits and char != "十":
                return None
            group += (count if digits else 1) * POWERS[char]
            power = POWERS[char]
        else:
            if not digits and not group:
                return None
            total = (total + group + count) * GROUPS[char]
            group, power = 0, GROUPS[char]
        digits, gap = "", False
    rest = int("".join(str(DIGITS[c]) for c in digits) or "0")
    # 两万三 leaves the thousand unsaid, 一千二百五 the ten; 十五 leaves nothing unsaid.
    unsaid = power // 10 if len(digits) == 1 and power > 10 and not gap else 1
    return total + group + rest * unsaid
