"""Builds rows and opens look-ups over the demonstration tables."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from core.lookups import Datum, Drug, Origin, Place, PlaceKind, Rows, TableKind
from core.opening_hours import read_hours
from core.store.database import Database
from core.store.lookups import LookupStore
from knowledge_base.lookups.csv_rows import read_rows
from knowledge_base.lookups.lookups import DEMO, Lookups
from tests.fakes.keys import KEYS
from tests.knowledge_base.catalogue import small_catalogue

NOON = datetime(2026, 12, 21, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
REGIONS = ("全国", "青岛市", "烟台市", "天津市", "黔东南州")
ORIGIN = Origin(
    region="全国",
    version="2026",
    in_force_from=date(2026, 1, 1),
    demo=False,
    title="药品目录",
    issuer="医疗保障局",
    issued=date(2025, 12, 1),
)


def drug(
    generic: str,
    form: str = "片剂",
    strength: str = "10mg*10片",
    maker: str = "示例甲药业有限公司",
    pay: str = "10",
    trade: str = "",
    origin: Origin = ORIGIN,
) -> Drug:
    """Build a drug of class 乙."""
    return Drug(generic, trade, form, strength, maker, "乙", Decimal(pay), "", "", origin)


def place(
    name: str,
    county: str = "芝罘区",
    street: str = "",
    at: tuple[float, float] | None = None,
    kind: PlaceKind = PlaceKind.AGENCY,
    hours: str | None = "周一至周五 8:30-12:00 13:30-17:00",
) -> Place:
    """Build a place in 烟台市; `at` is in GCJ-02."""
    return Place(
        name=name,
        kind=kind,
        county=county,
        street=street,
        address=f"{county}某路1号",
        phone="12393",
        hours=read_hours(hours) if hours else None,
        holidays="",
        latitude=at[0] if at else None,
        longitude=at[1] if at else None,
        datum=Datum.GCJ02,
        accessible=None,
        checked_on=date(2026, 11, 1),
        origin=Origin("烟台市", "2026", date(2026, 1, 1), False, "地图", "局", date(2026, 1, 1)),
    )


def demo_rows() -> Rows:
    """Return the demonstration tables, read from their files."""
    files = {kind: (DEMO / f"{kind.value}.csv").read_bytes() for kind in TableKind}
    read = {kind: read_rows(kind, data) for kind, data in files.items()}
    assert not any(parsed.problems for parsed in read.values())
    drugs, consumables, places, offers, totals = (read[kind].rows for kind in TableKind)
    return Rows(drugs, consumables, places, offers, totals)  # type: ignore[arg-type]


@asynccontextmanager
async def opened(
    url: str, *, seeded: bool = True, clock: Callable[[], datetime] = lambda: NOON
) -> AsyncIterator[tuple[Lookups, LookupStore]]:
    """Open look-ups on a database of their own."""
    database = Database(url, KEYS)
    await database.create_all()
    store = LookupStore(database)
    lookups = Lookups(store, small_catalogue(), regions=lambda: REGIONS, now=clock, hotline="12393")
    if seeded:
        await lookups.seed_demo(NOON)
    await lookups.reload()
    yield lookups, store
    await database.close()
