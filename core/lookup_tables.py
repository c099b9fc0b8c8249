"""Declares the look-up tables: drugs, consumables, places, and what is done where."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Float, Index, Integer, String, Table, Text

from core.tables import metadata


def _table(name: str, *columns: Column[object]) -> Table:
    """Return a table whose every row also tells where it comes from."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("position", Integer, nullable=False),  # row of the file it came in
        *columns,
        Column("region", String(32), nullable=False),
        Column("version", String(64), nullable=False),
        Column("in_force_from", Date, nullable=False),
        Column("demo", Boolean, nullable=False),
        Column("title", Text, nullable=False),
        Column("issuer", Text, nullable=False),
        Column("issued", Date, nullable=False),
        Column("section", Text, nullable=False),
        Column("document_id", String(200), nullable=False),
        Column("date_note", Text),
        Index(f"ix_{name}_edition", "region", "version"),
    )


lookup_drugs = _table(
    "lookup_drugs",
    Column("generic", Text, nullable=False),
    Column("trade", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("strength", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("category", String(4), nullable=False),
    # Whole numbers, because SQLite has no exact decimals.
    Column("first_pay_hundredths", Integer, nullable=False),  # of a percent
    Column("limit_note", Text, nullable=False),
    Column("code", String(64), nullable=False),
)

lookup_consumables = _table(
    "lookup_consumables",
    Column("name", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("maker", Text, nullable=False),
    Column("unit", String(16), nullable=False),
    Column("limit_fen", Integer, nullable=False),
    Column("code", String(64), nullable=False),
)

lookup_places = _table(
    "lookup_places",
    Column("name", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("county", String(64), nullable=False),
    Column("street", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("phone", String(64), nullable=False),
    Column("hours", Text),  # as core.opening_hours writes them
    Column("holidays", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("datum", String(16), nullable=False),
    Column("accessible", Boolean),
    Column("checked_on", Date, nullable=False),
)

lookup_offers = _table(
    "lookup_offers",
    Column("item", Text, nullable=False),
    Column("kind", String(32)),
    Column("place", Text, nullable=False),
    Column("via", String(16), nullable=False),
    Column("who", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("counted", Boolean, nullable=False),
)

lookup_totals = _table(
    "lookup_totals",
    Column("kind", String(32), nullable=False),
    Column("count", Integer, nullable=False),
)
