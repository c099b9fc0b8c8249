"""Serves staff on duty: presence, rings, handing on, and what supervisors arrange."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Response
from pydantic import Field

from core import queue_wording as say
from core.errors import InvalidContent, NotAllowedNow
from core.opening_hours import read_hours
from core.store import StaffStore
from core.store.desk_notices import DeskNoticeStore
from core.store.hand_ons import HandOn, HandOnStore
from core.store.offers import OfferStore
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from core.teams import DutyState, Presence, Team, is_skill
from gateway.api import Body, Json
from gateway.staff import DESK, SUPERVISE, SignedIn, StaffDoor
from video_desk.desk import StaffPages, VideoDesk
from video_desk.handing_on import HandingOn
from video_desk.ringing import presence_event

GONE = "gone"  # shown instead of the state of who gave no sign lately


class NewPresence(Body):
    """Say how it is with oneself."""

    state: DutyState = Field(strict=False)


class Transfer(Body):
    """Hand a citizen on; a team or a colleague is named."""

    team: str | None = Field(default=None, max_length=32)
    agent: str | None = Field(default=None, max_length=64)
    reason: str = Field(min_length=1, max_length=200, pattern=r"\S")
    summary: str = Field(default="", max_length=1000)


class NewNotice(Body):
    """Tell everybody who waits."""

    text: str = Field(min_length=1, max_length=120, pattern=r"\S")


class NewTeam(Body):
    """Describe a team as it is to be."""

    name: str = Field(min_length=1, max_length=64, pattern=r"\S")
    skills: list[str] = Field(default_factory=list, max_length=40)
    regions: list[str] = Field(default_factory=list, max_length=40)
    hours: str = Field(default="", max_length=200)
    members: list[str] = Field(default_factory=list, max_length=200)


@dataclass(frozen=True, slots=True)
class DutyParts:
    """Hold what these routes use."""

    door: StaffDoor
    staff: StaffStore
    desk: VideoDesk
    presence: PresenceStore
    offers: OfferStore
    teams: TeamStore
    hand_ons: HandOnStore
    handing_on: HandingOn
    notices: DeskNoticeStore
    staff_pages: StaffPages
    regions: Callable[[], Sequence[str]]
    now: Callable[[], datetime]


def duty_routes(parts: DutyParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/staff")

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    async def supervising(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, SUPERVISE)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member, supervisor = Depends(at_desk), Depends(supervising)

    @api.get("/presence")
    async def everybody(member: SignedIn = desk_member) -> Json:
        """Return who is there; supervisors also see what each is doing."""
        known = {one.staff: one for one in await parts.presence.everybody()}
        teams = await parts.teams.teams()
        ringing = {offer.agent: offer.ticket_id for offer in await parts.offers.ringing()}
        serving: dict[str | None, list[str]] = {}
        for ticket in await parts.desk.open_tickets():
            serving.setdefault(ticket.agent, []).append(ticket.id)
        shown: list[Json] = []
        for one in await parts.staff.with_duty(DESK):
            row: Json = {
                "name": one.name,
                "display_name": one.display_name,
                "state": _shown_state(known.get(one.name), parts.now()),
                "teams": [team.id for team in teams if one.name in team.members],
                "serving": len(serving.get(one.name, [])),
            }
            if SUPERVISE in member.duties:
                row["tickets"] = serving.get(one.name, [])
                row["ringing"] = ringing.get(one.name)
                row["since"] = known[one.name].since.isoformat() if one.name in known else None
            shown.append(row)
        return {"state": _own_state(known.get(member.name)), "colleagues": shown}

    @api.put("/presence")
    async def choose(body: NewPresence, member: SignedIn = desk_member) -> Json:
        """Say that one is there, busy or away; what rings goes on to the next when not there."""
        known = await parts.presence.choose(member.name, body.state, parts.now())
        rings = await parts.offers.ringing_at(member.name)
        if rings is not None and body.state is not DutyState.ON:
            with suppress(NotAllowedNow):  # it ended in this very moment
                await parts.offers.decline(rings.ticket_id, member.name, parts.now())
        await parts.staff_pages.tell(member.name, presence_event(known))
        await parts.staff_pages.tell_all({"type": "presence_changed"})
        return {"state": known.state.value}

    @api.post("/tickets/{ticket_id}/decline", status_code=204)
    async def decline(ticket_id: str, member: SignedIn = desk_member) -> Response:
        """Let a ring go on to the next agent; 409 if it rings no more."""
        await parts.offers.decline(ticket_id, member.name, parts.now())
        return Response(status_code=204)

    @api.post("/tickets/{ticket_id}/transfer", status_code=204)
    async def transfer(ticket_id: str, body: Transfer, member: SignedIn = desk_member) -> Response:
        """Hand a citizen on to a team or a colleague, with reason and summary."""
        await parts.handing_on.transfer(
            ticket_id,
            member.name,
            team=body.team,
            to=body.agent,
            reason=body.reason,
            summary=body.summary,
        )
        return Response(status_code=204)

    @api.get("/tickets/{ticket_id}/hand-ons")
    async def hand_ons(ticket_id: str, member: SignedIn = desk_member) -> Json:
        """Return how a ticket came here, and what colleagues wrote down."""
        del member
        return {"hand_ons": [_hand_on(step) for step in await parts.hand_ons.hand_ons(ticket_id)]}

    @api.put("/notice", status_code=204)
    async def set_notice(body: NewNotice, member: SignedIn = supervisor) -> Response:
        """Put an emergency notice in force."""
        await parts.notices.set(body.text.strip(), member.name, parts.now())
        return Response(status_code=204)

    @api.delete("/notice", status_code=204)
    async def end_notice(member: SignedIn = supervisor) -> Response:
        """End the emergency notice."""
        await parts.notices.end(member.name, parts.now())
        return Response(status_code=204)

    @api.get("/teams")
    async def teams(member: SignedIn = desk_member) -> Json:
        """Return the teams with all that is known of them."""
        del member
        return {"teams": [_team(team) for team in await parts.teams.teams()]}

    @api.put("/teams/{team_id}", status_code=204)
    async def put_team(team_id: str, body: NewTeam, member: SignedIn = supervisor) -> Response:
        """Store a team, new or changed."""
        team = Team(
            id=team_id[:32],
            name=body.name.strip(),
            skills=tuple(body.skills),
            regions=tuple(body.regions),
            hours=body.hours.strip(),
            members=frozenset(body.members),
        )
        await _check(team)
        await parts.teams.put(team, member.name, parts.now())
        await parts.desk.changed()
        return Response(status_code=204)

    @api.delete("/teams/{team_id}", status_code=204)
    async def give_up(team_id: str, member: SignedIn = supervisor) -> Response:
        """Give a team up; who waits for it is served by anybody."""
        await parts.teams.give_up(team_id, member.name, parts.now())
        await parts.desk.changed()
        return Response(status_code=204)

    async def _check(team: Team) -> None:
        """Raise InvalidContent with a sentence if a team cannot be so."""
        for skill in team.skills:
            if not is_skill(skill):
                raise InvalidContent("no skill", say.BAD_SKILL.format(skill=skill))
        for region in team.regions:
            if region not in parts.regions():
                raise InvalidContent("no region", say.BAD_REGION.format(region=region))
        if team.hours:
            try:
                read_hours(team.hours)
            except ValueError as error:
                raise InvalidContent("no hours", say.BAD_HOURS.format(why=error)) from error
        known = {one.name for one in await parts.staff.with_duty(DESK)}
        if team.members - known:
            raise InvalidContent("no such colleague", say.NO_SUCH_COLLEAGUE)

    return api


def _own_state(known: Presence | None) -> str:
    return known.state.value if known is not None else DutyState.AWAY.value


def _shown_state(known: Presence | None, now: datetime) -> str:
    return known.state.value if known is not None and known.is_there(now) else GONE


def _hand_on(step: HandOn) -> Json:
    return {
        "at": step.at.isoformat(),
        "agent": step.agent,
        "team": step.team,
        "to": step.to,
        "reason": step.reason,
        "summary": step.summary,
    }


def _team(team: Team) -> Json:
    return {
        "id": team.id,
        "name": team.name,
        "skills": list(team.skills),
        "regions": list(team.regions),
        "hours": team.hours,
        "members": sorted(team.members),
    }
