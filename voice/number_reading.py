"""Reads phone, identity, card, receipt and document numbers digit by digit, in groups."""

from __future__ import annotations

import re

# By telephone convention one is said 幺: 一 and 七 sound alike on a bad line.
_SAID = dict(zip("0123456789", "零幺二三四五六七八九", strict=True))
_SIZES = {
    6: (3, 3),
    7: (3, 4),
    8: (4, 4),
    9: (3, 3, 3),
    10: (3, 3, 4),
    11: (3, 4, 4),
    15: (6, 6, 3),  # an identity number of before 1999
    18: (6, 4, 4, 4),  # place, year, day, rest (GB 11643)
}
_COUNTED = "元块角万亿千百多余人名个项件次家位种平米公吨克分年天户例岁月日号点毫升度步字张％%"
_START, _END = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z])"
_UNCOUNTED = rf"(?!\.?[0-9A-Za-z]|\s?[{_COUNTED}])"

_DOCUMENT = re.compile(r"[〔［\[【(（]\s*((?:19|20)\d\d)\s*[〕］\]】)）]\s*(?:第\s*)?(\d+)\s*号")
_MASKED = re.compile(r"([0-9]*)([*＊×xX●]{3,})([0-9]*[0-9Xx]?)")
_IDENTITY = re.compile(rf"{_START}(\d{{6}})[ -]?(\d{{4}})[ -]?(\d{{4}})[ -]?(\d{{3}}[0-9Xx]){_END}")
_CREDIT_CODE = re.compile(rf"{_START}(?=[0-9A-Z]*[0-9])(?=[0-9]*[A-Z])[0-9A-Z]{{18}}{_END}")
_MOBILE = re.compile(rf"{_START}(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{{4}})[ -]?(\d{{4}}){_END}")
_WRITTEN = re.compile(  # groups as somebody wrote them: 400-620-1234, 0532-8591-2345
    rf"{_START}[(（]?(0\d{{2,3}}|[48]00)[)）]?[ -](\d{{3,8}})(?:[ -](\d{{3,4}}))?{_END}"
)
_LANDLINE = re.compile(rf"{_START}(010|02\d|0[3-9]\d\d)(\d{{7,8}}){_END}")
_FOUR = "[0-9A-Z]{4}"
_IN_FOURS = re.compile(
    rf"{_START}(?:{_FOUR}(?:[ -]{_FOUR}){{2,3}}(?:[ -][0-9A-Z]{{1,4}})?|\d{{4}} \d{{4}}){_END}"
)
_LONG = re.compile(rf"(?<![0-9A-Za-z.,])\d{{6,}}{_UNCOUNTED}")
_HOTLINE = re.compile(rf"(?<![0-9A-Za-z.,])(?:1[0-2]\d{{3}}|9[56]\d{{3}}){_UNCOUNTED}")
_NAMED = re.compile(  # 尾号 1234, 编号：00017, 拨打 120, 后四位是0012
    r"(号码?|编号|[^\d]码|尾号|[前后][一二三四五六两\d]+位|电话|热线|打|拨|致电|或|或者|、)"
    rf"((?:是|为)?[:：]?\s*)(\d{{3,}}){_UNCOUNTED}"
)
_ROOM = re.compile(
    r"(?:(?<=单元)|(?<=[栋座楼幢]))\s*\d{3,4}(?![\d.])|(?<![\d.])\d{3,4}(?=室|诊室|病房)"
)
_EXTENSION = re.compile(rf"{_START}(\d{{7,8}})-(\d{{2,5}}){_END}")
_SPACED = re.compile(r"(?<!\d)(?<!\d )\d(?: \d){2,}(?!\d| \d)")
_ZEROS = re.compile(r"(?<![0-9.,:：/-])0\d+(?![0-9.:：/])")


def spoken_digits(digits: str) -> str:
    """Return digits one by one, one being said 幺 and X 叉; other characters are left out."""
    return "".join(_SAID.get(c, "叉" if c in "xX" else "") for c in digits)


def in_groups(digits: str) -> str:
    """Return a number in the groups in which a number of that length is usually said."""
    sizes = _SIZES.get(len(digits)) or (4,) * (len(digits) // 4 + 1) if len(digits) > 5 else (5,)
    groups: list[str] = []
    for size in sizes:
        groups.append(digits[:size])
        digits = digits[size:]
    return "，".join(spoken_digits(group) for group in groups if group)


def with_numbers_read(text: str) -> str:
    """Return the text with every number that is not a quantity read digit by digit."""
    text = _DOCUMENT.sub(_document, text)
    text = _MASKED.sub(_masked, text)
    text = _IDENTITY.sub(lambda f: "，".join(spoken_digits(group) for group in f.groups()), text)
    text = _MOBILE.sub(_as_written, text)
    for pattern in (_CREDIT_CODE, _IN_FOURS):
        text = pattern.sub(_in_fours, text)
    text = _WRITTEN.sub(_as_written, text)
    text = _EXTENSION.sub(lambda f: f"{in_groups(f[1])}，转{spoken_digits(f[2])}", text)
    text = _SPACED.sub(lambda f: in_groups(f[0].replace(" ", "")), text)
    text = _LANDLINE.sub(lambda f: f"{spoken_digits(f[1])}，{in_groups(f[2])}", text)
    text = _NAMED.sub(lambda f: f"{f[1]}{f[2]}{in_groups(f[3])}", text)
    text = _LONG.sub(lambda f: in_groups(f[0]), text)
    text = _HOTLINE.sub(lambda f: spoken_digits(f[0]), text)
    text = _ROOM.sub(lambda f: spoken_digits(f[0]), text)
    return _ZEROS.sub(lambda f: spoken_digits(f[0]), text)


def _as_written(found: re.Match[str]) -> str:
    return "，".join(in_groups(group) for group in found.groups() if group)


def _document(found: re.Match[str]) -> str:
    # Cardinal 号: 二零二一，12号 is left to the normaliser.
    year = "".join("零一二三四五六七八九"[int(digit)] for digit in found[1])
    return f"，{year}，{found[2]}号"


def _masked(found: re.Match[str]) -> str:
    left, hidden, right = found.groups()
    if not left and not right:
        return "，隐去的内容，" if len(hidden) > 4 else f"，隐去{_few(len(hidden))}位，"
    parts = (in_groups(left), f"隐去{_few(len(hidden))}位", in_groups(right))
    return "，".join(part for part in parts if part)


def _few(count: int) -> str:
    digits = "零一两三四五六七八九"
    tens, rest = divmod(count, 10)
    if tens == 0:
        return digits[rest]
    return f"{'' if tens == 1 else digits[tens]}十{'零一二三四五六七八九'[rest] if rest else ''}"


def _in_fours(found: re.Match[str]) -> str:
    # Letters stay: they are spelt with the others.
    code = re.sub("[ -]", "", found[0])
    groups = [code[at : at + 4] for at in range(0, len(code), 4)]
    return "，".join("".join(_SAID.get(c, c) for c in group) for group in groups)
