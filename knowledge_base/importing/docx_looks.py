"""Tells which runs of a Word document a reader does not see."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

TINY = 6  # half points: three points cannot be read on paper
_BRIGHT = 0xF0  # of 255; lighter letters vanish on white paper
_DARK = 0xB0


class Looks:
    """Follow the styles of a document to what a run really looks like."""

    def __init__(self, document: Document) -> None:
        """Take the document whose styles hold."""
        self._styles: dict[str, _Element] = {}
        for style in document.styles.element.iterfind(qn("w:style")):
            name = style.get(qn("w:styleId"))
            if name:
                self._styles[name] = style

    def why_hidden(self, run: _Element) -> str | None:
        """Return why a reader does not see a run, None if it is seen."""
        if self._is_on(run, "w:vanish") or self._is_on(run, "w:webHidden"):
            return "设为隐藏"
        size = self._value(run, "w:sz")
        if size is not None and size.isdigit() and int(size) <= TINY:
            return f"字号只有 {int(size) / 2:g} 磅"
        colour = self._value(run, "w:color")
        if colour and _is_bright(colour) and not self._has_dark_ground(run):
            return "白色文字"
        return None

    def _is_on(self, run: _Element, name: str) -> bool:
        """Tell whether a switch is on, by the run or by its styles."""
        for properties in self._properties(run):
            switch = properties.find(qn(name))
            if switch is not None:
                return switch.get(qn("w:val"), "true") not in {"0", "false", "off"}
        return False

    def _value(self, run: _Element, name: str) -> str | None:
        """Return a value, by the run or by its styles."""
        for properties in self._properties(run):
            element = properties.find(qn(name))
            if element is not None:
                return str(element.get(qn("w:val"), ""))
        return None

    def _properties(self, run: _Element) -> Iterator[_Element]:
        """Return the properties that make a run's look, strongest first."""
        own = run.find(qn("w:rPr"))
        names = []
        if own is not None:
            yield own
            names.append(own.find(qn("w:rStyle")))
        paragraph = next(run.iterancestors(qn("w:p")), None)
        if paragraph is not None:
            names.append(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
        for name in names:
            style_id = name.get(qn("w:val")) if name is not None else None
            for _ in range(20):  # styles rest on one another; a circle must not hold us
                style = self._styles.get(style_id or "")
                if style is None:
                    break
                found = style.find(qn("w:rPr"))
                if found is not None:
                    yield found
                based = style.find(qn("w:basedOn"))
                style_id = based.get(qn("w:val")) if based is not None else None

    def _has_dark_ground(self, run: _Element) -> bool:
        """Tell whether white letters can be read there: table headers often are white on blue."""
        for properties in self._properties(run):
            shade = properties.find(qn("w:shd"))
            if shade is not None or properties.find(qn("w:highlight")) is not None:
                return shade is None or _is_dark(shade.get(qn("w:fill"), ""))
        for parent, path in (("w:p", "w:pPr"), ("w:tc", "w:tcPr")):
            holder = next(run.iterancestors(qn(parent)), None)
            shade = None if holder is None else holder.find(f"{qn(path)}/{qn('w:shd')}")
            if shade is not None and _is_dark(shade.get(qn("w:fill"), "")):
                return True
        # A table style may colour the ground; a picture or a shape may lie below the letters.
        styled = (qn("w:tbl"), qn("w:txbxContent"))
        holder = next(run.iterancestors(*styled), None)
        return holder is not None and (
            holder.tag == styled[1]
            or holder.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is not None
        )


def _is_bright(colour: str) -> bool:
    """Tell whether a colour such as FFFFFF is nearly white."""
    return _is_colour(colour) and all(part >= _BRIGHT for part in bytes.fromhex(colour))


def _is_dark(colour: str) -> bool:
    """Tell whether a colour is dark enough for white letters."""
    return _is_colour(colour) and sum(bytes.fromhex(colour)) / 3 < _DARK


def _is_colour(colour: str) -> bool:
    """Tell whether a text is a colour and not `auto`."""
    return len(colour) == 6 and all(c in "0123456789abcdefABCDEF" for c in colour)
