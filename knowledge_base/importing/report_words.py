"""Writes a report for editors: as plain Chinese lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge_base.importing.document import Chapter, Found, ImportedDocument
from knowledge_base.importing.report import ImportReport

Json = str | int | None | list["Json"] | dict[str, "Json"]

KINDS = {
    "lost_bytes": "丢字",
    "garbled": "乱码",
    "leftover_tag": "残留标签",
    "unbalanced": "标点不配对",
    "missing_stop": "缺标点",
    "hidden_text": "隐藏文字",
    "zero_width": "看不见的字符",
    "instruction": "写给机器的话",
    "foreign_link": "外部链接",
}


def report_json(report: ImportReport) -> dict[str, Json]:
    """Return the report as values that `json.dumps` takes."""
    return {
        "changes": [
            {"kind": c.kind, "what": c.what, "count": c.count, "samples": list(c.samples)}
            for c in report.changes
        ],
        "dropped": [{"text": d.text, "reason": d.reason, "where": d.where} for d in report.dropped],
        "doubted": [
            {
                "chapter": d.chapter,
                "start": d.doubt.start,
                "end": d.doubt.end,
                "kind": d.doubt.kind,
                "label": KINDS.get(d.doubt.kind, d.doubt.kind),
                "quote": d.doubt.quote,
                "note": d.doubt.note,
            }
            for d in report.doubted
        ],
        "flagged": [
            {
                "where": f.where,
                "kind": f.flag.kind,
                "label": KINDS.get(f.flag.kind, f.flag.kind),
                "quote": f.flag.quote,
                "note": f.flag.note,
            }
            for f in report.flagged
        ],
        "undetermined": list(report.undetermined),
        "remarks": list(report.remarks),
    }


def summary(report: ImportReport) -> str:
    """Return one sentence that says how much there is to look at."""
    changes = sum(change.count for change in report.changes)
    return (
        f"改动 {changes} 处，删去 {len(report.dropped)} 行，存疑 {len(report.doubted)} 处，"
        f"警示 {len(report.flagged)} 处，待填写 {len(report.undetermined)} 项。"
    )


def document_lines(document: ImportedDocument) -> Iterator[str]:
    """Return the document and its report as lines to read."""
    yield f"文件：{document.source_name}（SHA-256 {document.sha256[:16]}…）"
    yield summary(document.report)
    yield _particular("标题", document.title)
    yield _particular("发文机关", document.issuer)
    yield _particular("文号", document.number)
    yield _particular("日期", document.date)
    yield _particular("地区", document.region)
    yield from _report_lines(document.report)
    yield f"\n共 {len(document.chapters)} 段"
    for n, chapter in enumerate(document.chapters):
        yield from _chapter_lines(n, chapter)


def _particular(name: str, found: Found[str] | Found[date] | None) -> str:
    """Return one particular and where it was found."""
    return f"{name}：未确定" if found is None else f"{name}：{found.value}（见{found.where}）"


def _report_lines(report: ImportReport) -> Iterator[str]:
    """Return the report, part by part."""
    for sentence in (*report.undetermined, *report.remarks):
        yield f"  · {sentence}"
    if report.changes:
        yield "\n改动"
    for change in report.changes:
        yield f"  {change.what}：{change.count} 处，例如 {'；'.join(change.samples)}"
    if report.dropped:
        yield "\n删去"
    for dropped in report.dropped:
        yield f"  {dropped.where}（{dropped.reason}）：{dropped.text}"
    if report.doubted:
        yield "\n存疑"
    for doubted in report.doubted:
        doubt = doubted.doubt
        kind = KINDS.get(doubt.kind, doubt.kind)
        where = f"第 {doubted.chapter + 1} 段 {doubt.start}–{doubt.end}"
        yield f"  {where}（{kind}）“{doubt.quote}”：{doubt.note}"
    if report.flagged:
        yield "\n警示"
    for flagged in report.flagged:
        kind = KINDS.get(flagged.flag.kind, flagged.flag.kind)
        yield f"  {flagged.where}（{kind}）“{flagged.flag.quote}”：{flagged.flag.note}"


def _chapter_lines(n: int, chapter: Chapter) -> Iterator[str]:
    """Return one chapter."""
    yield f"\n[{n + 1}] {chapter.section or '（无标题）'}  {len(chapter.text)} 字"
    yield chapter.text
