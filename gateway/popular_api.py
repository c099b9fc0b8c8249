"""Serves the questions that are asked most (热门问答) to the first screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from core.store import PopularStore
from core.versions import Version
from gateway.api import Json

COUNTED = timedelta(days=90)
ENOUGH = 20  # answers; fewer say nothing about what people want
SHOWN = 8
_LOOKED_AT = 50  # entries: some of those asked most may have been withdrawn


@dataclass(frozen=True, slots=True)
class PopularParts:
    """Hold what the route uses."""

    popular: PopularStore
    chosen: Mapping[str, Sequence[str]]  # by the editors, by version, until enough is counted
    now: Callable[[], datetime]


def popular_routes(parts: PopularParts) -> APIRouter:
    """Return the route."""
    api = APIRouter(prefix="/api/v1")

    @api.get("/popular")
    async def popular(
        region: Annotated[str | None, Query(max_length=32)] = None,
        persona: Literal["standard", "elder", "birth", "child"] | None = None,
    ) -> Json:
        """Return questions, most asked first; the words are the editors', never a citizen's."""
        counts = await parts.popular.asked_since(
            parts.now() - COUNTED, region=region or None, persona=persona
        )
        if sum(counts.values()) < ENOUGH:
            chosen = parts.chosen[persona or Version.STANDARD]
            return {"questions": list(chosen[:SHOWN]), "counted": False}
        keys = list(counts)[:_LOOKED_AT]
        contents = await parts.popular.contents_of(keys)
        questions = [contents[key].asked_as[0] for key in keys if key in contents]
        return {"questions": questions[:SHOWN], "counted": True}

    return api
