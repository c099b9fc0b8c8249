"""Makes chapters of a length that suits an entry out of a document's paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.knowledge import Flag
from knowledge_base.importing.balance import mark_unbalanced
from knowledge_base.importing.document import Chapter, Table
from knowledge_base.importing.marks import MARK, Marks
from knowledge_base.importing.outline import Piece
from knowledge_base.importing.tables import row_text, table_of

SHORTEST = 80  # characters; shorter ones join their neighbours under the same heading
LONGEST = 600  # a table row or a sentence that is longer stays whole
_ENOUGH = 300  # paragraphs under one heading are put together up to here
_NUMBER = re.compile(
    r"[（(]?[\d一二三四五六七八九十]{1,3}[）).．、]"
)  # a heading that says nothing
_SENTENCE = re.compile(r".+?(?:[。！？；][”’）》]*|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Part:
    """Be a chapter in the making."""

    paths: tuple[tuple[str, ...], ...]  # the headings over each paragraph that is in it
    text: str
    flags: tuple[Flag, ...]
    table: Table | None = None


def chapters_of(pieces: Sequence[Piece], marks: Marks) -> tuple[Chapter, ...]:
    """Return the chapters in reading order, their doubts in place."""
    parts = [part for piece in pieces for part in _parts(piece, marks)]
    return tuple(_chapter(part, marks) for part in _merged(parts, marks))


def _chapter(part: _Part, marks: Marks) -> Chapter:
    """Return the chapter with every mark replaced by what it stands for."""
    text, doubts = marks.settled(_with_doubtful_headings(part))
    table = part.table
    if table is not None:
        table = Table(
            marks.without(table.caption),
            tuple(map(marks.without, table.header)),
            tuple(tuple(map(marks.without, row)) for row in table.rows),
        )
    # What is doubtful in a heading is in the text too, see `_with_doubtful_headings`.
    section = MARK.sub("□", _section(part.paths))
    return Chapter(section, text, doubts, part.flags, table)


def _parts(piece: Piece, marks: Marks) -> Iterator[_Part]:
    """Return a piece cut to the longest length, at rows or sentences."""
    if piece.grid is None:
        texts = _cut(mark_unbalanced(piece.text, marks), marks)
        for n, text in enumerate(texts):
            yield _Part((piece.path,), text, piece.flags if n == 0 else ())
        return
    table = table_of(piece.grid, piece.path[-1] if piece.path else "")
    rows: list[tuple[str, ...]] = []
    lines: list[str] = []
    flags = piece.flags
    for row in table.rows:
        line = row_text(table, row)
        if lines and marks.length("\n".join([*lines, line])) > LONGEST:
            yield _Part((piece.path,), "\n".join(lines), flags, replace(table, rows=tuple(rows)))
            rows, lines, flags = [], [], ()
        rows.append(row)
        lines.append(line)
    if lines or flags:
        yield _Part((piece.path,), "\n".join(lines), flags, replace(table, rows=tuple(rows)))


def _cut(text: str, marks: Marks) -> list[str]:
    """Return a paragraph in as few pieces of like length as the limit allows."""
    length = marks.length(text)
    if length <= LONGEST:
        return [text]
    wanted = length / -(-length // LONGEST)
    pieces = [""]
    for sentence in _SENTENCE.findall(text):
        now, more = marks.length(pieces[-1]), marks.length(sentence)
        # The edge nearest to an even share, but never beyond the limit.
        if pieces[-1] and (now + more > LONGEST or now + more / 2 > wanted):
            pieces.append("")
        pieces[-1] += sentence
    return pieces


def _merged(parts: Sequence[_Part], marks: Marks) -> list[_Part]:
    """Return the parts with short ones joined to a neighbour, under the same heading first."""
    for is_near in (_share_a_heading, _whatever):
        merged: list[_Part] = []
        for part in parts:
            last = merged[-1] if merged else None
            if last and is_near(last, part) and _fit(last, part, marks):
                merged[-1] = _joined(last, part)
            else:
                merged.append(part)
        parts = merged
    return list(parts)


def _share_a_heading(last: _Part, part: _Part) -> bool:
    """Tell whether two neighbours stand under one heading, or both before the first."""
    return last.paths[-1] == part.paths[0] or bool(_shared([last.paths[-1], part.paths[0]]))


def _whatever(_last: _Part, _part: _Part) -> bool:
    """Accept every neighbour."""
    return True


def _fit(last: _Part, part: _Part, marks: Marks) -> bool:
    """Tell whether two neighbours make one chapter of a good length."""
    if last.table or part.table:
        return False
    one, other = marks.length(last.text), marks.length(part.text)
    if last.paths[-1] == part.paths[0] and one + other < _ENOUGH:
        return True
    headings = sum(len(heading) + 1 for heading in part.paths[0])
    return one + other + headings <= LONGEST and (one < SHORTEST or other < SHORTEST)


def _joined(last: _Part, part: _Part) -> _Part:
    """Return two parts as one; a heading that is only in the path goes into the text."""
    texts = [last.text]
    if last.paths[-1] != part.paths[0] and len(last.paths) == 1:
        texts = [_with_headings(last, _shared([last.paths[0], part.paths[0]]), "")]
    shared = _shared([*last.paths, part.paths[0]])
    texts.append(_with_headings(part, shared, texts[0]))
    return _Part(last.paths + part.paths, "\n".join(texts), last.flags + part.flags)


def _with_headings(part: _Part, shared: tuple[str, ...], before: str) -> str:
    """Return the text, preceded by those of its own headings that nothing says yet."""
    own = part.paths[0][len(shared) :]
    missing = [h for h in own if h not in part.text and h not in before]
    return "\n".join([*missing, part.text])


def _section(paths: Sequence[tuple[str, ...]]) -> str:
    """Return the headings that all paragraphs share, then those that only some have."""
    headed = [path for path in paths if path]
    if not headed:
        return ""
    shared = _shared(headed)
    own = dict.fromkeys(path[len(shared)] for path in headed if len(path) > len(shared))
    if len(own) == 1 and len(set(headed)) == 1:
        return " ".join(headed[0])
    told = [heading for heading in own if not _NUMBER.fullmatch(heading)]
    return " ".join([*shared, "；".join(told)]).strip()


def _with_doubtful_headings(part: _Part) -> str:
    """Return the text, preceded by the headings that hold a doubt, so that it can be resolved."""
    headings = dict.fromkeys(h for path in part.paths for h in path)
    doubtful = [h for h in headings if MARK.search(h) and h not in part.text]
    return "\n".join([*doubtful, part.text])


def _shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the headings that all paths have in common."""
    shared = paths[0]
    for path in paths[1:]:
        same = 0
        while same < min(len(shared), len(path)) and shared[same] == path[same]:
            same += 1
        shared = shared[:same]
    return shared
