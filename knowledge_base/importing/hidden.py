"""Says what was hidden from the readers of a document."""

from __future__ import annotations

from core.knowledge import Flag
from knowledge_base.importing.instructions import instruction_flags
from knowledge_base.importing.report import Notes

HIDDEN = "hidden_text"
_QUOTE = 200  # characters


def hidden_flag(text: str, why: str, where: str, notes: Notes) -> Flag:
    """Record hidden text as dropped and return the warning about it."""
    said = " ".join(text.split())
    note = f"此处有读者看不见的文字（{why}），没有导入。"
    orders = instruction_flags(said)
    if orders:
        note += f"其中像是写给机器的话：{orders[0].note}"
    flag = Flag(HIDDEN, said[:_QUOTE], note)
    notes.drop(said, f"隐藏文字（{why}）", where)
    notes.flag(flag, where)
    return flag
