"""Tests core.store.lookups: editions come and go as a whole, with an audit row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from core.lookups import (
    Consumable,
    Datum,
    Offer,
    Origin,
    Place,
    PlaceKind,
    Row,
    TableKind,
    Total,
    Via,
)
from core.opening_hours import read_hours
from core.store.database import Database
from core.store.lookups import Import, LookupStore
from core.tables import audit
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.keys import KEYS
from tests.knowledge_base.lookups.tables import ORIGIN, drug

DEMO = replace(ORIGIN, version="演示", demo=True)
YANTAI = replace(ORIGIN, region="烟台市")


class Store:
    """Hold a store and its database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lookups = LookupStore(database)

    async def bring_in(self, *rows: Row, kind: TableKind = TableKind.DRUGS, **how: bool) -> Import:
        done = await self.lookups.bring_in(
            kind, rows, at=MONDAY_MORNING, actor="operator:王工", **how
        )
        return done.became

    async def names(self) -> list[str]:
        return [row.generic for row in (await self.lookups.rows()).drugs]

    async def audited(self) -> list[tuple[str, str, str]]:
        async with self.database.reading() as connection:
            rows = await connection.execute(select(audit.c.actor, audit.c.subject, audit.c.action))
            return [(actor, subject, action) for actor, subject, action in rows]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    database = Database(database_url, KEYS)
    await database.create_all()
    yield Store(database)
    await database.close()


async def test_every_value_survives_the_database(store: Store) -> None:
    origin = Origin(
        "烟台市", "1", date(2026, 1, 1), True, "题", "局", date(2025, 1, 1), "一", "d#e@1", "注"
    )
    place = Place(
        "大厅", PlaceKind.AGENCY, "芝罘区", "", "", "12393", read_hours("周一 9:00-10:00"),
        "", 37.54, 121.4, Datum.WGS84, None, date(2026, 1, 2), origin,
    )  # fmt: skip
    rows: dict[TableKind, Row] = {
        TableKind.DRUGS: replace(drug("某药", pay="12.35"), origin=origin),
        TableKind.CONSUMABLES: Consumable("针", "24G", "厂", "支", Decimal("0.01"), "", origin),
        TableKind.PLACES: place,
        TableKind.MATRIX: Offer("事", None, "", Via.WEB, "个人", "注", False, origin),
        TableKind.TOTALS: Total(PlaceKind.VILLAGE, 13, origin),
    }

    for kind, row in rows.items():
        await store.bring_in(row, kind=kind)

    held = await store.lookups.rows()
    assert [held.drugs[0], held.consumables[0], held.places[0], held.offers[0], held.totals[0]] == [
        *rows.values()
    ]


async def test_an_import_is_audited(store: Store) -> None:
    await store.bring_in(drug("甲药"))

    assert await store.audited() == [("operator:王工", "lookup:drugs", "imported")]


async def test_the_same_rows_again_change_nothing(store: Store) -> None:
    await store.bring_in(drug("甲药"), drug("乙药"))

    again = await store.bring_in(drug("乙药"), drug("甲药"))

    assert again is Import.UNCHANGED
    assert len(await store.audited()) == 1


async def test_another_content_of_an_edition_needs_a_word(store: Store) -> None:
    await store.bring_in(drug("甲药"))

    refused = await store.bring_in(drug("乙药"))
    assert (refused, await store.names()) == (Import.CONFLICT, ["甲药"])

    done = await store.bring_in(drug("乙药"), replace=True)
    assert (done, await store.names()) == (Import.DONE, ["乙药"])


async def test_a_new_edition_leaves_the_old_one_in_place(store: Store) -> None:
    await store.bring_in(drug("甲药"))

    await store.bring_in(drug("乙药", origin=replace(ORIGIN, version="2027")))

    assert await store.names() == ["甲药", "乙药"]


async def test_a_dry_run_stores_nothing(store: Store) -> None:
    done = await store.bring_in(drug("甲药"), dry_run=True)

    assert (done, await store.names(), await store.audited()) == (Import.DONE, [], [])


async def test_real_rows_drive_out_the_demonstration_of_their_region_only(store: Store) -> None:
    await store.bring_in(
        drug("演示全国", origin=DEMO), drug("演示烟台", origin=replace(DEMO, region="烟台市"))
    )

    await store.bring_in(drug("真药", origin=YANTAI))

    assert await store.names() == ["演示全国", "真药"]


async def test_an_import_that_fails_leaves_everything_as_it_was(store: Store) -> None:
    await store.bring_in(drug("甲药"))

    with pytest.raises(StatementError, match="without a zone"):
        await store.lookups.bring_in(
            TableKind.DRUGS,
            [drug("乙药")],
            at=MONDAY_MORNING.replace(tzinfo=None),
            actor="x",
            replace=True,
        )

    assert await store.names() == ["甲药"]
