"""Takes out of a web page what its readers do not see, and keeps what it said."""

from __future__ import annotations

from lxml import etree
from lxml.etree import _Element

from core.knowledge import Flag
from knowledge_base.importing.hidden import HIDDEN, hidden_flag
from knowledge_base.importing.instructions import instruction_flags
from knowledge_base.importing.page_styles import PageStyles
from knowledge_base.importing.page_walk import HIDDEN_AT, text_in
from knowledge_base.importing.report import Notes

_DROPPED = (
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "iframe",
    "object",
    "select",
    "button",
)


def take_out_hidden(root: _Element) -> list[tuple[str, str]]:
    """Replace what readers do not see by marks; return its text and why nobody sees it."""
    sheets = "\n".join(style.text or "" for style in root.iter("style"))
    styles = PageStyles(sheets)
    hidden: list[tuple[str, str]] = []
    for comment in list(root.iter(etree.Comment)):
        text = " ".join((comment.text or "").split())
        if comment.getparent() is None:
            continue
        if instruction_flags(text):
            _replace(comment, len(hidden))
            hidden.append((text, "网页注释"))
        else:
            cut(comment)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in {
            "html",
            "head",
            "body",
            "meta",
            "title",
        }:
            continue
        if element.tag in _DROPPED or element.getroottree().getroot() is not root:
            continue
        if any(a.get(HIDDEN_AT) is not None for a in element.iterancestors()):
            continue
        why = styles.why_hidden(element)
        if why is None:
            continue
        text = " ".join(text_in(element).split())
        if text:
            _replace(element, len(hidden))
            hidden.append((text, why))
    for tag in _DROPPED:
        for element in list(root.iter(tag)):
            cut(element)
    return hidden


def cut(element: _Element) -> None:
    """Remove an element but not the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def hidden_flags(hidden: list[tuple[str, str]], main: _Element, notes: Notes) -> list[Flag]:
    """Return a flag for each hidden text; outside of the content only orders are worth telling.

    Menus and dialogues that open on a click are hidden on nearly every page.
    """
    inside = {int(e.get(HIDDEN_AT, "-1")) for e in main.iter() if e.get(HIDDEN_AT) is not None}
    flags = []
    for n, (text, why) in enumerate(hidden):
        if n in inside or instruction_flags(text):
            flags.append(
                hidden_flag(text, why, "网页正文" if n in inside else "网页其他部分", notes)
            )
        else:
            notes.drop(text, f"网页上收起的部分（{why}）", "网页其他部分")
            flags.append(Flag(HIDDEN, text[:200], why))
    return flags


def _replace(element: _Element, number: int) -> None:
    """Put a mark where an element stood."""
    mark = etree.Element("span")
    mark.set(HIDDEN_AT, str(number))
    mark.tail = element.tail
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, mark)
