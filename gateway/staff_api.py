"""Serves staff: sign-in and the queue, under /api/v1/staff."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Response, WebSocket, WebSocketDisconnect
from pydantic import Field

from core.contracts import Ticket
from core.errors import NotAuthorised, NotPermitted
from core.forbidden_words import FORBIDDEN
from gateway.api import Body, Json, line_json
from gateway.signs import Signs
from gateway.staff import DESK, SignedIn, StaffDoor
from integrations.listeners import Listeners
from video_desk.desk import VideoDesk

COOKIE = "yibao_staff"
NOT_SIGNED_IN = 4401  # WebSocket close code

ItemCode = Callable[[str], str | None]  # the code of an item by its name


class Credentials(Body):
    """Sign in."""

    name: str = Field(min_length=1, max_length=64)
    password: str = Field(min_length=1, max_length=256)


class AgentMessage(Body):
    """Say something to the citizen."""

    text: str = Field(min_length=1, max_length=1000)
    message_id: str | None = Field(default=None, min_length=1, max_length=64)


class Outcome(Body):
    """Close a ticket."""

    outcome: Literal["已解决", "需线下办理", "转其他部门", "联系不上"]


class Note(Body):
    """Write down something about a case."""

    text: str = Field(max_length=4000)


def _no_code(name: str) -> str | None:
    """Know no item."""
    del name
    return None


@dataclass(frozen=True, slots=True)
class StaffParts:
    """Hold what the staff's routes use."""

    door: StaffDoor
    desk: VideoDesk
    listeners: Listeners
    signs: Signs
    ring_event: Callable[[str], Awaitable[Mapping[str, object] | None]]  # of what rings at whom
    now: Callable[[], datetime]
    secure_cookies: bool
    item_code: ItemCode = _no_code


def staff_routes(parts: StaffParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/staff")

    async def signed_in(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff)

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    anybody, desk_member = Depends(signed_in), Depends(at_desk)

    @api.post("/session", status_code=204)
    async def sign_in(body: Credentials) -> Response:
        """Sign in; the session is an HttpOnly cookie."""
        token = await parts.door.sign_in(body.name, body.password)
        response = Response(status_code=204)
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="strict", secure=parts.secure_cookies, path="/"
        )
        return response

    @api.delete("/session", status_code=204)
    async def sign_out(yibao_staff: Annotated[str | None, Cookie()] = None) -> Response:
        """Sign out."""
        await parts.door.sign_out(yibao_staff)
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path="/")
        return response

    @api.get("/me")
    async def me(member: SignedIn = anybody) -> Json:
        """Tell who is signed in."""
        return {
            "name": member.name,
            "display_name": member.display_name,
            "duties": sorted(member.duties),
        }

    @api.get("/tickets")
    async def tickets(member: SignedIn = desk_member) -> Json:
        """Return the queue."""
        del member
        return await queue()

    @api.post("/tickets/{ticket_id}/accept")
    async def accept(ticket_id: str, member: SignedIn = desk_member) -> Json:
        """Take a waiting citizen; 409 if a colleague was faster."""
        lines = await parts.desk.accept(ticket_id, member.name, member.display_name)
        ticket = next(t for t in await parts.desk.open_tickets() if t.id == ticket_id)
        return {
            "ticket": ticket_json(ticket, parts.now(), parts.item_code),
            "history": [line_json(line) for line in lines],
        }

    @api.post("/tickets/{ticket_id}/messages", status_code=204)
    async def say(ticket_id: str, body: AgentMessage, member: SignedIn = desk_member) -> Response:
        """Say something to the citizen."""
        await parts.desk.say(
            ticket_id, member.name, member.display_name, body.text, body.message_id
        )
        return Response(status_code=204)

    @api.put("/tickets/{ticket_id}/note", status_code=204)
    async def note(ticket_id: str, body: Note, member: SignedIn = desk_member) -> Response:
        """Keep a note about a case for whoever serves it; citizens never see it."""
        await parts.desk.note(ticket_id, member.name, body.text)
        return Response(status_code=204)

    @api.get("/forbidden-words")
    async def forbidden(member: SignedIn = desk_member) -> Json:
        """Return what is never said to citizens (服务禁语), and what is said instead."""
        del member
        return {"forbidden": [{"words": one.words, "instead": one.instead} for one in FORBIDDEN]}

    @api.post("/tickets/{ticket_id}/close", status_code=204)
    async def close(ticket_id: str, body: Outcome, member: SignedIn = desk_member) -> Response:
        """Close the ticket; the bot takes over again."""
        await parts.desk.close(ticket_id, member.name, body.outcome)
        return Response(status_code=204)

    @api.websocket("/stream")
    async def stream(
        socket: WebSocket, yibao_staff: Annotated[str | None, Cookie()] = None
    ) -> None:
        await socket.accept()
        try:
            member = await parts.door.who(yibao_staff, DESK)
        except (NotAuthorised, NotPermitted):
            await socket.close(NOT_SIGNED_IN)
            return

        async def send(event: Mapping[str, object]) -> None:
            if event.get("type") == "queue_changed":
                event = {"type": "tickets", **await queue()}
            await socket.send_text(json.dumps(event, ensure_ascii=False))

        try:
            async with parts.listeners.listening(member.name, send), parts.signs.of(member.name):
                await send({"type": "queue_changed"})
                rings = await parts.ring_event(member.name)
                if rings is not None:
                    await send(rings)
                # Nothing that the page sends is of interest, only that it has gone.
                while (await socket.receive())["type"] != "websocket.disconnect":
                    pass
        except WebSocketDisconnect:
            return

    async def queue() -> Json:
        now = parts.now()
        return {
            "tickets": [
                ticket_json(t, now, parts.item_code) for t in await parts.desk.open_tickets()
            ]
        }

    return api


def ticket_json(ticket: Ticket, now: datetime, item_code: ItemCode) -> Json:
    """Return a ticket as staff see it; its fields are masked."""
    return {
        "id": ticket.id,
        "conversation_id": ticket.conversation_id,
        "channel": ticket.channel,
        "item": ticket.item,
        "item_code": item_code(ticket.item) if ticket.item is not None else None,
        "fields": dict(ticket.fields),
        "region": ticket.region,
        "persona": ticket.persona,
        "team": ticket.team,
        "wants_agent": ticket.wants_agent,
        "first_agent": ticket.first_agent,
        "note": ticket.note,
        "state": ticket.state,
        "agent": ticket.agent,
        "opened_at": ticket.opened_at.isoformat(),
        "waiting_seconds": max(0, round((now - ticket.opened_at).total_seconds())),
    }
