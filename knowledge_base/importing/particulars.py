"""Gathers what a document says of itself, and names what it does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge_base.importing import issue
from knowledge_base.importing.document import Found
from knowledge_base.importing.marks import Marks
from knowledge_base.importing.region import RegionFinder
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Block, Hint, Paragraph
from knowledge_base.importing.title import find_title, is_title

_NAMED = re.compile(r"《[^《》]{4,60}》")


@dataclass(frozen=True, slots=True)
class Particulars:
    """Be what the document says of itself; None is what it does not say."""

    title: Found[str] | None
    issuer: Found[str] | None
    number: Found[str] | None
    day: Found[date] | None
    region: Found[str] | None


def find_particulars(
    paragraphs: Sequence[Paragraph], hints: Sequence[Hint], regions: RegionFinder
) -> Particulars:
    """Return what can be read from paragraphs of which nothing was left out yet."""
    title = find_title(paragraphs, hints)
    issuer = issue.find_issuer(paragraphs, hints, title.value if title else None)
    said = [(f.value, where) for f, where in ((title, "标题"), (issuer, "发文机关")) if f]
    said += [(name, "正文提到") for p in paragraphs for name in _NAMED.findall(p.text)]
    return Particulars(
        title,
        issuer,
        issue.find_number(paragraphs, hints),
        issue.find_day(paragraphs, hints),
        regions.find(said, "\n".join(p.text for p in paragraphs)),
    )


def tell_what_is_missing(found: Particulars, paragraphs: Sequence[Paragraph], notes: Notes) -> None:
    """Record a sentence for each particular that an editor has to fill in."""
    if found.title is None:
        notes.undetermined.append("标题没有找到，请填写。")
    if found.issuer is None:
        medium = issue.medium(paragraphs)
        why = f"这是“{medium}”的报道，文中没有写明发文机关" if medium else "发文机关没有找到"
        notes.undetermined.append(f"{why}，请填写。")
    if found.number is None:
        notes.undetermined.append("文号没有找到；如果文件有文号，请填写。")
    if found.day is None:
        day = issue.report_day(paragraphs)
        why = f"文中只有“{day}”，没有年份" if day else "发文日期没有找到"
        notes.undetermined.append(f"{why}，请核实后填写日期。")
    if found.region is None:
        notes.undetermined.append("看不出适用哪个地区，请选择。")


def plain_paragraphs(blocks: Sequence[Block], marks: Marks) -> list[Paragraph]:
    """Return the paragraphs with everything doubtful as it stood."""
    return [
        Paragraph(marks.without(b.text), b.where, b.level)
        for b in blocks
        if isinstance(b, Paragraph)
    ]


def without_used(
    blocks: Sequence[Block], found: Particulars, marks: Marks, notes: Notes
) -> list[Block]:
    """Return the blocks without title, number and signature, which are held apart now."""
    places = [n for n, b in enumerate(blocks) if isinstance(b, Paragraph)]
    paragraphs = plain_paragraphs(blocks, marks)
    reasons: dict[int, str] = {}
    for n, paragraph in enumerate(paragraphs):
        if found.title and n < 2 * issue.HEAD and is_title(paragraph, found.title.value):
            reasons.setdefault(places[n], "标题，已另行记录")
            if paragraph.text == found.title.value:
                break
    for n, paragraph in enumerate(paragraphs[: issue.HEAD]):
        if found.number and issue.number_in(paragraph.text) == found.number.value:
            reasons[places[n]] = "文号，已另行记录"
        elif issue.is_letterhead(paragraph.text):
            reasons[places[n]] = "文件头，已另行记录"
    for n in issue.signature(paragraphs):
        reasons[places[n]] = "落款，已另行记录"
    kept: list[Block] = []
    for n, block in enumerate(blocks):
        if n in reasons and isinstance(block, Paragraph):
            notes.drop(marks.without(block.text), reasons[n], block.where)
        else:
            kept.append(block)
    return kept
