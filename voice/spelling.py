"""Puts Latin letters, units, list marks and symbols into Chinese words."""

from __future__ import annotations

import re

# Letters as Chinese syllables, for the model knows no other.
_LETTERS = dict(zip("ABCDEGIJKNOPQTUVYZ", "诶必西弟伊记爱杰开恩欧批丘替优维歪贼", strict=True))
_LETTERS |= {"F": "艾弗", "H": "艾尺", "L": "艾勒", "M": "艾姆", "R": "阿尔", "S": "艾斯"}
_LETTERS |= {"W": "达不溜", "X": "艾克斯"}
_WORDS = {
    "APP": "手机软件",
    "PDF": "电子文件",
    "WIFI": "无线网",
    "SIM": "手机",
    "OK": "好",
    "AI": "人工智能",
    "SMS": "短信",
    "PC": "电脑",
    "NO": "编号",
}
_UNITS = {
    "mg": "毫克",
    "μg": "微克",
    "ug": "微克",
    "mcg": "微克",
    "kg": "公斤",
    "g": "克",
    "ml": "毫升",
    "l": "升",
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "m": "米",
    "h": "小时",
    "min": "分钟",
    "iu": "单位",
    "mmol": "毫摩尔",
    "mb": "兆",
    "gb": "吉",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "℃": "摄氏度",
    "°c": "摄氏度",
    "°": "度",
}
_GREEK = {"α": "阿尔法", "β": "贝塔", "γ": "伽马", "δ": "德尔塔", "μ": "缪", "Ω": "欧姆"}
_ROMAN = dict(zip("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ", "一二三四五六七八九十", strict=True))
_SYMBOLS = {
    "+": "加",
    "=": "等于",
    "<": "小于",
    ">": "大于",
    "≤": "不超过",
    "≥": "不少于",
    "±": "正负",
    "&": "和",
    "@": "艾特",
    "‰": "千分之",
    "〇": "零",
    "㎎": "毫克",
    "㎏": "公斤",
    "㎞": "公里",
    "㎝": "厘米",
    "㎜": "毫米",
}
_ORDINALS = "一二三四五六七八九十"
_CIRCLED = re.compile(r"[①-⑩⑴-⑽⒈-⒑]\s*[.、，]?\s*")
_LISTED = re.compile(
    r"(^|[\n；;：:。！？]\s*)[(（]?(\d{1,2})(?:[.．、](?!\d)|[)）])\s*", re.MULTILINE
)
_UNIT = re.compile(
    r"(?<=[\d十百千万])\s*("
    + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
    + r")(?![A-Za-z])",
    re.IGNORECASE,
)
_PER = re.compile(r"(?<=[\u4e00-\u9fff%])\s*/\s*(?=[次天日月年人盒片支粒瓶袋千公](?!付))")
_LINK = re.compile(
    r"(?:https?://|www\.)[\x21-\x7e]*|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:gov|com|org|net|cn)"
    r"(?:\.cn)?(?:/[\x21-\x7e]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_SOFTWARE = re.compile(r"(手机)\s*APP", re.IGNORECASE)
_FILE = re.compile(r"PDF\s*(?:格式的?)?\s*文件", re.IGNORECASE)
_LAST_X = re.compile(r"(?<![A-Za-z])[Xx](?!\s*[光线片射CcTt]|[A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+(?:[-_#@][A-Za-z0-9]+)*")
_NAME_MASK = re.compile(r"(?<=[\u4e00-\u9fff])[*＊]{1,2}(?![*＊\d])")
LEFT_OUT = "网页上有"
_SPELT = 8  # letters; a longer word is no abbreviation, and nobody could follow its letters


def with_marks_said(text: str) -> str:
    """Return the text without links, with list marks and units in words; figures stay."""
    text = _MAIL.sub(f"，{LEFT_OUT}，", text)
    text = _LINK.sub(f"，{LEFT_OUT}，", text)
    text = _LISTED.sub(lambda f: f"{f[1]}第{f[2]}，", text)
    text = _CIRCLED.sub(_circled, text)
    text = _NAME_MASK.sub(lambda f: "某" * len(f[0]), text)
    text = _UNIT.sub(lambda f: _UNITS[f[1].lower()], text)
    text = _PER.sub("每", text)
    return "".join(_GREEK.get(c) or _ROMAN.get(c, c) for c in text)


def with_letters_spelt(text: str) -> str:
    """Return the text with abbreviations as words or letter by letter, and symbols as words."""
    text = _FILE.sub("电子文件", text)
    text = _SOFTWARE.sub("手机软件", text)
    # Who reads an identity number aloud says 叉.
    text = _LAST_X.sub("叉", text)
    text = _WORD.sub(_word, text)
    return "".join(_SYMBOLS.get(c, c) for c in text)


def _circled(found: re.Match[str]) -> str:
    mark = ord(found[0][0])
    start = next(s for s in (0x2488, 0x2474, 0x2460) if mark >= s)
    return f"，第{_ORDINALS[mark - start]}，"


def _word(found: re.Match[str]) -> str:
    word = found[0].upper()
    if word in _WORDS:
        return _WORDS[word]
    is_short = word.isalpha() and len(word) <= _SPELT
    return "".join(_LETTERS[c] for c in word) if is_short else ""
