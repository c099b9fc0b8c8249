"""Serves citizens who wait for a person: teams, their place, leaving, the emergency notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field

from core import call_back_wording
from core import queue_wording as say
from core.calling_back import CallingBack
from core.contracts import QueuePlace
from core.errors import NotAllowedNow
from core.place_words import place_spoken, place_text
from core.privacy import mask_mobile
from core.store import ConversationStore, TicketStore
from core.store.desk_notices import DeskNoticeStore
from core.store.teams import TeamStore
from gateway.api import Bearer, Body, Json
from gateway.hourly_limit import HourlyLimit
from gateway.own_conversation import own_conversation
from gateway.problems import problem
from video_desk.desk import VideoDesk
from video_desk.waiting import Waiting, Wish


class NewWish(Body):
    """Ask for a person."""

    team: str | None = Field(default=None, max_length=32)
    channel: Literal["text", "video"] = "text"


class CalledLater(Body):
    """Ask to be called instead of waiting."""

    phone: str = Field(min_length=7, max_length=32)
    starts: AwareDatetime | None = Field(default=None, strict=False)  # None: as soon as possible
    topic: str = Field(default="", max_length=200)


@dataclass(frozen=True, slots=True)
class QueueParts:
    """Hold what these routes use."""

    waiting: Waiting
    desk: VideoDesk
    tickets: TicketStore
    teams: TeamStore
    notices: DeskNoticeStore
    conversations: ConversationStore
    calling_back: CallingBack
    limit: HourlyLimit
    hotline: str


def queue_routes(parts: QueueParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")
    queue = "/conversations/{conversation_id}/queue"

    @api.get("/teams")
    async def teams() -> Json:
        """Return the teams that can be asked for, and how long each takes."""
        shown = []
        for team in await parts.teams.teams():
            open_now, waiting, minutes = await parts.desk.expected(team)
            shown.append(
                {
                    "id": team.id,
                    "name": team.name,
                    "regions": list(team.regions),
                    "hours": team.hours,
                    "open_now": open_now,
                    "waiting": waiting,
                    "minutes": minutes,
                }
            )
        return {"teams": shown}

    @api.get("/notice")
    async def notice() -> Json:
        """Return the emergency notice in force; `text` is null if there is none."""
        current = await parts.notices.current()
        if current is None:
            return {"text": None, "since": None}
        return {"text": current.text, "since": current.since.isoformat()}

    @api.post(queue)
    async def join(conversation_id: str, body: NewWish, authorization: Bearer = "") -> Json:
        """Wait for a person, or for another team; whoever waits already keeps the place."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        return place_json(await parts.waiting.join(conversation, Wish(body.channel, body.team)))

    @api.get(queue)
    async def place(conversation_id: str, authorization: Bearer = "") -> Json:
        """Return the place in the queue, written and for the ear."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        found = await parts.desk.place_of(conversation.id)
        if found is None:
            return {"waiting": False}
        ticket = await parts.tickets.ticket(found.ticket_id)
        offered = ticket.call_back_offered_at is not None
        return place_json(found) | {"call_back_offered": offered}

    @api.delete(queue, status_code=204)
    async def leave(conversation_id: str, authorization: Bearer = "") -> Response:
        """Wait no more; 409 if an agent serves already."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        await parts.waiting.leave(conversation.id)
        return Response(status_code=204)

    @api.post(queue + "/call-back", status_code=201)
    async def called_later(
        conversation_id: str, body: CalledLater, request: Request, authorization: Bearer = ""
    ) -> Response:
        """Leave the queue and be called back, in a slot of /call-back-slots or the first free."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        if not await parts.limit.allows(request.client.host if request.client else ""):
            return problem(429, "too-many", call_back_wording.TOO_MANY)
        starts = body.starts
        if starts is None:
            slots = await parts.calling_back.slots()
            if not slots:
                raise NotAllowedNow("no slots", say.NO_SLOTS.format(hotline=parts.hotline))
            starts = slots[0].starts
        booked = await parts.calling_back.book(conversation.id, body.phone, starts, body.topic)
        try:
            await parts.waiting.leave(conversation.id, called_later=True)
        except NotAllowedNow:  # an agent is there now: nobody needs to call
            await parts.calling_back.cancel(booked)
            raise
        return JSONResponse(
            {
                "number": booked.number,
                "phone": mask_mobile(booked.phone),
                "starts": parts.calling_back.slot(booked.starts).starts.isoformat(),
                "text": parts.calling_back.written(booked),
                "spoken": parts.calling_back.spoken(booked),
            },
            201,
        )

    return api


def place_json(place: QueuePlace) -> Json:
    """Return a place in the names of the public contract."""
    return {
        "waiting": True,
        "position": place.position,
        "minutes": place.minutes,
        "open_now": place.open_now,
        "team": place.team,
        "elders_before": place.elders_before,
        "elder_lane": place.elder_lane,
        "text": place_text(place),
        "spoken": place_spoken(place),
    }
