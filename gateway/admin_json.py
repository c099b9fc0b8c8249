"""Turns what editors work on into the JSON of their contract."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from core.contracts import Found, Passage
from core.knowledge import EntryVersion, Release
from core.knowledge_json import content_to_json
from core.store.imports import ImportedFile
from core.store.overviews import Event
from core.store.releases import changes
from gateway.api import Json
from knowledge_base.review.diff import FieldDiff
from knowledge_base.review.gap_queue import ListedGap
from knowledge_base.review.hit_test import HitRow
from knowledge_base.review.import_jobs import Step
from knowledge_base.review.shortcomings import shortcomings

SHOWN = 60  # characters of an entry's text in a list


def entry_json(version: EntryVersion) -> Json:
    """Return a version with everything that it says, and with what is still to be done."""
    return {**_common(version), "content": content_to_json(version.content)}


def row_json(version: EntryVersion) -> Json:
    """Return a version for a list."""
    content = version.content
    return {
        **_common(version),
        "document_id": content.document.id,
        "section": content.section,
        "topic": content.topic,
        "text_start": content.text[:SHOWN] + ("…" if len(content.text) > SHOWN else ""),
        "doubts": len(content.doubts),
        "flags": len(content.flags),
    }


def diff_json(diff: tuple[FieldDiff, ...]) -> list[Json]:
    """Return the fields that differ."""
    return [
        {
            "field": one.field,
            "label": one.label,
            "pieces": [{"op": piece.op.value, "text": piece.text} for piece in one.pieces],
        }
        for one in diff
    ]


def event_json(event: Event) -> Json:
    """Return what somebody did."""
    return {
        "at": shown(event.at),
        "by": event.by,
        "action": event.action,
        "detail": dict(event.detail),
    }


def release_json(release: Release, before: Release | None) -> Json:
    """Return a release with what it changed."""
    added, removed = changes(release, before)
    return {
        "number": release.number,
        "at": shown(release.at),
        "by": release.by,
        "kind": release.kind.value,
        "note": release.note,
        "added": added,
        "removed": removed,
        "report": dict(release.report),
    }


def import_json(file: ImportedFile, step: Step | None) -> Json:
    """Return an import with how far it is."""
    return {
        "id": file.id,
        "at": shown(file.at),
        "by": file.by,
        "source_name": file.source_name,
        "state": file.state,
        "step": step.step if step is not None and file.state == "running" else None,
        "done": step.done if step is not None else 0,
        "total": step.total if step is not None else 0,
        "document_id": file.document_id,
        "problem": file.problem,
        "report": dict(file.report or {}),
    }


def gap_json(listed: ListedGap) -> Json:
    """Return a gap with some of its questions."""
    gap = listed.gap
    return {
        "id": gap.id,
        "question": gap.question,
        "region": gap.region,
        "state": gap.state,
        "owner": gap.owner,
        "asked": gap.asked,
        "thumbs_down": gap.thumbs_down,
        "last_at": shown(gap.last_at),
        "entry_key": gap.entry_key,
        "samples": list(listed.samples),
    }


def hit_json(found: Found, milliseconds: float, line: float, passages: list[Json]) -> Json:
    """Return what one question found; `line` is the score from which we answer."""
    return {
        "verdict": found.verdict.value,
        "region": found.region,
        "line": line,
        "milliseconds": round(milliseconds, 1),
        "passages": passages,
    }


def hit_passage_json(passage: Passage, *, expired: bool, evidence: Mapping[str, float]) -> Json:
    """Return a passage as the hit test shows it."""
    return {
        "id": passage.document_id,
        "title": passage.title,
        "section": passage.section,
        "region": passage.region,
        "score": round(passage.score, 4),
        "text": passage.text,
        "plain": passage.plain,
        "expired": expired,
        "evidence": {name: round(value, 4) for name, value in evidence.items()},
    }


def hit_row_json(hit: HitRow) -> Json:
    """Return one line of a batch."""
    first = hit.found.passages[0] if hit.found.passages else None
    expected = hit.asked.expected
    return {
        "row": hit.asked.row,
        "question": hit.asked.question,
        "region": hit.asked.region,
        "verdict": hit.found.verdict.value,
        "top": first.document_id if first is not None else None,
        "score": round(first.score, 4) if first is not None else 0.0,
        "expected": None if expected is None else "、".join(expected) or "无",
        "right": hit.right,
    }


def _common(version: EntryVersion) -> Json:
    return {
        "id": version.id,
        "key": version.key,
        "version": version.version,
        "state": version.state.value,
        "revision": version.revision,
        "authors": list(version.authors),
        "reviewer": version.reviewer,
        "note": version.note,
        "updated_at": shown(version.updated_at) if version.updated_at else None,
        "shortcomings": list(shortcomings(version.content)),
    }


def shown(moment: datetime) -> str:
    """Return a moment in UTC, wherever it was taken."""
    return moment.astimezone(UTC).isoformat()
