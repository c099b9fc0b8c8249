"""Makes the simulator's web application: people, filings, identities, and faults on demand."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from integrations.insurance_simulator.faults import Fault, Faults, FaultyNetwork, Planned
from integrations.insurance_simulator.filings import Filed, Journal, digest_of, is_decided, standing
from integrations.insurance_simulator.identity_pages import (
    Attempt,
    attempt_json,
    open_attempt,
    page_routes,
)
from integrations.insurance_simulator.people import Invented, shown_people, summary_of
from integrations.insurance_simulator.summary_json import summary_json

Json = dict[str, object]
SPOILED = ("/people", "/filings", "/withdrawals", "/identity/challenges")  # where faults may happen


class Body(BaseModel):
    """Be the root of all request bodies."""

    model_config = ConfigDict(strict=True, extra="forbid")


class WhichPerson(Body):
    """Name a person."""

    id_number: str = Field(max_length=18)


class WhichFiling(Body):
    """Name an application by its receipt number."""

    number: str = Field(max_length=64)


class BackTo(Body):
    """Say where the browser goes after an attempt."""

    back_to: str = Field(max_length=500)


class Plan(Body):
    """Order a fault for the next requests."""

    fault: Literal["delay", "error", "drop", "lost", "duplicate"]
    times: int = Field(default=1, ge=1, le=1000)
    seconds: float = Field(default=0.0, ge=0.0, le=60.0)


def make_simulator(
    people: dict[str, Invented],
    *,
    secret: str,
    journal: Journal | None = None,
    faults: Faults | None = None,
    step: float = 60.0,
    now: Callable[[], float] = time.time,
) -> FastAPI:
    """Return the application; `now` is Unix seconds, `step` seconds between two decisions."""
    kept = journal if journal is not None else Journal()
    network = faults if faults is not None else Faults()
    attempts: dict[str, Attempt] = {}

    def moment() -> datetime:
        return datetime.fromtimestamp(now(), tz=UTC)

    def name_of(number: str) -> str | None:
        return people[number].name if number in people else None

    async def trusted(x_core_secret: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(x_core_secret.encode(), secret.encode()):
            raise HTTPException(401)

    app = FastAPI(title="医保核心（模拟）", openapi_url=None)
    app.add_middleware(FaultyNetwork, faults=network, paths=SPOILED)
    closed = [Depends(trusted)]

    @app.get("/healthz")
    async def alive() -> Json:
        return {"status": "alive", "simulated": True, "people": len(people)}

    @app.post("/people/query", dependencies=closed)
    async def query(body: WhichPerson) -> Json:
        person = people.get(body.id_number)
        if person is None:
            raise HTTPException(404)
        return summary_json(summary_of(person, moment().date()))

    @app.post("/filings", dependencies=closed)
    async def file(
        request: Request, idempotency_key: Annotated[str, Header(max_length=64)] = ""
    ) -> JSONResponse:
        body = await request.json()
        if not isinstance(body, dict) or not idempotency_key:
            raise HTTPException(422, "a JSON object under an Idempotency-Key")
        digest, known = digest_of(body), kept.under(idempotency_key)
        if known is not None and (known.withdrawn or known.digest != digest):
            raise HTTPException(409, "another application has this number")
        if known is None:
            known = Filed(idempotency_key, digest, now())
            kept.add(known)
        return JSONResponse(standing(known, now(), step))

    @app.get("/filings/{reference}", dependencies=closed)
    async def decision(reference: str) -> Json:
        known = kept.referred(reference)
        if known is None:
            raise HTTPException(404)
        return standing(known, now(), step)

    @app.post("/withdrawals", dependencies=closed)
    async def withdraw(body: WhichFiling) -> Json:
        known = kept.under(body.number)
        if known is None:  # it may still be on its way: it must not be filed any more
            known = Filed(body.number, "", now(), withdrawn=True)
            kept.add(known)
        elif not known.withdrawn:
            if is_decided(known, now(), step):
                raise HTTPException(409, "decided already")
            kept.add(replace(known, withdrawn=True))
        return {"number": body.number, "withdrawn": True}

    @app.post("/identity/challenges", dependencies=closed)
    async def begin(body: BackTo, request: Request) -> Json:
        attempt = open_attempt(attempts, body.back_to, moment())
        url = request.url_for("show", attempt_id=attempt.id)
        return {"id": attempt.id, "url": str(url), "expires": attempt.until.isoformat()}

    @app.get("/identity/challenges/{attempt_id}", dependencies=closed)
    async def outcome(attempt_id: str) -> Json:
        attempt = attempts.get(attempt_id)
        if attempt is None:
            raise HTTPException(404)
        return attempt_json(attempt)

    @app.post("/faults", dependencies=closed, status_code=204)
    async def order(body: Plan) -> None:
        network.plan(Planned(Fault(body.fault), body.times, body.seconds))

    @app.get("/faults", dependencies=closed)
    async def happened() -> Json:
        return {**network.told(), "filings": len(kept)}

    @app.delete("/faults", dependencies=closed, status_code=204)
    async def clear() -> None:
        network.clear()

    shown = shown_people(people, moment().date())
    app.include_router(page_routes(attempts, name_of, shown, moment))
    return app
