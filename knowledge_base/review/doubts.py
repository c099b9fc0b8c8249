"""Keeps marks of doubt at their characters while an editor changes the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.knowledge import Doubt, EntryContent


def with_text(
    content: EntryContent, text: str, claimed: Sequence[Doubt] = ()
) -> tuple[EntryContent, tuple[Doubt, ...]]:
    """Return the content with another text, and the doubts that are thereby resolved.

    A doubt stays where its characters stand before or after everything that was changed.
    Where they lie between two changes, the page may claim where they are now: that is believed if
    these very characters stand there. Otherwise somebody rewrote them, and the doubt is resolved.
    """
    before, after = _kept_at_both_ends(content.text, text)
    moved = len(text) - len(content.text)
    kept: list[Doubt] = []
    resolved: list[Doubt] = []
    free = [c for c in claimed if c.quote and text[c.start : c.end] == c.quote]
    for doubt in content.doubts:
        if doubt.end <= before:
            kept.append(doubt)
        elif doubt.start >= len(content.text) - after:
            kept.append(replace(doubt, start=doubt.start + moved, end=doubt.end + moved))
        elif claim := next((c for c in free if _same(c, doubt)), None):
            free.remove(claim)
            kept.append(replace(doubt, start=claim.start, end=claim.end))
        else:
            resolved.append(doubt)
    return replace(content, text=text, doubts=tuple(kept)), tuple(resolved)


def resolved_at(content: EntryContent, start: int, end: int, replacement: str) -> EntryContent:
    """Return the content with the doubtful characters replaced, and no doubt about them left."""
    moved = len(replacement) - (end - start)
    others = [d for d in content.doubts if d.end <= start or d.start >= end]
    return replace(
        content,
        text=content.text[:start] + replacement + content.text[end:],
        doubts=tuple(
            replace(d, start=d.start + moved, end=d.end + moved) if d.start >= end else d
            for d in others
            if (d.start, d.end) != (start, end)
        ),
    )


def _same(claim: Doubt, doubt: Doubt) -> bool:
    return (claim.kind, claim.quote) == (doubt.kind, doubt.quote)


def _kept_at_both_ends(old: str, new: str) -> tuple[int, int]:
    """Return how many characters at the start, and at the end, are the same."""
    shorter = min(len(old), len(new))
    before = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    after = next(
        (n for n in range(shorter - before) if old[-1 - n] != new[-1 - n]), shorter - before
    )
    return before, after
