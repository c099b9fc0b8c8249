"""Serves the phone process over loopback: /phone/calls, with a secret that only it knows."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import AwareDatetime, Field

from core.calling_back import CallingBack
from core.errors import NotAllowedNow, NotAuthorised
from core.store.staff import StaffStore
from gateway.api import Body, Json
from gateway.observing.line_reports import LineReport, LineReports
from gateway.phone_calls import PhoneCalls
from gateway.published_answers import PublishedAnswers
from gateway.retention import Terms
from voice.speech import FASTEST, SLOWEST, USUAL


class NewCall(Body):
    """Tell of a call that was answered."""

    caller: str = Field(max_length=32)  # "": withheld
    called: str = Field(max_length=32)


class LineState(Body):
    """Tell how the line is; see LineReport."""

    calls: int = Field(ge=0)
    most_calls: int = Field(ge=0)
    answered: int = Field(ge=0)
    announced: int = Field(ge=0)
    refused: int = Field(ge=0)
    registered: bool | None


class Preferred(Body):
    """Tell what the caller chose."""

    pace: float | None = Field(default=None, ge=SLOWEST, le=FASTEST)
    recording_consent: bool | None = None


class Ended(Body):
    """Tell how a call ended."""

    why: str = Field(min_length=1, max_length=32)
    seconds: float = Field(ge=0)


class Booking(Body):
    """Ask for a call-back."""

    number: str = Field(min_length=3, max_length=32)  # the phone number
    starts: AwareDatetime = Field(strict=False)


@dataclass(frozen=True, slots=True)
class PhoneParts:
    """Hold what these routes use."""

    calls: PhoneCalls
    calling_back: CallingBack
    greeting: str
    recording: bool  # whether callers are asked for their consent at all
    extensions: Mapping[str, str]  # SIP URI by name of a member of staff
    staff: StaffStore
    secret: str
    notice: Callable[[], Awaitable[str | None]]  # the emergency notice in force
    leave_queue: Callable[[str], Awaitable[None]]  # of who is called back instead
    answers: PublishedAnswers  # that are spoken to callers
    line: LineReports
    kept: Terms  # how long recordings are kept, among others


def phone_routes(parts: PhoneParts) -> APIRouter:
    """Return the routes; they are no part of the public contract."""

    async def ours(request: Request, x_phone_secret: Annotated[str, Header()] = "") -> None:
        # Without a secret nobody may ask: an empty one would match a missing header.
        known = bool(parts.secret) and hmac.compare_digest(
            x_phone_secret.encode(), parts.secret.encode()
        )
        if not known or not _is_loopback(request):
            raise NotAuthorised("not the phone process")

    api = APIRouter(prefix="/phone/calls", include_in_schema=False, dependencies=[Depends(ours)])

    async def extensions() -> Json:
        """Return the extensions also under the names that callers are told, if those differ."""
        members = [await parts.staff.member(name) for name in parts.extensions]
        shown = [member.display_name for member in members if member is not None]
        named = {
            member.display_name: parts.extensions[member.name]
            for member in members
            if member is not None and shown.count(member.display_name) == 1
        }
        return {**named, **parts.extensions}

    @api.put("/line", status_code=204)
    async def line(body: LineState) -> Response:
        parts.line.take(LineReport(**body.model_dump()))
        return Response(status_code=204)

    @api.get("/recordings")
    async def recordings() -> Json:
        """Tell after how many days recordings are deleted, on whichever machine they are."""
        return {"days": (await parts.kept()).recordings}

    @api.post("", status_code=201)
    async def begin(body: NewCall) -> Json:
        greeted = await parts.calls.begin(body.caller, body.called)
        return {
            "conversation_id": greeted.conversation_id,
            "token": greeted.token,
            "greeting": parts.greeting,
            "pace": greeted.pace or USUAL,
            "staffed": parts.calling_back.staffed(),
            "recording_allowed": parts.recording,
            "extensions": await extensions(),
            "notice": await parts.notice(),
        }

    @api.patch("/{conversation_id}", status_code=204)
    async def prefer(conversation_id: str, body: Preferred) -> Response:
        if body.pace is not None:
            await parts.calls.prefer(conversation_id, body.pace)
        if body.recording_consent is not None:
            await parts.calls.consent(conversation_id, recording=body.recording_consent)
        return Response(status_code=204)

    @api.post("/{conversation_id}/end", status_code=204)
    async def end(conversation_id: str, body: Ended) -> Response:
        await parts.calls.end(conversation_id, body.why, body.seconds)
        return Response(status_code=204)

    @api.get("/answers")
    async def answers(known: Annotated[str, Query(max_length=64)] = "") -> Json:
        """Return all that can be answered, unless it is what is known already."""
        version = parts.answers.version
        all_of_it = [] if version == known else await asyncio.to_thread(parts.answers.answers)
        return {"version": version, "answers": all_of_it}

    @api.get("/{conversation_id}/slots")
    async def slots(conversation_id: str) -> Json:
        await parts.calls.call(conversation_id)
        free = await parts.calling_back.slots()
        return {
            "slots": [
                {
                    "starts": slot.starts.isoformat(),
                    "ends": slot.ends.isoformat(),
                    "spoken": slot.spoken,
                }
                for slot in free
            ]
        }

    @api.post("/{conversation_id}/call-backs", status_code=201)
    async def book(conversation_id: str, body: Booking) -> Json:
        await parts.calls.call(conversation_id)
        booked = await parts.calling_back.book(conversation_id, body.number, body.starts)
        try:
            await parts.leave_queue(conversation_id)
        except NotAllowedNow:  # an agent is there now: nobody needs to call
            await parts.calling_back.cancel(booked)
            raise
        return {"number": booked.number, "spoken": parts.calling_back.spoken(booked)}

    return api


def read_extensions(text: str) -> dict[str, str]:
    """Read 1001=sip:1001@pbx.local,1002=80; raise ValueError naming what cannot be read."""
    extensions: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, equals, uri = (part.strip() for part in pair.partition("="))
        if not (name and equals and (uri.startswith(("sip:", "sips:")) or uri.isdigit())):
            raise ValueError(f"YIBAO_PHONE_EXTENSIONS: {pair!r} is not name=sip:user@host")
        extensions[name] = uri
    return extensions


def _is_loopback(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
