"""Serves the catalogue of service items to anybody, as each region does them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query

from core.catalogue import Catalogue
from core.service_items import Facilities, Field, Material, ServiceItem
from core.unified import UnifiedSet, unified

Json = dict[str, object]
Region = Annotated[str | None, Query(max_length=32)]


def item_routes(catalogue: Catalogue) -> APIRouter:
    """Return the routes under /api/v1/items."""
    api = APIRouter(prefix="/api/v1/items")

    @api.get("")
    async def items(region: Region = None) -> Json:
        """Return the service items; a region's own version where it has one."""
        return {"items": [item_json(item) for item in catalogue.items_in(region)]}

    @api.get("/{code}")
    async def item(code: str, region: Region = None) -> Json:
        """Return one service item."""
        return item_json(catalogue.item(code, region))

    @api.get("/{code}/unified")
    async def item_unified(
        code: str,
        region: Region = None,
        chosen: Annotated[UnifiedSet, Query(alias="set")] = UnifiedSet.NATIONAL,
    ) -> Json:
        """Return one service item in the six unified fields of Yantai or of the nation."""
        found = catalogue.item(code, region)
        return {
            "code": found.code,
            "region": found.region,
            "set": chosen.value,
            "fields": [
                {"name": name, "lines": list(lines)}
                for name, lines in unified(found, chosen).items()
            ],
        }

    return api


def item_json(item: ServiceItem) -> Json:
    """Return a service item with the fields of the six unifications."""
    return {
        "code": item.code,
        "name": item.name,
        "topic": item.topic,
        "summary": item.summary,
        "who": item.who,
        "region": item.region,
        "updated": item.updated.isoformat(),
        "sectors": [sector.value for sector in item.sectors],
        "materials": [_material_json(material) for material in item.materials],
        "ways": [
            {"channel": way.channel, "where": way.where, "offline": way.offline}
            for way in item.ways
        ],
        "steps": list(item.steps),
        "flow": list(item.flow),
        "time_limit": {
            "working_days": item.time_limit.working_days,
            "text": item.time_limit.text,
            "source": item.time_limit.source,
        },
        "standard": item.standard,
        "effect": item.effect,
        "fee": item.fee,
        "basis": list(item.basis),
        "rated_on": list(item.rated_on),
        "facilities": _facilities_json(item.facilities),
        "appliable": bool(item.fields),
        "parts": [{"code": part.code, "when": _when_json(part.when)} for part in item.parts],
        "fields": [_field_json(field) for field in item.fields],
    }


def _material_json(material: Material) -> Json:
    return {
        "name": material.name,
        "needed_when": material.needed_when,
        "substitute": material.substitute,
        "when": _when_json(material.when),
        "by_delegate": material.by_delegate,
        "photo": material.photo or None,
        "beyond_national": material.beyond_national or None,
    }


def _field_json(field: Field) -> Json:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "prompt": field.prompt,
        "why": field.why,
        "options": [option.value for option in field.options],
        "when": _when_json(field.when),
        "screening": field.screening,
    }


def _facilities_json(facilities: Facilities) -> Json:
    return {
        "commitment": facilities.commitment,
        "late_papers": facilities.late_papers,
        "appointment": facilities.appointment,
        "home_visit": facilities.home_visit,
        "done_for_you": facilities.done_for_you,
        "source": facilities.source,
    }


def _when_json(when: Mapping[str, tuple[str, ...]]) -> Json:
    return {key: list(allowed) for key, allowed in when.items()}
