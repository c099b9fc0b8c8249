"""Tells which elements of a web page its readers do not see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

_Style = dict[str, str]
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"([a-z0-9]*)((?:[.#][\w-]+)*)", re.IGNORECASE)
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|)")
_TINY = {"px": 3.0, "pt": 2.5, "em": 0.2, "rem": 0.2, "%": 20.0, "": 0.0}
_WHITE = re.compile(
    r"^(?:#f{3}|#f{6}|#f[a-f]f[a-f]f[a-f]|white|rgba?\(\s*255\s*,\s*255\s*,\s*255.*\)|transparent|rgba\(.*,\s*0(?:\.0+)?\s*\))$"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Be a rule of a style sheet for one tag, class or id."""

    order: int  # a later rule wins
    tag: str  # "": any
    names: frozenset[str]  # such as .menu and #top; an element must have all
    style: _Style


class PageStyles:
    """Know the rules of a page's own style sheets that name a tag, a class or an id."""

    def __init__(self, sheets: str) -> None:
        """Take the text of the style elements; sheets in other files are not known."""
        # By one of the names that an element must have, since pages come with thousands of rules.
        self._rules: dict[str, list[_Rule]] = {}
        order = 0
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheets)):
            style = _parsed(body)
            for selector in selectors.split(","):
                simple = _SIMPLE.fullmatch(selector.strip())
                if simple and selector.strip():
                    names = frozenset(re.findall(r"[.#][\w-]+", simple[2]))
                    key = next(iter(sorted(names)), simple[1].lower())
                    rule = _Rule(order, simple[1].lower(), names, style)
                    self._rules.setdefault(key, []).append(rule)
                    order += 1

    def why_hidden(self, element: _Element) -> str | None:
        """Return why nobody sees an element, None if it is seen."""
        if element.get("hidden") is not None:
            return "设为隐藏"
        style = self._style(element)
        if style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}:
            return "设为隐藏"
        if style.get("opacity") in {"0", "0.0", "0%"}:
            return "完全透明"
        if _is_tiny(style.get("font-size", "")):
            return "字号极小"
        if _is_outside(style):
            return "移出页面以外"
        if _is_closed(style):
            return "缩成零大小"
        colour = style.get("color", "")
        if colour and (_is_white(colour) or self._is_on_same(element, colour)):
            return None if self._is_on_dark(element) else "文字与背景同色"
        return None

    def _style(self, element: _Element) -> _Style:
        """Return what the page says of an element's look, its own style last."""
        names = {f".{c}" for c in element.get("class", "").split()}
        names.add(f"#{element.get('id', '')}")
        rules = [rule for key in (*names, element.tag) for rule in self._rules.get(key, ())]
        style: _Style = {}
        for rule in sorted(rules, key=lambda r: r.order):
            if rule.tag in {"", element.tag} and rule.names <= names:
                style |= rule.style
        if element.tag == "font" and element.get("color"):
            style["color"] = element.get("color", "").strip().lower()
        return style | _parsed(element.get("style", ""))

    def _grounds(self, element: _Element) -> list[str]:
        """Return the backgrounds behind an element, the nearest first."""
        found = []
        for holder in (element, *element.iterancestors()):
            style = self._style(holder)
            ground = style.get("background-color") or style.get("background") or ""
            ground = ground or holder.get("bgcolor", "") or holder.get("background", "")
            if ground and ground not in {"none", "transparent", "inherit", "initial"}:
                found.append(ground.strip().lower())
        return found

    def _is_on_dark(self, element: _Element) -> bool:
        """Tell whether something other than white lies behind white letters."""
        grounds = self._grounds(element)
        return bool(grounds) and not _is_white(grounds[0].split()[0])

    def _is_on_same(self, element: _Element, colour: str) -> bool:
        """Tell whether letters have the very colour of what lies behind them."""
        grounds = self._grounds(element)
        return bool(grounds) and grounds[0].split()[0] == colour


def _parsed(body: str) -> _Style:
    """Return the declarations of a style."""
    pairs = (part.split(":", 1) for part in body.lower().split(";") if ":" in part)
    return {k.strip(): v.replace("!important", "").strip() for k, v in pairs}


def _is_white(colour: str) -> bool:
    """Tell whether a colour is white, nearly white or no colour."""
    return bool(_WHITE.match(colour.strip()))


def _is_tiny(size: str) -> bool:
    """Tell whether letters of a size cannot be read."""
    found = _LENGTH.fullmatch(size)
    return bool(found) and float(found[1]) <= _TINY[found[2]] if found else False


def _is_outside(style: _Style) -> bool:
    """Tell whether an element is moved far out of the page."""
    moved = ("left", "top", "right", "margin-left", "text-indent")
    lengths = (_LENGTH.fullmatch(style.get(name, "")) for name in moved)
    return any(found and float(found[1]) <= -500 for found in lengths)


def _is_closed(style: _Style) -> bool:
    """Tell whether an element has no size and cuts off what it holds."""
    if style.get("clip", "").replace(" ", "").startswith("rect(0"):
        return True
    sizes = (_LENGTH.fullmatch(style.get(n, "")) for n in ("height", "width", "max-height"))
    empty = any(found and float(found[1]) <= 1 for found in sizes)
    return empty and style.get("overflow", "") == "hidden"
