"""Cleans paragraphs and tables, one step after the other, and records every change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.knowledge import Flag
from knowledge_base.importing import boilerplate
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.garbling import mark_garbling
from knowledge_base.importing.instructions import instruction_flags
from knowledge_base.importing.invisible import without_invisible
from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.links import link_flags
from knowledge_base.importing.marks import Marks
from knowledge_base.importing.report import Notes
from knowledge_base.importing.ruby import without_ruby
from knowledge_base.importing.simplify import simplify
from knowledge_base.importing.source import Block, Hint, Paragraph, Progress
from knowledge_base.importing.widths import with_common_glyphs, with_usual_widths

_MOST_DOUBTS = 1000  # nobody would go through more of them
_QUESTION_MARK = re.compile(r"[?？\ufffd](?=[\u3400-\u9fff])")
_MOST_QUESTION_MARKS = 2000  # each may have to be weighed, which takes milliseconds
_EVERY = 20  # blocks between two reports of progress


class Cleaner:
    """Clean the texts of one document."""

    def __init__(
        self, marks: Marks, notes: Notes, likelihood: Likelihood, allowed_hosts: Sequence[str]
    ) -> None:
        """Take where doubts and changes are kept."""
        self._marks = marks
        self._notes = notes
        self._likelihood = likelihood
        self._allowed_hosts = allowed_hosts
        self._question_marks = 0

    def cleaned(self, blocks: Sequence[Block], progress: Progress) -> list[Block]:
        """Return the blocks with their texts cleaned; empty paragraphs are left out."""
        done: list[Block] = []
        for n, block in enumerate(blocks):
            if n % _EVERY == 0:
                progress("清理文字", n, len(blocks))
            clean = self._block(block)
            if len(self._marks) > _MOST_DOUBTS:
                raise UnreadableDocument(
                    f"文件里的乱码超过 {_MOST_DOUBTS} 处，无法可靠读取。"
                    "请换一份完好的电子版再上传。"
                )
            if not isinstance(clean, Paragraph) or clean.text or clean.flags:
                done.append(clean)
        progress("清理文字", len(blocks), len(blocks))
        return done

    def hints(self, hints: Sequence[Hint]) -> list[Hint]:
        """Return what the file states of itself in the same writing as the text."""
        unseen = Notes()  # what is changed here is nobody's text
        cleaned = []
        for hint in hints:
            text, _ = without_invisible(hint.value, hint.where, unseen)
            text = without_ruby(with_common_glyphs(text, unseen), unseen)
            text = with_usual_widths(simplify(text, unseen), unseen)
            cleaned.append(replace(hint, value=text))
        return cleaned

    def _block(self, block: Block) -> Block:
        """Return one block cleaned, with what is suspicious in it."""
        flags: list[Flag] = list(block.flags)
        if isinstance(block, Paragraph):
            text = self._text(block.text, block.where, flags)
            flags += self._safety(text, block.links, block.where)
            return replace(block, text=text, flags=tuple(flags))
        caption = self._text(block.caption, block.where, flags)
        rows = tuple(
            tuple(self._text(cell, block.where, flags) for cell in row) for row in block.rows
        )
        said = "\n".join([caption, *(" ".join(row) for row in rows)])
        flags += self._safety(said, block.links, block.where)
        return replace(block, caption=caption, rows=rows, flags=tuple(flags))

    def _text(self, text: str, where: str, flags: list[Flag]) -> str:
        """Return one text cleaned.

        Garbling is looked for before anything changes: it is proven by the very characters.
        """
        text, invisible = without_invisible(text, where, self._notes)
        flags += invisible
        self._question_marks += len(_QUESTION_MARK.findall(text))
        if self._question_marks > _MOST_QUESTION_MARKS:
            raise UnreadableDocument(
                f"文件里夹在字中间的问号超过 {_MOST_QUESTION_MARKS} 个，像是整篇乱码，"
                "无法可靠读取。请换一份完好的电子版再上传。"
            )
        text = mark_garbling(text, self._marks, self._likelihood)
        text = with_common_glyphs(text, self._notes)
        text = without_ruby(text, self._notes)
        text = simplify(text, self._notes)
        return with_usual_widths(text, self._notes)

    def _safety(self, text: str, links: Sequence[str], where: str) -> tuple[Flag, ...]:
        """Return and record what in a text may be meant for a machine or lead elsewhere."""
        text = self._marks.without(text)
        flags = (*instruction_flags(text), *link_flags(text, links, self._allowed_hosts))
        for flag in flags:
            self._notes.flag(flag, where)
        return flags


def without_boilerplate(blocks: Sequence[Block], marks: Marks, notes: Notes) -> list[Block]:
    """Return the blocks without what belongs to the web page; each dropped line is recorded.

    The flags of a dropped line stay in the report.
    """
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            kept.append(block)
            continue
        reason = boilerplate.reason_to_drop(block.text)
        if reason is None and boilerplate.is_meta(block.text):
            reason = "网页标注的日期、来源等，已另行记录"
        if reason:
            notes.drop(marks.without(block.text), reason, block.where)
            continue
        source = boilerplate.source_at_end(block.text)
        if source:
            notes.drop(source, "段末的来源标注", block.where)
            block = replace(block, text=block.text.removesuffix(source).rstrip())
        kept.append(block)
    return kept
