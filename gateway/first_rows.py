"""Fills a new database, at `migrate`: days of retention, demonstration rows of look-up tables."""

from __future__ import annotations

from datetime import datetime

from core.store import Database, LookupStore
from core.store.retention_terms import RetentionTermStore
from gateway.catalogue_files import read_catalogue
from gateway.clock import clock
from gateway.retention import settled
from gateway.settings import Settings
from knowledge_base.lookups.lookups import Lookups


async def begin_terms(settings: Settings, database: Database, at: datetime) -> None:
    """Put the settings' days into force if none are; say so where others are by now."""
    wanted = settled(settings)
    term = await RetentionTermStore(database).begin(wanted, at)
    if term.kept != wanted:
        print(f"personal data are kept {term.kept.days} days, as decided at /admin/staff;")
        print(f"YIBAO_*_DAYS say {wanted.days}: two administrators have to change it there")


async def seed_tables(settings: Settings, database: Database) -> None:
    """Fill look-up tables that are empty with demonstration rows, each marked as such."""
    if not settings.demo_tables:
        return
    now = clock(settings.timezone)
    look_ups = Lookups(
        LookupStore(database),
        read_catalogue(settings.items),
        regions=tuple,
        now=now,
        hotline=settings.hotline,
    )
    if added := await look_ups.seed_demo(now()):
        print(f"{added} demonstration rows in the look-up tables")
