"""Turns the rows of the look-up tables into values, and back."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from sqlalchemy import RowMapping, Table

from core import lookup_tables
from core.lookups import (
    Consumable,
    Datum,
    Drug,
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

Values: TypeAlias = dict[str, object]
HUNDRED = Decimal(100)

TABLES: dict[TableKind, Table] = {
    TableKind.DRUGS: lookup_tables.lookup_drugs,
    TableKind.CONSUMABLES: lookup_tables.lookup_consumables,
    TableKind.PLACES: lookup_tables.lookup_places,
    TableKind.MATRIX: lookup_tables.lookup_offers,
    TableKind.TOTALS: lookup_tables.lookup_totals,
}


def row_of(row: Row, position: int) -> Values:
    """Return the columns of a value; `position` is its place in the file."""
    return {"position": position, **_own(row), **_origin_columns(row.origin)}


def drug(row: RowMapping) -> Drug:
    """Return the drug of a row."""
    return Drug(
        generic=row["generic"],
        trade=row["trade"],
        form=row["form"],
        strength=row["strength"],
        maker=row["maker"],
        category=row["category"],
        first_pay=Decimal(row["first_pay_hundredths"]) / HUNDRED,
        limit_note=row["limit_note"],
        code=row["code"],
        origin=_origin(row),
    )


def consumable(row: RowMapping) -> Consumable:
    """Return the consumable of a row."""
    return Consumable(
        name=row["name"],
        model=row["model"],
        maker=row["maker"],
        unit=row["unit"],
        limit=Decimal(row["limit_fen"]) / HUNDRED,
        code=row["code"],
        origin=_origin(row),
    )


def place(row: RowMapping) -> Place:
    """Return the place of a row."""
    return Place(
        name=row["name"],
        kind=PlaceKind(row["kind"]),
        county=row["county"],
        street=row["street"],
        address=row["address"],
        phone=row["phone"],
        hours=read_hours(row["hours"]) if row["hours"] is not None else None,
        holidays=row["holidays"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        datum=Datum(row["datum"]),
        accessible=row["accessible"],
        checked_on=row["checked_on"],
        origin=_origin(row),
    )


def offer(row: RowMapping) -> Offer:
    """Return the offer of a row."""
    return Offer(
        item=row["item"],
        kind=PlaceKind(row["kind"]) if row["kind"] is not None else None,
        place=row["place"],
        via=Via(row["via"]),
        who=row["who"],
        note=row["note"],
        counted=row["counted"],
        origin=_origin(row),
    )


def total(row: RowMapping) -> Total:
    """Return the stated number of a row."""
    return Total(kind=PlaceKind(row["kind"]), count=row["count"], origin=_origin(row))


def _own(row: Row) -> Values:
    match row:
        case Drug():
            return {
                "generic": row.generic,
                "trade": row.trade,
                "form": row.form,
                "strength": row.strength,
                "maker": row.maker,
                "category": row.category,
                "first_pay_hundredths": int(row.first_pay * HUNDRED),
                "limit_note": row.limit_note,
                "code": row.code,
            }
        case Consumable():
            return {
                "name": row.name,
                "model": row.model,
                "maker": row.maker,
                "unit": row.unit,
                "limit_fen": int(row.limit * HUNDRED),
                "code": row.code,
            }
        case Place():
            return {
                "name": row.name,
                "kind": row.kind.value,
                "county": row.county,
                "street": row.street,
                "address": row.address,
                "phone": row.phone,
                "hours": str(row.hours) if row.hours is not None else None,
                "holidays": row.holidays,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "datum": row.datum.value,
                "accessible": row.accessible,
                "checked_on": row.checked_on,
            }
        case Offer():
            return {
                "item": row.item,
                "kind": row.kind.value if row.kind is not None else None,
                "place": row.place,
                "via": row.via.value,
                "who": row.who,
                "note": row.note,
                "counted": row.counted,
            }
        case Total():
            return {"kind": row.kind.value, "count": row.count}


def _origin(row: RowMapping) -> Origin:
    return Origin(
        region=row["region"],
        version=row["version"],
        in_force_from=row["in_force_from"],
        demo=row["demo"],
        title=row["title"],
        issuer=row["issuer"],
        issued=row["issued"],
        section=row["section"],
        document_id=row["document_id"],
        date_note=row["date_note"],
    )


def _origin_columns(origin: Origin) -> Values:
    return {
        "region": origin.region,
        "version": origin.version,
        "in_force_from": origin.in_force_from,
        "demo": origin.demo,
        "title": origin.title,
        "issuer": origin.issuer,
        "issued": origin.issued,
        "section": origin.section,
        "document_id": origin.document_id,
        "date_note": origin.date_note,
    }
