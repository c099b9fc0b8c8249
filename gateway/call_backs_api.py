"""Serves call-backs (约定回电): citizens book and cancel, staff take and call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, Field

from core import call_back_wording as say
from core.call_backs import EARLY, CallBack, Standing
from core.calling_back import CallingBack, Slot
from core.errors import NotFound
from core.privacy import mask_mobile
from core.store.call_backs import CallBackStore
from core.store.conversations import ConversationStore
from gateway.api import Bearer, Body, Json
from gateway.hourly_limit import HourlyLimit
from gateway.own_conversation import own_conversation
from gateway.problems import problem
from gateway.staff import DESK, SignedIn, StaffDoor


class NewCallBack(Body):
    """Ask to be called."""

    phone: str = Field(min_length=7, max_length=32)
    starts: AwareDatetime = Field(strict=False)  # ISO 8601, as /call-back-slots tells it
    topic: str = Field(default="", max_length=200)


class Note(Body):
    """Write down what came of a call."""

    note: str = Field(default="", max_length=500)


class NewNote(Body):
    """Write something down."""

    note: str = Field(min_length=1, max_length=500, pattern=r"\S")


@dataclass(frozen=True, slots=True)
class CallBackParts:
    """Hold what these routes use."""

    calling_back: CallingBack
    store: CallBackStore
    conversations: ConversationStore
    door: StaffDoor
    changed: Callable[[], Awaitable[None]]  # tells the desk's pages
    limit: HourlyLimit
    now: Callable[[], datetime]


def call_back_routes(parts: CallBackParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")
    booking, store = parts.calling_back, parts.store

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    def own(call_back: CallBack) -> Json:
        return {**_shown(call_back, booking), "phone": mask_mobile(call_back.phone)}

    def for_staff(call_back: CallBack, member: SignedIn) -> Json:
        mine = call_back.standing is Standing.CALLING and call_back.staff == member.name
        return {
            **_shown(call_back, booking),
            # Who calls needs the number; nobody else does.
            "phone": call_back.phone if mine else mask_mobile(call_back.phone),
            "mine": mine,
            "staff": call_back.staff,
            "due": parts.now() >= call_back.starts - EARLY,
            "tried": len(call_back.tried),
            "note": call_back.note,
        }

    @api.get("/call-back-slots")
    async def slots() -> Json:
        """Return the half hours in which somebody can be called back."""
        return {"slots": [slot_json(slot) for slot in await booking.slots()]}

    @api.post("/conversations/{conversation_id}/call-backs", status_code=201)
    async def book(
        conversation_id: str, body: NewCallBack, request: Request, authorization: Bearer = ""
    ) -> Response:
        """Book a call-back; the same number and time is booked once."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        if not await parts.limit.allows(request.client.host if request.client else ""):
            return problem(429, "too-many", say.TOO_MANY)
        booked = await booking.book(conversation.id, body.phone, body.starts, body.topic)
        told = {"text": booking.written(booked), "spoken": booking.spoken(booked)}
        return JSONResponse({**own(booked), **told}, 201)

    @api.get("/conversations/{conversation_id}/call-backs")
    async def booked(conversation_id: str, authorization: Bearer = "") -> Json:
        """Return what was booked in this conversation."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        return {"call_backs": [own(one) for one in await store.of_conversation(conversation.id)]}

    @api.delete("/conversations/{conversation_id}/call-backs/{number}", status_code=204)
    async def cancel(conversation_id: str, number: str, authorization: Bearer = "") -> Response:
        """Cancel a call-back of this conversation."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        found = await store.call_back(number)
        if found.conversation_id != conversation.id:
            raise NotFound(f"call-back {number}")
        await booking.cancel(found)
        return Response(status_code=204)

    @api.get("/desk/call-backs")
    async def listed(member: SignedIn = desk_member) -> Json:
        """Return whom to call, due first; numbers are masked but for who calls."""
        return {"call_backs": [for_staff(one, member) for one in await store.open_ones()]}

    @api.post("/desk/call-backs/{number}/take")
    async def take(number: str, member: SignedIn = desk_member) -> Json:
        """Take a call-back that is due, and see its number; 409 if a colleague was faster."""
        return await done(await store.take(number, member.name, parts.now()), member)

    @api.post("/desk/call-backs/{number}/reached")
    async def reached(number: str, body: Note, member: SignedIn = desk_member) -> Json:
        """Say that the citizen was spoken to."""
        return await done(await store.reached(number, member.name, body.note, parts.now()), member)

    @api.post("/desk/call-backs/{number}/missed")
    async def missed(number: str, body: Note, member: SignedIn = desk_member) -> Json:
        """Say that nobody answered; another time is promised, three times at most."""
        return for_staff(await booking.not_reached(number, member.name, body.note), member)

    @api.post("/desk/call-backs/{number}/note")
    async def note(number: str, body: NewNote, member: SignedIn = desk_member) -> Json:
        """Write something down beside a call that is one's own."""
        return await done(await store.note(number, member.name, body.note, parts.now()), member)

    async def done(call_back: CallBack, member: SignedIn) -> Json:
        await parts.changed()
        return for_staff(call_back, member)

    return api


def slot_json(slot: Slot) -> Json:
    """Return a slot in the names of the public contract."""
    return {
        "starts": slot.starts.isoformat(),
        "ends": slot.ends.isoformat(),
        "text": slot.written,
        "spoken": slot.spoken,
    }


def _shown(call_back: CallBack, booking: CallingBack) -> Json:
    slot = booking.slot(call_back.starts)
    return {
        "number": call_back.number,
        "starts": slot.starts.isoformat(),
        "ends": slot.ends.isoformat(),
        "when": slot.written,
        "topic": call_back.topic,
        "standing": call_back.standing.value,
    }
