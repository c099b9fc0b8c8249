"""Serves what stands on printed sheets: leaflets of items, receipts, slips to go on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

import pydantic
from fastapi import APIRouter, Query, Request

from core import follow_up_wording as phases
from core import print_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.citation import spoken_day
from core.errors import NotAuthorised, NotFound
from core.fields import shown
from core.privacy import mask_name
from core.service_items import Field, FieldKind, Material, ServiceItem
from core.store import ApplicationStore, ConversationStore
from gateway.api import Bearer, Body, Json
from gateway.leaflet import Office
from gateway.own_conversation import bearer, own_conversation
from gateway.qr_code import qr_drawing

Line = dict[str, str]
ID_SHOWN = 3  # characters of an ID number on paper


class Code(Body):
    """Name the code to go on with."""

    code: str = pydantic.Field(pattern=r"^\d{6}$")


@dataclass(frozen=True, slots=True)
class PrintParts:
    """Hold what the routes use."""

    catalogue: Catalogue
    applications: ApplicationStore
    conversations: ConversationStore
    office: Office
    public_url: str  # how citizens reach us; empty: as the request did
    now: Callable[[], datetime]


def printing_routes(parts: PrintParts) -> APIRouter:
    """Return the routes under /api/v1/print; every sheet tells whom to call and its day."""
    api = APIRouter(prefix="/api/v1/print")

    def sheet(request: Request, title: str, path: str, caption: str, blocks: list[Json]) -> Json:
        """Return a sheet; nothing on it, the QR code included, tells a number of a person."""
        office, day = parts.office, spoken_day(parts.now().date())
        address = (parts.public_url or str(request.base_url)).rstrip("/") + path
        return {
            "title": title,
            "blocks": blocks,
            "qr": {**qr_drawing(address), "caption": caption},
            "address": address,
            "call": say.CALL.format(hotline=office.hotline, hours=office.hours),
            "printed": say.PRINTED.format(bureau=office.bureau, day=day),
        }

    @api.get("/items/{code}")
    async def leaflet(
        code: str, request: Request, region: Annotated[str | None, Query(max_length=32)] = None
    ) -> Json:
        """Return the leaflet (明白纸) of one item as it is done in a region."""
        item = parts.catalogue.item(code, region)
        asked = {"item": code, **({"region": region} if region else {})}
        title = say.LEAFLET_TITLE.format(item=item.name)
        return sheet(request, title, f"/chat?{urlencode(asked)}", say.SCAN_ITEM, _about(item))

    @api.get("/receipts/{number}")
    async def receipt(number: str, request: Request, authorization: Bearer = "") -> Json:
        """Return the receipt of a submitted application to whoever submitted it, masked."""
        bearer(authorization)  # without any token 401, with a wrong one 404
        filed = await parts.applications.numbered(number)
        try:
            await own_conversation(parts.conversations, filed.conversation_id, authorization)
        except NotAuthorised as error:  # nobody learns which numbers there are
            raise NotFound(f"application {number}") from error
        item = parts.catalogue.item(filed.item_code, filed.region)
        # Behind the "#": browsers never send that part, so it stands in no log.
        blocks = _of(filed, item, parts.now())
        return sheet(request, say.RECEIPT_TITLE, f"/progress#{number}", say.SCAN_RECEIPT, blocks)

    @api.post("/slips")
    async def slip(body: Code, request: Request) -> Json:
        """Return the slip that carries a code; whether the code is right is not told here."""
        how = say.SLIP_HOW.format(hotline=parts.office.hotline)
        grouped = f"{body.code[:3]} {body.code[3:]}"
        blocks = [_block(say.CODE, [grouped]), _block("", [how, say.KEEP])]
        return sheet(request, say.SLIP_TITLE, f"/chat#{body.code}", say.SCAN_SLIP, blocks)

    return api


def _about(item: ServiceItem) -> list[Json]:
    """Return everything a citizen has to know, in the order in which they need it."""
    offline = [way.where for way in item.ways if way.offline]
    online = [way.where for way in item.ways if not way.offline]
    basis = [say.BASIS_EXAMPLE if one == say.EXAMPLE else one for one in item.basis]
    return [
        _block("", [item.summary]),
        _block(say.WHO, [item.who]),
        _block(say.BRING, [_material(material) for material in item.materials]),
        _block(say.OFFLINE, offline),
        _block(say.ONLINE, online),
        _block(say.FLOW, list(item.flow), numbered=True),
        _block(say.TIME, [item.time_limit.text]),
        _block(say.FEE, [item.fee]),
        *([_block(say.EFFECT, [item.effect])] if item.effect else []),
        _block(say.BASIS_HEAD, [*basis, say.UPDATED.format(day=spoken_day(item.updated))]),
    ]


def _material(material: Material) -> str:
    more = "；".join(part for part in (material.case, material.substitute) if part)
    return say.MATERIAL.format(name=material.name, more=more) if more else material.name


def _of(filed: Application, item: ServiceItem, now: datetime) -> list[Json]:
    at = filed.submitted_at
    rows = [
        (phases.CARD_NUMBER, filed.number or ""),
        (say.ITEM, item.name),
        (phases.CARD_PHASE, phases.PHASES[filed.phase.value]),
        (say.SUBMITTED, spoken_day(at.astimezone(now.tzinfo).date()) if at else ""),
        (say.DUE, spoken_day(filed.due) if filed.due else ""),
    ]
    fields = [
        (f.label, _on_paper(f, filed.fields[f.key])) for f in item.fields if f.key in filed.fields
    ]
    lines = [phases.NEXT[filed.phase.value]] if filed.phase.value in phases.NEXT else []
    if filed.missing:
        lines.append(phases.MISSING.format(missing="、".join(filed.missing)))
    return [
        _rows("", rows),
        _rows(say.FIELDS, fields),
        _block(say.NEXT, [*lines, say.KEEP_RECEIPT]),
    ]


def _on_paper(field: Field, value: str) -> str:
    """Return a value as it may lie on a table: the name is masked, too."""
    if field.kind is FieldKind.ID_NUMBER:
        # Beside the receipt number its last four would open the progress to who finds the paper.
        return value[:ID_SHOWN] + "*" * (len(value) - ID_SHOWN)
    return mask_name(value) if field.kind is FieldKind.NAME else shown(field, value)


def _block(heading: str, lines: list[str], *, numbered: bool = False) -> Json:
    return {"heading": heading, "lines": lines, "numbered": numbered, "rows": []}


def _rows(heading: str, rows: list[tuple[str, str]]) -> Json:
    shown_rows: list[Line] = [{"label": label, "value": value} for label, value in rows if value]
    return {"heading": heading, "lines": [], "numbered": False, "rows": shown_rows}
