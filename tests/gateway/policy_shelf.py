"""Fulfils EntryReader from lists, and serves the policy reader's routes around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import httpx
from fastapi import FastAPI

from core.contracts import Passage
from gateway.catalogue_files import read_catalogue
from gateway.leaflet import Office
from gateway.leaflet_font import find_font
from gateway.leaflet_pdf import LeafletPress
from gateway.policies import PolicyEntry, Standing
from gateway.policies_api import PolicyParts, policy_routes
from gateway.problems import install
from gateway.settings import Settings

CATALOGUE = read_catalogue(Settings().items)
TODAY = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ADDRESS = "https://yibao.example/policies"
OFFICE = Office("示例市医疗保障局", "12393", "周一至周五 8:30 至 17:30")

BASIS = Passage(
    document_id="tianjin-2024-rules#first@2",
    text="参保人员可以凭医疗保障电子凭证就医购药。",
    plain="看病买药，亮一下医保码就行。没有手机，带身份证也行。",
    spoken="看病买药，亮医保码。没有手机，带身份证。",
    title="便民服务办法",
    issuer="天津市医疗保障局",
    number="津医保规〔2024〕1号",
    issued=date(2024, 3, 1),
    region="天津市",
    section="第一章 总则",
    in_force_from=date(2024, 4, 1),
    in_force_until=None,
    expired_note=None,
    asked_as=("没有手机能看病吗", "不带卡行不行", "医保码怎么用", "带身份证行吗"),
    items=(),
    topic="就医凭证 医保码",
)


def entry(key: str, **changes: object) -> PolicyEntry:
    """Build an entry of the document that differs from the basis in these fields."""
    version = changes.pop("version", 1)
    document = changes.pop("document", "tianjin-2024-rules")
    superseded_by = changes.pop("superseded_by", None)
    updated = changes.pop("updated", None)
    assert superseded_by is None or isinstance(superseded_by, str)
    assert updated is None or isinstance(updated, date)
    passage = replace(BASIS, document_id=f"{document}#{key}@{version}")
    for name, value in changes.items():
        passage = replace(passage, **{name: value})  # type: ignore[arg-type]
    return PolicyEntry(passage, superseded_by, updated)


@dataclass
class Shelf:
    """Fulfil EntryReader, and remember which versions were asked for."""

    entries: list[PolicyEntry] = field(default_factory=list)
    older: dict[str, tuple[PolicyEntry, Standing]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def in_service(self) -> Sequence[PolicyEntry]:
        """Return what is in service."""
        return tuple(self.entries)

    async def version(self, entry_id: str) -> tuple[PolicyEntry, Standing] | None:
        """Return a version that was ever published."""
        self.asked.append(entry_id)
        for one in self.entries:
            if one.passage.document_id == entry_id:
                return one, Standing.IN_FORCE
        return self.older.get(entry_id)


def reader(shelf: Shelf, *, has_font: bool = True, public_url: str = "") -> httpx.AsyncClient:
    """Return a browser in front of the routes."""
    font = find_font() if has_font else None
    app = FastAPI()
    install(app)
    app.include_router(
        policy_routes(
            PolicyParts(
                entries=shelf,
                catalogue=CATALOGUE,
                press=LeafletPress(font) if font else None,
                office=OFFICE,
                public_url=public_url,
                now=lambda: TODAY,
            )
        )
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://test")
