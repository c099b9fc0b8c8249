"""Finds numbers in what a citizen said or typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core import bank_card, id_number
from core.fields import MOBILE

DIGITS = dict(
    zip("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖洞拐", "001234567891212345678907", strict=True)
)
WORDS = "".join(DIGITS)
POWERS = {"百": "00", "千": "000"}
TENS = re.compile(
    r"(?P<tens>[一二两三四五六七八九1-9]?)(?P<ten>[十廿卅])(?P<ones>[一二三四五六七八九1-9]?)"
)

# What stands between the digits of one number: pauses, and what people say while they search.
SOFT = re.compile(
    r"[\s\-‐-―_.·~]+|啊|嗯|呃|额|哦|噢|唔|哎|诶|呀|嘛|呢|那个|这个|然后|接着|再来|空格|横杠|杠|就是|尾号|末尾"
    r"|最后一位|最后一个|最后四位|最后|前三位|中间四位|后四位|前六位|后面|后边|前面|中间|开头|字母|大写|小写|的|是"
)
HARD = re.compile(r"[,，。、;；:：/！!]+")
TIMES = re.compile(
    r"(?P<times>[两俩二三四五六七八2-8])个(?P<what>[零〇幺一二三四五六七八九0-9])(?![0-9])"
)
ROUND = re.compile(
    rf"(?P<digit>[一二两三四五六七八九1-9])(?P<power>[千百])(?![{WORDS}0-9十百千万多来])"
)
DIGIT = re.compile(rf"[0-9]|[{WORDS[:-2]}]|(?<=[{WORDS}0-9])[洞拐oO](?=[{WORDS}0-9])")
LETTER_X = re.compile(r"[xX×✕]|叉|艾克斯|爱克斯|埃克斯")
MISHEARD_X = re.compile(r"[插查差]")  # 叉 as recognisers write it, behind 17 digits
X_FOLLOWS = frozenset({17, 11 + 17})  # digits of an ID number, maybe behind a mobile number
INTERNATIONAL = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}$)")


@dataclass(frozen=True, slots=True)
class Number:
    """Be one number found in a text."""

    digits: str  # ASCII digits, and X at the end of an ID number
    start: int
    end: int

    @property
    def is_mobile(self) -> bool:
        """Tell whether it has the form of a mobile number."""
        return MOBILE.fullmatch(self.digits) is not None

    @property
    def is_id_number(self) -> bool:
        """Tell whether it has the form of an ID number, right or wrong."""
        return len(self.digits) == id_number.LENGTH and id_number.well_shaped(self.digits)


@dataclass(frozen=True, slots=True)
class Group:
    """Be some digits said in one breath."""

    digits: str
    start: int
    end: int
    apart: bool  # a comma or the like stands before it


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers in the text, in order; digits said with pauses are joined."""
    return tuple(number for run in _runs(text) for number in _numbers_of(run))


def whole(text: str) -> int | None:
    """Return what a short counting word means (十二, 廿三, 两, 07), or None."""
    match = TENS.fullmatch(text)
    if match:
        tens = {"廿": 2, "卅": 3}.get(match["ten"]) or _digit(match["tens"] or "1")
        return 10 * tens + _digit(match["ones"] or "0")
    if text and all(char in DIGITS or char.isdecimal() for char in text):
        return int("".join(DIGITS.get(char, char) for char in text))
    return None


def _digit(char: str) -> int:
    return int(DIGITS.get(char, char))


def _runs(text: str) -> list[list[Group]]:
    """Return the groups of digits between which nothing else was said."""
    runs: list[list[Group]] = [[]]
    position, joined, apart = 0, False, False
    while position < len(text):
        run = runs[-1]
        token = _token(text, position, sum(len(group.digits) for group in run))
        if token is not None:
            digits, end = token
            if joined and run:
                last = run[-1]
                run[-1] = Group(last.digits + digits, last.start, end, last.apart)
            else:
                run.append(Group(digits, position, end, apart))
            position, joined, apart = end, True, False
            continue
        pause = SOFT.match(text, position) or HARD.match(text, position)
        if pause:
            apart = apart or pause.re is HARD
            position = pause.end()
        else:
            position += 1
            if run:
                runs.append([])
            apart = False
        joined = False
    return [run for run in runs if run]


def _token(text: str, position: int, digits_before: int) -> tuple[str, int] | None:
    """Return the digits that begin at the position, with their end; or None."""
    if match := TIMES.match(text, position):
        return str(_digit(match["what"])) * _digit(match["times"].replace("俩", "两")), match.end()
    if match := ROUND.match(text, position):
        return f"{_digit(match['digit'])}{POWERS[match['power']]}", match.end()
    if match := DIGIT.match(text, position):
        return DIGITS.get(match[0], match[0]).replace("o", "0").replace("O", "0"), match.end()
    if digits_before in X_FOLLOWS and (
        match := LETTER_X.match(text, position) or MISHEARD_X.match(text, position)
    ):
        return "X", match.end()
    return None


def _numbers_of(run: list[Group]) -> list[Number]:
    split = _split(run)
    if split is not None:
        return split
    segments: list[list[Group]] = []
    for group in run:
        if group.apart or not segments:
            segments.append([])
        segments[-1].append(group)
    apart = [_joined(segment) for segment in segments]
    if any(n.is_mobile or n.is_id_number or bank_card.valid(n.digits) for n in apart):
        return apart
    return [_joined(run)]


def _split(run: list[Group]) -> list[Number] | None:
    """Return the run as mobile and ID numbers without a remainder, or None."""
    if not run:
        return []
    for count in range(len(run), 0, -1):
        first = _joined(run[:count])
        if first.is_mobile or (first.is_id_number and id_number.birth_date(first.digits)):
            rest = _split(run[count:])
            if rest is not None:
                return [first, *rest]
    return None


def _joined(groups: list[Group]) -> Number:
    digits = "".join(group.digits for group in groups)
    return Number(INTERNATIONAL.sub("", digits), groups[0].start, groups[-1].end)
