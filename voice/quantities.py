"""Writes ranges, money, clock times and counts so that a normaliser reads them as people do."""

from __future__ import annotations

import re
from decimal import Decimal

from core.spoken_figures import spoken_number, spoken_time

_DASH = r"\s*(?:[-－–—~～〜至到]|——|至)\s*"
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d-])")
_YEARS = re.compile(rf"(?<!\d)((?:19|20)\d\d)年?{_DASH}((?:19|20)\d\d)年")
_PART = r"(上午|下午|早上|晚上|中午|凌晨|夜里)?\s*"
_TIME = r"(?<![\d:])([01]?\d|2[0-4])[:：]([0-5]\d)(?:[:：][0-5]\d)?(?![\d:])"
_TIMES = re.compile(rf"{_PART}{_TIME}(?:{_DASH}{_PART}{_TIME})?")
_NUMBER = r"\d+(?:\.\d+)?"
_PERCENTS = re.compile(rf"(?<![\d.])({_NUMBER})%?{_DASH}({_NUMBER})%")
_RANGE = re.compile(
    rf"(?<![\d.A-Za-z-])({_NUMBER})\s*([元岁天年月日号点时分项个位]|万元|个月|毫克|毫升|公里)?"
    rf"\s*[-－–—~～〜]+\s*(?=({_NUMBER})(?![\d-]))"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SIGN = re.compile(rf"[￥¥]\s*({_NUMBER})(?:\s*元)?(?!\s*[万亿])")
_FEN = re.compile(r"(?<![\d.])(\d+)\.(\d{1,2})\s*(?:元|块钱?)")
_TWO = re.compile(
    r"(?<![\d.第:：])2(?=\s*(?:[项份次倍种家页台样处步组笔门角]|分钟|年(?:内|以|后|前|有|零|多)))"
)
_PLACE = re.compile(r"(?<!\d)(\d{1,2})(?=\s*(?:单元|号楼|栋|幢|层|号窗口))")
_DAY = re.compile(r"(?<=月)\s*0?2(?=\s*[日号])")
_TIMES_SIGN = re.compile(r"(?<=\d)\s*[xX×*]\s*(?=\d)")
_DOSE = re.compile(r"(?<=[克升片粒支袋盒瓶丸])\s*[*×xX/]\s*(?=[\d每])")


def with_quantities_written(text: str) -> str:
    """Return the text with quantities either in words or as the normaliser knows them."""
    text = _THOUSANDS.sub("", text)
    text = _DATE.sub(lambda f: f"{f[1]}年{int(f[2])}月{int(f[3])}日", text)
    text = _MONTH.sub(lambda f: f"{f[1]}年{int(f[2])}月", text)
    text = _YEARS.sub(r"\1年到\2年", text)
    text = _TIMES.sub(_times, text)
    text = _PERCENTS.sub(r"\1%到\2%", text)
    text = _RANGE.sub(lambda f: f"{f[1]}{f[2] or ''}到", text)
    text = _SIGN.sub(r"\1元", text)
    text = _FEN.sub(_money, text)
    text = _TIMES_SIGN.sub("乘", _DOSE.sub("，", text))
    text = _DAY.sub("二", text)
    text = _TWO.sub("两", text)
    return _PLACE.sub(lambda f: spoken_number(Decimal(f[1])), text)


def _times(found: re.Match[str]) -> str:
    said = _time(found[1], found[2], found[3])
    if found[5] is None:
        return said
    until = _time(found[4], found[5], found[6])
    if found[4] is None and until[:2] == said[:2]:
        until = until[2:]
    return f"{said}到{until}"


def _time(part: str | None, hour: str, minute: str) -> str:
    said = spoken_time(int(hour) * 60 + int(minute))
    return f"{part}{said[2:]}" if part else said


def _money(found: re.Match[str]) -> str:
    """Return 1250.60元 as 一千二百五十元六角: nobody says 点六零元."""
    yuan, fraction = int(found[1]), found[2].ljust(2, "0")
    jiao, fen = int(fraction[0]), int(fraction[1])
    said = f"{_counted(yuan)}元" if yuan else ""
    if jiao:
        said += f"{_counted(jiao)}角"
    elif fen and yuan:
        said += "零"
    return said + (f"{_counted(fen)}分" if fen else "") or "零元"


def _counted(number: int) -> str:
    return "两" if number == 2 else spoken_number(Decimal(number))
