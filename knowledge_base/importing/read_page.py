"""Reads web pages that were saved as html or mhtml."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage

import trafilatura
from lxml import etree, html
from lxml.etree import _Element

from knowledge_base.importing.encodings import decoded
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.page_hidden import cut, hidden_flags, take_out_hidden
from knowledge_base.importing.page_walk import PageWalk, text_in, texts_outside
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Hint, Limits, Progress, Source

_ENOUGH = 0.85  # share of the extracted text that the content element must hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOISE = re.compile(r"\s+")
# The names that 《政府网站发展指引》 prescribes for the pages of government sites.
_METAS = {
    "articletitle": "title",
    "contentsource": "issuer",
    "pubdate": "date",
    "publishdate": "date",
    "og:title": "title",
}
_STATED = (
    (
        "date",
        re.compile(
            r"(?:成文|印发|发布|发文)?(?:日期|时间)\s*[：:]\s*(\d{4}[-年./]\d{1,2}[-月./]\d{1,2})"
        ),
    ),
    (
        "issuer",
        re.compile(
            r"(?:发文机关|发布机构|发布单位|信息来源|来源)\s*[：:]\s*([\u4e00-\u9fff]{2,30})"
        ),
    ),
    ("number", re.compile(r"(?:发文字号|文\s?号)\s*[：:]\s*(\S{6,30}?号)")),
)
_BROKEN = "网页文件读不出来，可能没有保存完整。请用浏览器重新“另存为 网页，仅 HTML”后再上传。"


class PageReader:
    """Read one saved page."""

    def __init__(self, likelihood: Likelihood) -> None:
        """Take what tells encodings apart."""
        self._likelihood = likelihood

    def __call__(self, content: bytes, notes: Notes, limits: Limits, progress: Progress) -> Source:
        """Return what stands in the content of the page; the rest is recorded as dropped."""
        progress("读取网页", 0, 3)
        root = self._tree(_page_in(content), notes, limits)
        hints = _hints(root)
        hidden = take_out_hidden(root)
        _take_out_readings(root, notes)
        progress("读取网页", 1, 3)
        main = _content(root)
        progress("读取网页", 2, 3)
        outside = list(texts_outside(root, main))
        for line in outside:
            notes.drop(line, "网页上正文以外的部分", "网页其他部分")
        hints += tuple(_hints_in(" ".join(outside)))
        flags = hidden_flags(hidden, main, notes)
        blocks = PageWalk(flags).blocks(main)
        progress("读取网页", 3, 3)
        return Source(tuple(blocks), hints)

    def _tree(self, content: bytes, notes: Notes, limits: Limits) -> _Element:
        """Return the page as a tree."""
        read = decoded(content, self._likelihood, is_page=True)
        if read is None:
            raise UnreadableDocument(_BROKEN)
        text, encoding = read
        if encoding != "UTF-8":
            notes.remark(f"网页的文字编码是 {encoding}，已转成 UTF-8。")
        text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        try:
            root = html.document_fromstring(text)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocument(_BROKEN) from error
        _take_out_control(root)
        if sum(1 for _ in root.iter()) > limits.most_cells:
            raise UnreadableDocument("网页太复杂，请把正文复制到 txt 或 docx 文件后再上传。")
        return root


def _take_out_control(root: _Element) -> None:
    """Remove control characters, which &#1; and the like stand for and which XML cannot hold."""
    for element in root.iter():
        for place in ("text", "tail"):
            text = getattr(element, place)
            if text and _CONTROL.search(text):
                setattr(element, place, _CONTROL.sub("", text))


def _page_in(content: bytes) -> bytes:
    """Return the html of a saved page, taken out of its mhtml envelope if it is in one."""
    if not re.match(
        rb"\s*(?:From|MIME-Version|Content-Type|Subject|Snapshot-Content-Location):", content
    ):
        return content
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            raw = part.get_payload(decode=True)
            charset = part.get_content_charset() or "utf-8"
            if isinstance(raw, bytes):
                try:
                    return raw.decode(charset).encode("utf-8")
                except (LookupError, UnicodeDecodeError):
                    return raw
    raise UnreadableDocument(_BROKEN)


def _hints(root: _Element) -> tuple[Hint, ...]:
    """Return what the page's head states, the surest first."""
    stated: dict[str, Hint] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip()
        kind = _METAS.get(name.lower())
        value = (meta.get("content") or "").strip()
        if kind and value:
            hint = Hint(kind, value, f"网页信息 {name}“{value}”")
            if kind not in stated or "og:" in stated[kind].where:
                stated[kind] = hint
    headings = [" ".join(text_in(h).split()) for h in root.iter("h1")]
    hints = list(stated.values())
    if len(headings) == 1 and headings[0]:
        hints.append(Hint("title", headings[0], "网页的一级标题"))
    named = root.find(".//title")
    if named is not None and named.text and named.text.strip():
        hints.append(Hint("title", named.text.strip(), "网页窗口标题 <title>"))
    return tuple(hints)


def _hints_in(text: str) -> Iterator[Hint]:
    """Return what the page says of the document above or below it."""
    for kind, pattern in _STATED:
        found = pattern.search(text)
        if found:
            yield Hint(kind, found[1], f"网页上“{found[0][:40]}”")


def _take_out_readings(root: _Element, notes: Notes) -> None:
    """Remove the readings of ruby elements."""
    for element in [*root.iter("rt"), *root.iter("rp")]:
        if element.tag == "rt":
            reading = text_in(element).strip()
            notes.change("ruby", "汉字后面的注音已删除", reading)
        for child in list(element):
            element.remove(child)
        element.text = None
        cut(element)


def _content(root: _Element) -> _Element:
    """Return the smallest element that holds what trafilatura takes for the text of the page."""
    body = root.find("body")
    body = root if body is None else body
    extracted = trafilatura.extract(
        etree.tostring(root, encoding="unicode", method="html"),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        deduplicate=False,
    )
    lines = [_NOISE.sub("", line) for line in (extracted or "").split("\n")]
    lines = [line for line in lines if len(line) >= 4]
    total = _held(lines, body)  # rows of tables are written in another way and never found
    here = body
    while total:
        children = [child for child in here if isinstance(child.tag, str)]
        most, child = max(
            ((_held(lines, child), child) for child in children),
            key=lambda pair: pair[0],
            default=(0, here),
        )
        if most < _ENOUGH * total or child.tag in {"p", "table", "tbody", "tr", "ul", "ol"}:
            break
        here = child
    return here


def _held(lines: list[str], element: _Element) -> int:
    """Return how many characters of the lines stand in an element."""
    text = _bare(element)
    return sum(len(line) for line in lines if line in text)


def _bare(element: _Element) -> str:
    """Return the text of an element without blanks."""
    return _NOISE.sub("", text_in(element))
