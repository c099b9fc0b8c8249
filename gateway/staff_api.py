"""Serves staff: the queue and its tickets, under /api/v1/staff."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Query, Response, WebSocket, WebSocketDisconnect
from pydantic import Field

from core.contracts import Ticket
from core.errors import AccountOwes, NotAuthorised, NotPermitted
from core.forbidden_words import FORBIDDEN
from gateway.account_api import COOKIE, SIGNED_OUT, AccountParts
from gateway.api import Body, Json, line_json
from gateway.signs import Signs
from gateway.staff import DESK, SignedIn, StaffDoor
from integrations.listeners import Listeners, Send
from video_desk.desk import VideoDesk, message_event

NOT_SIGNED_IN = 4401  # WebSocket close code
LOOK_EVERY = 15.0  # seconds between two looks whether the session of a stream still runs

ItemCode = Callable[[str], str | None]  # the code of an item by its name


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
    account: AccountParts
    desk: VideoDesk
    listeners: Listeners
    signs: Signs
    ring_event: Callable[[str], Awaitable[Mapping[str, object] | None]]  # of what rings at whom
    now: Callable[[], datetime]
    item_code: ItemCode = _no_code


def staff_routes(parts: StaffParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/staff")

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

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
        socket: WebSocket,
        ticket: Annotated[str, Query(max_length=64)] = "",
        yibao_staff: Annotated[str | None, Cookie()] = None,
    ) -> None:
        await socket.accept()
        try:
            member = await parts.door.at_stream(ticket, yibao_staff, DESK)
        except (NotAuthorised, NotPermitted, AccountOwes):
            await socket.close(NOT_SIGNED_IN)
            return

        async def send(event: Mapping[str, object]) -> None:
            if event.get("type") == "queue_changed":
                event = {"type": "tickets", **await queue()}
            await socket.send_text(json.dumps(event, ensure_ascii=False))
            if event.get("type") == SIGNED_OUT:
                await socket.close(NOT_SIGNED_IN)

        known: dict[str, int] = {}  # by ticket: the last line at which we looked

        async def look() -> None:
            await send({"type": "queue_changed"})
            for ticket, lines in await parts.desk.said_since(member.name, known):
                for line in lines:
                    await send(message_event(ticket.id, line))  # pages know what they have
                    known[ticket.id] = line.seq

        try:
            async with (
                parts.listeners.listening(member.name, send, look),
                parts.signs.of(member.name),
            ):
                await send({"type": "queue_changed"})
                rings = await parts.ring_event(member.name)
                if rings is not None:
                    await send(rings)
                await _watch(socket, send)
        except WebSocketDisconnect:
            return

    async def _watch(socket: WebSocket, send: Send) -> None:
        """Wait until the page has gone or its session is over."""
        token = socket.cookies.get(COOKIE)
        while True:
            try:
                # Nothing that the page sends is of interest, only that it has gone.
                async with asyncio.timeout(LOOK_EVERY):
                    while (await socket.receive())["type"] != "websocket.disconnect":
                        pass
                return
            except TimeoutError:
                try:
                    await parts.door.entered(token)
                except NotAuthorised as error:
                    await send({"type": SIGNED_OUT, "detail": str(error.args[-1])})
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
