"""Lets tests and benchmarks order faults, move the clock, act for citizens, and read the record."""

from __future__ import annotations

import hmac
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, HTTPException
from pydantic import Field

from integrations.wechat_simulator.customer_messages import Body
from integrations.wechat_simulator.faults import Chances, Fault, Planned
from integrations.wechat_simulator.platform import Platform

Json = dict[str, object]


class Plan(Body):
    """Order a fault for the next calls or pushes."""

    fault: str
    times: int = Field(default=1, ge=1, le=10_000)
    seconds: float = Field(default=30.0, ge=0.0, le=120.0)
    code: int = -1
    path: str = ""


class Seeded(Body):
    """Let things go wrong by themselves; shares of 1."""

    seed: int
    api: float = Field(default=0.0, ge=0.0, le=1.0)
    pushes: float = Field(default=0.0, ge=0.0, le=1.0)
    seconds: float = Field(default=30.0, ge=0.0, le=120.0)


class Passed(Body):
    """Say how much time passes."""

    seconds: float = Field(ge=0.0)


class Act(Body):
    """Say what a citizen, known by nickname, does."""

    nickname: str = Field(min_length=1, max_length=40)
    does: Literal["say", "tap", "follow", "leave", "scan", "recall"]
    text: str = ""  # what is said; the key of the button; the scene of the code
    message_id: str = ""


def control_routes(platform: Platform) -> APIRouter:
    """Return the routes; all but the report want the account's secret."""
    routes, faults, acts = APIRouter(), platform.faults, platform.acts
    secret = platform.account.secret

    async def trusted(x_simulator_secret: Annotated[str, Header()] = "") -> None:
        if not hmac.compare_digest(x_simulator_secret.encode(), secret.encode()):
            raise HTTPException(401)

    closed = [Depends(trusted)]

    @routes.get("/healthz")
    async def alive() -> Json:
        return {"status": "alive", "simulated": True, "account": platform.account.original_id}

    @routes.get("/faults")
    async def report() -> Json:
        pushed = platform.record.pushed
        counted = {
            "pushed": len(pushed),
            "pending": sum(one.outcome == "pending" for one in pushed),
            "under_way": platform.pusher.under_way,
            "silences": platform.pusher.mark_fail.times,
        }
        return faults.told() | counted

    @routes.post("/faults", dependencies=closed, status_code=204)
    async def order(body: Plan) -> None:
        try:
            fault = Fault(body.fault)
        except ValueError as error:
            raise HTTPException(422) from error
        faults.plan(Planned(fault, body.times, body.seconds, body.code, body.path))

    @routes.post("/faults/seeded", dependencies=closed, status_code=204)
    async def seeded(body: Seeded) -> None:
        faults.chances = Chances(body.seed, body.api, body.pushes, body.seconds)

    @routes.delete("/faults", dependencies=closed, status_code=204)
    async def clear() -> None:
        faults.clear()

    @routes.post("/clock", dependencies=closed)
    async def forward(body: Passed) -> Json:
        platform.clock.put_forward(body.seconds)
        return {"now": platform.clock()}

    @routes.get("/record", dependencies=closed)
    async def record(pushed_after: int = 0, shown_after: int = 0) -> Json:
        return platform.record.told(pushed_after, shown_after)

    @routes.post("/acts", dependencies=closed)
    async def act(body: Act) -> Json:
        openid = acts.citizen(body.nickname).openid
        match body.does:
            case "say":
                pushed = acts.say(openid, body.text, message_id=body.message_id)
            case "tap":
                pushed = acts.tap(openid, body.text, body.text)
            case "follow":
                pushed = acts.follow(openid, body.text)
            case "leave":
                pushed = acts.leave(openid)
            case "scan":
                pushed = acts.scan(openid, body.text)
            case "recall":
                pushed = acts.recall(openid)
        return {"openid": openid, "pushed": pushed.number}

    return routes
