"""Writes the digits of a number that was said as figures; pure."""

from __future__ import annotations

import re

from voice.syllables import syllables

FEWEST = 4  # digits in a row before anything that sounds like one is taken for one
SURE_SHARE = 0.6  # of them that are digits beyond doubt

_DIGITS = dict(
    zip("零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖洞拐", "001234567891212345678907", strict=True)
)
# How recognisers write digits that they did not take for digits (Whisper, telephone line).
# 是 and 十 are left out: 号码是 and 十二 are heard far more often than a wrong 四.
_SOUNDS = {
    **dict.fromkeys(("ling", "lin", "dong"), "0"),
    **dict.fromkeys(("yi", "yao"), "1"),  # 幺 is said yao
    "er": "2",
    **dict.fromkeys(("san", "shan"), "3"),
    "si": "4",
    "wu": "5",
    **dict.fromkeys(("liu", "niu"), "6"),
    **dict.fromkeys(("qi", "guai"), "7"),
    "ba": "8",
    "jiu": "9",
}
_NO_DIGIT = frozenset("的是我你他一那这个号码了呢嗯啊")
_TIMES = re.compile(
    r"(?P<times>[两俩二三四五六七八2-8])个(?P<what>[零〇幺一二三四五六七八九0-9])(?![0-9])"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_X = re.compile(r"[\s，,、-]*(?:[xX×✕叉插查差茶察擦]|艾克斯|爱克斯|埃克斯|艾克丝)")
_PAUSE = re.compile(r"[\s，,、。·\-]*")
_LEADING_ONE = re.compile(r"(?:^|[\s，,。是])([要腰药妖摇遥邀])[\s，,、]*$")  # 幺
_POWERS = frozenset("十百千万亿")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def with_figures(text: str) -> str:
    """Return the text with spoken digits, and what was misheard among them, as figures."""
    text = _THOUSANDS.sub("", text)
    text = _TIMES.sub(
        lambda m: _digit(m["what"]) * int(_digit(m["times"].replace("俩", "两"))), text
    )
    written = list(text)
    for start, end in _runs(text):
        digits = [_digit(char) or _sounding(char) for char in text[start:end]]
        sure = sum(bool(_digit(char)) for char in text[start:end])
        said = [d for d in digits if d]
        if len(said) >= FEWEST and sure >= SURE_SHARE * len(said):
            written[start:end] = [d or old for d, old in zip(digits, text[start:end], strict=True)]
    return _with_x("".join(written))


def _runs(text: str) -> list[tuple[int, int]]:
    """Return where digits, sounds of digits between them, and pauses follow one another."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    end = 0
    for position, char in enumerate(text):
        follower = text[position + 1 : position + 2]
        certain = bool(_digit(char)) and follower not in _POWERS
        perhaps = start is not None and char not in _NO_DIGIT and bool(_sounding(char))
        if certain:
            if start is None:
                before = _LEADING_ONE.search(text[:position])
                start = before.start(1) if before else position
            end = position + 1
        elif start is not None and not perhaps and not _PAUSE.fullmatch(char):
            runs.append((start, end))
            start = None
    return runs if start is None else [*runs, (start, end)]


def _with_x(text: str) -> str:
    """Write the check character behind seventeen digits as X."""
    for run in re.finditer(r"\d(?:[\s，,、\-]*\d){16}(?!\d)", text):
        found = _X.match(text, run.end())
        if found and not re.match(r"[\s，,、-]*\d", text[found.end() :]):
            return f"{text[: run.end()]}X{text[found.end() :]}"
    return text


def _digit(char: str) -> str:
    return char if char.isascii() and char.isdigit() else _DIGITS.get(char, "")


def _sounding(char: str) -> str:
    return _SOUNDS.get(syllables(char)[0], "") if _HAN.match(char) else ""
