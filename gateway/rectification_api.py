"""Serves rectification cases (整改) and the counts of ratings to staff, under /api/v1/desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Query
from pydantic import Field

from core import rating_wording as say
from core.catalogue import Catalogue
from core.errors import NotFound
from core.privacy import mask_text
from core.ratings import FEWEST, Counted, Tally, tally
from core.rectifications import UNDER_WAY, CallBack, Rectification
from core.store import ApplicationStore, RemarkStore
from core.store.audit_trail import AuditTrail
from core.store.ratings import RatingStore
from core.store.rectifications import RectificationStore
from gateway.api import Body, Json
from gateway.staff import DESK, SignedIn, StaffDoor

Which = Literal["open", "mine", "overdue"]
Days = Annotated[int, Query(ge=1, le=3660)]


class Outcome(Body):
    """Say what was put right."""

    outcome: str = Field(min_length=2, max_length=1000, pattern=r"\S")


class Called(Body):
    """Say what came of an attempt to call back."""

    reached: bool
    result: str = Field(min_length=2, max_length=500, pattern=r"\S")
    accepts: bool | None = None  # whether the citizen is content now; null: did not say


@dataclass(frozen=True, slots=True)
class RectificationParts:
    """Hold what these routes use."""

    rectifications: RectificationStore
    ratings: RatingStore
    remarks: RemarkStore
    applications: ApplicationStore
    catalogue: Catalogue
    trail: AuditTrail
    door: StaffDoor
    now: Callable[[], datetime]
    due_day: Callable[[date, int], date]  # so many working days after a day
    days_left: Callable[[date, date], int]  # working days from one day to another
    rectification_days: int  # working days
    target: float  # share of 非常满意 that is aimed at, 0..1


def rectification_routes(parts: RectificationParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/desk")
    cases = parts.rectifications

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    def clocked(case: Rectification) -> Json:
        today = parts.now().date()
        left = parts.days_left(today, case.due) if case.state in UNDER_WAY else None
        return {**case_json(case, today), "working_days_left": left}

    def again_due() -> date:
        return parts.due_day(parts.now().date(), parts.rectification_days)

    async def whole(case: Rectification, member: SignedIn) -> Json:
        shown = await about(case, member)
        if shown["phone"]:
            subject = f"rectification:{case.number}"
            await parts.trail.note(subject, "phone_seen", f"staff:{member.name}", parts.now())
        return {**clocked(case), **shown}

    async def about(case: Rectification, member: SignedIn) -> Json:
        """Return what the case is about; the number to call is for its owner alone, and noted."""
        mine = case.owner == member.name
        if case.remark_number is not None:
            remark = await parts.remarks.remark(case.remark_number)
            words: Json = {"kind": remark.kind, "text": remark.text, "item": None}
            return words | {"phone": remark.phone if mine else None}
        rating = await parts.ratings.rating(case.rating_number or "")
        if rating is None:
            raise NotFound(f"rating {case.rating_number}")
        application = await parts.applications.numbered(rating.number)
        item = parts.catalogue.item(application.item_code, application.region)
        return {
            "kind": "rating",
            "level": rating.level.value,
            "text": rating.comment,
            "aspects": {name: level.value for name, level in rating.aspects.items()},
            "item": item.name,
            "phone": application.fields.get("mobile") if mine else None,
        }

    @api.get("/rectifications")
    async def rectifications(which: Which = "open", member: SignedIn = desk_member) -> Json:
        """Return the cases that are not closed, the most urgent first."""
        today = parts.now().date()
        if which == "mine":
            found = await cases.of_staff(member.name)
        else:
            found = await (cases.overdue_on(today) if which == "overdue" else cases.open_cases())
        return {"cases": [clocked(case) for case in found]}

    @api.get("/rectifications/{number}")
    async def rectification(number: str, member: SignedIn = desk_member) -> Json:
        """Return one case with what the citizen said."""
        return await whole(await cases.case(number), member)

    @api.post("/rectifications/{number}/take")
    async def take(number: str, member: SignedIn = desk_member) -> Json:
        """Take a case; 409 if a colleague has it."""
        return await whole(await cases.take(number, member.name, parts.now()), member)

    @api.post("/rectifications/{number}/fix")
    async def fix(number: str, body: Outcome, member: SignedIn = desk_member) -> Json:
        """Say what was put right."""
        outcome = mask_text(body.outcome.strip())
        return await whole(await cases.fix(number, member.name, outcome, parts.now()), member)

    @api.post("/rectifications/{number}/call")
    async def call(number: str, body: Called, member: SignedIn = desk_member) -> Json:
        """Record a call to the citizen; one who is still unhappy opens the case again."""
        accepts = body.accepts if body.reached else None
        result = mask_text(body.result.strip())
        made = CallBack(parts.now(), member.name, body.reached, accepts, result)
        return await whole(await cases.call(number, made, again_due()), member)

    @api.post("/rectifications/{number}/close")
    async def close(number: str, member: SignedIn = desk_member) -> Json:
        """Close a case after the call."""
        now = parts.now()
        return await whole(await cases.close(number, member.name, now, now.date()), member)

    @api.post("/rectifications/{number}/reopen")
    async def reopen(number: str, member: SignedIn = desk_member) -> Json:
        """Open a case again because the citizen is still unhappy."""
        opened = await cases.reopen(number, member.name, parts.now(), again_due())
        return await whole(opened, member)

    @api.get("/ratings/summary")
    async def summary(days: Days = 30, member: SignedIn = desk_member) -> Json:
        """Return how often each level was given, never by whom or for which application."""
        del member
        now = parts.now()
        since = now - timedelta(days=days)
        counted = await parts.ratings.counted(since)
        by_item = _grouped(counted, lambda one: one.item_code)
        names = {code: parts.catalogue.item(code).name for code in by_item}
        return {
            "since": since.isoformat(),
            **tally_json(tally(counted)),
            "target": parts.target,
            "by_item": [
                {"item_code": code, "item": names[code], **tally_json(group)}
                for code, group in by_item.items()
            ],
            "by_channel": [
                {"channel": channel, **tally_json(group)}
                for channel, group in _grouped(counted, lambda one: one.channel).items()
            ],
            "rectifications": {
                "open": len(await cases.open_cases()),
                "overdue": len(await cases.overdue_on(now.date())),
                "on_time_share": await cases.on_time_share(since, now.date()),
            },
        }

    return api


def case_json(case: Rectification, today: date) -> Json:
    """Return how far a case is, without what the citizen said."""
    return {
        "number": case.number,
        "source": "rating" if case.rating_number is not None else "remark",
        "about": case.rating_number or case.remark_number,
        "state": case.state.value,
        "opened_at": case.opened_at.isoformat(),
        "due": case.due.isoformat(),
        "overdue": case.overdue(today),
        "owner": case.owner,
        "outcome": case.outcome,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "reopened": case.reopened,
        "calls": [
            {
                "at": call.at.isoformat(),
                "staff": call.staff,
                "reached": call.reached,
                "accepts": call.accepts,
                "result": call.result,
            }
            for call in case.calls
        ],
    }


def tally_json(group: Tally) -> Json:
    """Return the counts of one group; levels are null where they could be guessed back."""
    levels = group.levels
    return {
        "count": group.count,
        "levels": None
        if levels is None
        else [
            {"level": level.value, "name": name, "count": levels[level]}
            for level, name in say.LEVELS.items()
        ],
        "very_satisfied_share": group.very_satisfied,
    }


def _grouped(counted: Iterable[Counted], key: Callable[[Counted], str]) -> dict[str, Tally]:
    groups: dict[str, list[Counted]] = {}
    for one in counted:
        groups.setdefault(key(one), []).append(one)
    return {name: tally(group, fewest=FEWEST) for name, group in sorted(groups.items())}
