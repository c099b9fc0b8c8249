"""Builds entries of policies that lack nothing, so that a test changes only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.knowledge import EntryContent, EntryVersion, PolicyDocument, TestQuestion

DOCUMENT = PolicyDocument(
    id="qingdao-2026",
    title="青岛市门诊办法",
    issuer="青岛市医疗保障局",
    number="青医保发〔2026〕1号",
    issued=date(2026, 1, 5),
    date_note=None,
    region="青岛市",
)
CONTENT = EntryContent(
    document=DOCUMENT,
    section="第三条",
    topic="门诊报销",
    items=("门诊统筹签约",),
    text="普通门诊统筹报销比例为50%，一年最多报销2000元。",
    plain="门诊看病报50%，一年最多报2000元。",
    spoken="门诊看病能报一半。",
    brief="报50%",
    asked_as=("门诊能报多少", "门诊报销比例", "看门诊报几成", "门诊一年能报多少钱"),
    tests=(TestQuestion("门诊看病报多少", "青岛市"), TestQuestion("门诊报几成", "青岛市")),
    in_force_from=date(2026, 2, 1),
)


def draft(key: str = "qingdao-2026#1", number: int = 1, author: str = "li") -> EntryVersion:
    """Return a draft that could be sent to review."""
    document = replace(DOCUMENT, id=key.partition("#")[0])
    return EntryVersion(
        key, number, replace(CONTENT, document=document), authors=(author,), place=number
    )
