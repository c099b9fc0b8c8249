"""Serves video calls: the citizen's way in, the staff's moves, and the stream of both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Query, Request, Response, WebSocket
from fastapi import WebSocketDisconnect as Disconnect
from fastapi.responses import JSONResponse
from pydantic import Field

from core import call_wording, photo_wording
from core.answer_json import answer_to_json
from core.calls import Call, CallSeat, CallState, Role, WrapUp
from core.errors import NotAllowedNow, NotAuthorised
from core.photo_refusal import PhotoRefused
from core.photo_taking import PhotoTaking
from core.photos import DocumentKind
from core.store import ConversationStore, StaffStore, TicketStore
from core.store.call_seats import CallSeatStore
from core.store.video_calls import VideoCallStore
from core.stretches import door
from gateway.api import Bearer, Body, Json
from gateway.own_conversation import bearer, own_conversation
from gateway.photos_api import Staff, photo_json
from gateway.problems import problem
from gateway.staff import DESK, SUPERVISE, SignedIn, StaffDoor
from integrations.photographs.image_check import checked
from video_desk.call_audience import Audience, seat_json
from video_desk.call_doors import CallDoors, Colleague, Link
from video_desk.call_forms import CallForms
from video_desk.call_stream import CallStream, call_json
from video_desk.calls import VideoCalls
from video_desk.supervising import HandOn, Supervising
from video_desk.turn import TurnServer, ice_servers

PREFIX = "/api/v1"


class Entry(Body):
    """Use a one-time link."""

    token: str = Field(min_length=1, max_length=64)


class Invitation(Body):
    """Ask a family member to join."""

    role: Literal["family"]
    name: str = Field(min_length=1, max_length=16, pattern=r"\S")


class Ending(Body):
    """End a call and close its case."""

    outcome: Literal["已解决", "需线下办理", "转其他部门", "联系不上"]
    wrap_up: WrapUp = Field(strict=False)


class Handing(Body):
    """Hand a citizen on to a team or to a colleague."""

    team: str | None = Field(default=None, min_length=1, max_length=64)
    agent: str | None = Field(default=None, min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=200, pattern=r"\S")
    summary: str = Field(min_length=1, max_length=1000, pattern=r"\S")


class Attendance(Body):
    """Look in, or take over."""

    mode: Literal["listen", "whisper", "barge", "take_over"]


@dataclass(frozen=True, slots=True)
class CallParts:
    """Hold what these routes use."""

    calls: VideoCallStore
    seats: CallSeatStore
    conversations: ConversationStore
    tickets: TicketStore
    members: StaffStore
    service: VideoCalls
    supervising: Supervising
    doors: CallDoors
    stream: CallStream
    forms: CallForms
    audience: Audience
    taking: PhotoTaking
    staff: StaffDoor
    turn: TurnServer | None
    now: Callable[[], datetime]


def call_routes(parts: CallParts) -> tuple[APIRouter, ...]:
    """Return the routes of citizens, of staff, and the stream."""
    return (_citizen_routes(parts), _staff_routes(parts), _stream_route(parts))


def _stream_route(parts: CallParts) -> APIRouter:
    api = APIRouter(prefix=PREFIX)

    @api.websocket("/calls/{call_id}/stream")
    async def stream(
        socket: WebSocket, call_id: str, yibao_staff: Annotated[str | None, Cookie()] = None
    ) -> None:
        await socket.accept()
        try:
            colleague = await _colleague(parts, yibao_staff)

            async def still_in() -> bool:
                return colleague is None or await _colleague(parts, yibao_staff) is not None

            await parts.stream.serve(socket, call_id, colleague, still_in)
        # Starlette raises RuntimeError when it is used after the page has gone.
        except (Disconnect, RuntimeError):
            return

    return api


def _citizen_routes(parts: CallParts) -> APIRouter:
    api = APIRouter(prefix=PREFIX)
    one_at_a_time = asyncio.Lock()  # a picture of 40 megapixels takes 160 MB while it is decoded

    async def seated(call_id: str, authorization: str, staff: str | None) -> tuple[Call, CallSeat]:
        session = bearer(authorization) if authorization else None
        colleague = await _colleague(parts, staff)
        if session is None and colleague is None:  # who shows nothing learns nothing
            raise NotAuthorised("neither a session nor a cookie")
        return await parts.doors.seated(call_id, session, colleague)

    @api.post("/conversations/{conversation_id}/call", status_code=201)
    async def link(conversation_id: str, authorization: Bearer = "") -> Json:
        """Make a fresh link to the call, for whoever owns the conversation; also while waiting."""
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        return _link_json(await parts.doors.link_for_citizen(conversation.id))

    @api.post("/calls/enter")
    async def enter(body: Entry) -> Json:
        """Use a link up; the session is the page's proof from then on."""
        entered = await parts.doors.enter(body.token)
        seat = entered.seat
        return {
            "call_id": seat.call_id,
            "seat": seat.id,
            "role": seat.role.value,
            "name": seat.name,
            "session": entered.session,
        }

    @api.post("/calls/{call_id}/links", status_code=201)
    async def invite(
        call_id: str, body: Invitation, authorization: Bearer = "", staff: Staff = None
    ) -> Json:
        """Make a link for a family member; the citizen and the agent may."""
        call, seat = await seated(call_id, authorization, staff)
        if seat.role not in {Role.CITIZEN, Role.AGENT}:
            raise NotAllowedNow(f"call {call.id}", call_wording.NOT_YOURS_TO_DO)
        return _link_json(await parts.doors.link_for_family(call.id, body.name.strip()))

    @api.get("/calls/{call_id}/ice")
    async def ice(
        call_id: str, response: Response, authorization: Bearer = "", staff: Staff = None
    ) -> Json:
        """Return fresh credentials for the TURN server, while the call goes on."""
        call, _ = await seated(call_id, authorization, staff)
        if call.state is CallState.ENDED:
            raise NotAllowedNow(f"call {call.id}", call_wording.CALL_ENDED)
        response.headers["Cache-Control"] = "no-store"
        return {"ice_servers": ice_servers(parts.turn, call.id, parts.now())}

    @api.post("/calls/{call_id}/photos", status_code=201, response_model=None)
    async def hand_in(
        call_id: str,
        request: Request,
        authorization: Bearer = "",
        material: Annotated[str | None, Query(min_length=1, max_length=128)] = None,
        kind: DocumentKind | None = None,
    ) -> Json | JSONResponse:
        """Hand in a photograph of a document; the body is the picture, as elsewhere."""
        call, seat = await seated(call_id, authorization, None)
        if call.state is CallState.ENDED:
            raise NotAllowedNow(f"call {call.id}", call_wording.CALL_ENDED)
        if not request.headers.get("content-type", "").startswith("image/"):
            return problem(415, "not-an-image", photo_wording.NOT_A_PICTURE)
        data = await request.body()
        conversation = await parts.conversations.conversation(call.conversation_id)
        try:
            async with one_at_a_time:
                image = await asyncio.to_thread(checked, data)
            with door(conversation.channel):
                taken = await parts.taking.take(conversation, image, kind=kind, material=material)
        except PhotoRefused as refused:
            return problem(429 if refused.later else 422, "photo-refused", refused.sentence)
        shown = photo_json(taken.photo)
        event = {"type": "photo", "photo": shown, "seat": seat.id}
        await parts.audience.one(call.id, Role.AGENT.value, event)
        if taken.answer is not None:  # nobody serves them yet: the assistant took it in
            return {"photo": shown, "detail": None, **answer_to_json(taken.answer)}
        detail = None
        try:
            await parts.forms.photographed(call.id, seat.id, taken.photo.id)
        except NotAllowedNow as error:  # it is kept all the same, and the agent sees it
            detail = str(error.args[-1])
        return {"photo": shown, "detail": detail, "reply": None, "turn": None}

    return api


