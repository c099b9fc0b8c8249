"""Drops lines that the document says a second time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge_base.importing.marks import Marks
from knowledge_base.importing.report import Notes
from knowledge_base.importing.source import Block, Paragraph

_SHORTEST = 12  # characters; 办理材料 may well head several lists
_LEAD = 12  # paragraphs at the beginning that may be a teaser
_BODY = 60  # characters that make a paragraph body text
_TOLD = 0.9  # share of a teaser's pairs of characters that the text repeats
_NOISE = re.compile(r"[\s，。、；：！？“”‘’（）()《》…·.,;:!?\-—]+")


def without_duplicates(
    blocks: Sequence[Block], title: str | None, marks: Marks, notes: Notes
) -> list[Block]:
    """Return the blocks without what stands there twice; each dropped one is recorded."""
    kept: list[Block] = []
    long = [n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and len(b.text) >= _BODY]
    bodies = [_bare(b.text) for n in long if isinstance(b := blocks[n], Paragraph)]
    first_body = long[0] if long else len(blocks)
    seen: dict[str, str] = {_bare(title): "标题"} if title else {}
    for n, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            kept.append(block)
            continue
        bare = _bare(block.text)
        reason = None
        if bare and bare in seen and (len(bare) >= _SHORTEST or seen[bare] == "标题"):
            reason = f"与{seen[bare]}重复"
        elif (
            n < min(_LEAD, first_body)
            and len(bare) >= _SHORTEST
            and any(_is_told_in(bare, body) for body in bodies)
        ):
            reason = "导读，与正文重复"
        if reason is None:
            seen.setdefault(bare, "前文")
            kept.append(block)
            continue
        notes.drop(marks.without(block.text), reason, block.where)
        if block.flags and kept and isinstance(kept[-1], Paragraph):
            kept[-1] = replace(kept[-1], flags=kept[-1].flags + block.flags)
    return kept


def _is_told_in(line: str, body: str) -> bool:
    """Tell whether nearly all of a line's pairs of characters stand in a paragraph."""
    pairs = [line[n : n + 2] for n in range(len(line) - 1)]
    return sum(pair in body for pair in pairs) >= _TOLD * len(pairs)


def _bare(text: str) -> str:
    """Return the text without punctuation, for comparing."""
    return _NOISE.sub("", text)
