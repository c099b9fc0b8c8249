"""Reads the flat XML of WeChat's pushes, and nothing that any other XML may do (pure)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from integrations.wechat.faults import PushRefused
from integrations.wechat.passive import writable

LARGEST = 65_536  # bytes
MOST_FIELDS = 64
DEEPEST = 4  # ScanCodeInfo, SendPicsInfo/PicList/item
_BEGINS = re.compile(r"\ufeff?\s*(<\?xml [^<>]{0,80}\?>\s*)?<xml>")


def read_fields(body: bytes) -> Mapping[str, str]:
    """Return the fields by name; what stands inside one is named "Outer.Inner", the first of it.

    Raise PushRefused on a document type, entities, attributes that no push has, two fields of
    one name, or anything that is not UTF-8.
    """
    if len(body) > LARGEST:
        raise PushRefused("too long", 413)
    try:
        # WeChat passes on control characters that people pasted, and that no XML may hold.
        text = writable(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise PushRefused("not UTF-8") from None
    # A document type can only stand before the root: nothing may stand there.
    if _BEGINS.match(text) is None:
        raise PushRefused("no plain XML")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.lstrip("\ufeff").encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise PushRefused("not XML") from None
    if root is None:
        raise PushRefused("not XML")
    fields: dict[str, str] = {}
    for child in root:
        name = _name(child)
        if name in fields:
            raise PushRefused("two fields of one name")
        fields[name] = _text(child)
        _inside(child, name, fields, 1)
        if len(fields) > MOST_FIELDS:
            raise PushRefused("too many fields")
    return fields


def _inside(element: etree._Element, name: str, fields: dict[str, str], depth: int) -> None:
    if depth > DEEPEST:
        raise PushRefused("nested too deeply")
    for child in element:
        inner = f"{name}.{_name(child)}"
        fields.setdefault(inner, _text(child))
        _inside(child, inner, fields, depth + 1)


def _name(element: etree._Element) -> str:
    # An entity that was not resolved is an element without a name.
    if not isinstance(element.tag, str) or element.attrib or len(element.tag) > 64:
        raise PushRefused("not a plain element")
    return element.tag


def _text(element: etree._Element) -> str:
    return element.text or ""