def _staff_routes(parts: CallParts) -> APIRouter:
    api = APIRouter(prefix=f"{PREFIX}/staff")

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.staff.who(yibao_staff, DESK)

    async def supervising(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.staff.who(yibao_staff, SUPERVISE)

    desk_member, supervisor = Depends(at_desk), Depends(supervising)

    async def agent_name(call: Call) -> str | None:
        """Return the name that is shown of who serves a call; None: nobody does."""
        agent = await parts.members.member(call.agent) if call.agent is not None else None
        return agent.display_name if agent is not None else None

    @api.post("/tickets/{ticket_id}/call")
    async def open_call(ticket_id: str, member: SignedIn = desk_member) -> Json:
        """Open the call of a ticket, or return the one that is open."""
        call = await parts.service.open(ticket_id, _as_colleague(member))
        return {"call_id": call.id}

    @api.post("/calls/{call_id}/end", status_code=204)
    async def end(call_id: str, body: Ending, member: SignedIn = desk_member) -> Response:
        """End a call; the case is closed and sealed."""
        await parts.service.end(call_id, _as_colleague(member), body.outcome, body.wrap_up)
        return Response(status_code=204)

    @api.post("/calls/{call_id}/transfer", status_code=204)
    async def transfer(call_id: str, body: Handing, member: SignedIn = desk_member) -> Response:
        """Hand the citizen on; the call waits for the next agent."""
        if (body.team is None) == (body.agent is None):
            raise NotAllowedNow("transfer", call_wording.NO_SUCH_AGENT)
        to = HandOn(body.reason, body.summary, team=body.team, agent=body.agent)
        await parts.supervising.hand_on(call_id, _as_colleague(member), to)
        return Response(status_code=204)

    @api.get("/calls")
    async def calls(member: SignedIn = supervisor) -> Json:
        """Return the calls that go on, for supervisors."""
        del member
        return {
            "calls": [
                {
                    **call_json(call),
                    "agent": call.agent,
                    "agent_name": await agent_name(call),
                    "item": (await parts.tickets.ticket(call.ticket_id)).item,
                    "recording": call.recording.value,
                    "seats": [seat_json(s) for s in await parts.seats.seats(call.id) if s.taken],
                }
                for call in await parts.calls.open_calls()
            ]
        }

    @api.post("/calls/{call_id}/attend")
    async def attend(call_id: str, body: Attendance, member: SignedIn = supervisor) -> Json:
        """Look in or take over; it is audited."""
        call = await parts.supervising.attend(call_id, _as_colleague(member), body.mode)
        return {"call_id": call.id, "engine": call.engine.value}

    return api


async def _colleague(parts: CallParts, cookie: str | None) -> Colleague | None:
    """Return whose cookie it is; None: nobody's, so only a session may open a seat."""
    try:
        return _as_colleague(await parts.staff.who(cookie))
    except NotAuthorised:
        return None


def _as_colleague(member: SignedIn) -> Colleague:
    return Colleague(member.name, member.display_name)


def _link_json(link: Link) -> Json:
    return {"url": link.url, "until": link.until.isoformat()}
