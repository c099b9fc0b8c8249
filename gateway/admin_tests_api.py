"""Serves the hit test to editors: what the search makes of a question, or of a file of them."""

from __future__ import annotations

import time
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from core.contracts import Verdict
from core.errors import InvalidContent
from gateway.admin_json import hit_json, hit_passage_json, hit_row_json
from gateway.admin_parts import AdminParts
from gateway.api import Body, Json
from knowledge_base.confidence import CONFIDENCE_LINE

SHOWN = 8  # passages


class HitTest(Body):
    """Ask one question as a citizen would."""

    question: str = Field(min_length=1, max_length=500)
    region: str | None = Field(default=None, max_length=32)
    on: str | None = Field(default=None, max_length=10)  # such as 2020-09-23


def hit_test_routes(api: APIRouter, parts: AdminParts) -> None:
    """Add the routes."""

    @api.post("/hit-test")
    async def hit_test(body: HitTest) -> Json:
        """Return what a question finds, with what speaks for each passage."""
        day = _day(body.on) or parts.now().date()
        started = time.monotonic()
        found = await parts.retriever.search(body.question, region=body.region, limit=SHOWN, on=day)
        milliseconds = (time.monotonic() - started) * 1000
        evidence = await parts.evidence(body.question, body.region, day)
        passages = [
            hit_passage_json(p, expired=p.expired_on(day), evidence=evidence.get(p.document_id, {}))
            for p in found.passages
        ]
        return hit_json(found, milliseconds, CONFIDENCE_LINE, passages)

    @api.post("/hit-test/batch")
    async def batch(
        request: Request, name: Annotated[str, Query(min_length=1, max_length=1000)]
    ) -> Json:
        """Return what each line of a csv, xlsx or txt file finds."""
        hits = await parts.batch_test.run(name, await request.body())
        judged = [hit.right for hit in hits if hit.right is not None]
        return {
            "rows": [hit_row_json(hit) for hit in hits],
            "summary": {
                "asked": len(hits),
                "found": sum(hit.found.verdict is Verdict.FOUND for hit in hits),
                "right": sum(judged),
                "judged": len(judged),
            },
        }


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidContent("not a day") from error
