"""Takes invisible characters out of a text and says which they were."""

from __future__ import annotations

import re

from core.knowledge import Flag
from knowledge_base.importing.marks import without_private
from knowledge_base.importing.report import Notes

ZERO_WIDTH = "zero_width"
_NAMES = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "词连接符",
    "\ufeff": "零宽不换行空格", "\u00ad": "软连字符", "\u200e": "从左到右标记",
    "\u200f": "从右到左标记", "\u061c": "阿拉伯字母标记", "\u180e": "蒙古文元音分隔符",
    "\u202a": "从左到右嵌入", "\u202b": "从右到左嵌入", "\u202c": "方向结束",
    "\u202d": "强制从左到右",
    "\u202e": "强制从右到左", "\u2066": "方向隔离", "\u2067": "方向隔离", "\u2068": "方向隔离",
    "\u2069": "方向隔离结束", "\u3164": "空白填充符", "\u115f": "空白填充符",
    "\u1160": "空白填充符",
}  # fmt: skip
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e01ef]+"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
_CONTEXT = 8


def without_invisible(text: str, where: str, notes: Notes) -> tuple[str, tuple[Flag, ...]]:
    """Return the text that a reader sees, and one flag for each run that was taken out."""
    text = without_private(text)
    flags: list[Flag] = []

    def gone(found: re.Match[str]) -> str:
        names = "、".join(dict.fromkeys(map(_name, found[0])))
        notes.change("invisible", "看不见的字符已删除", names)
        around = text[max(0, found.start() - _CONTEXT) : found.end() + _CONTEXT]
        said = "".join(chr(ord(c) - 0xE0000) for c in found[0] if 0xE0020 <= ord(c) <= 0xE007E)
        note = f"此处夹有看不见的字符（{names}，共 {len(found[0])} 个），已删除。"
        if said:
            note += f"它们藏有文字：“{said[:80]}”。"
        flags.append(Flag(ZERO_WIDTH, _INVISIBLE.sub("", around), note))
        return ""

    def control_gone(found: re.Match[str]) -> str:
        notes.change("control", "控制字符已删除", " ".join(f"U+{ord(c):04X}" for c in found[0]))
        return ""

    seen = _CONTROL.sub(control_gone, _INVISIBLE.sub(gone, text))
    for flag in flags:
        notes.flag(flag, where)
    return seen, tuple(flags)


def _name(character: str) -> str:
    """Return what an invisible character is called."""
    if 0xE0000 <= ord(character) <= 0xE007F:
        return "标签字符"
    return _NAMES.get(character, f"U+{ord(character):04X}")
