"""Speaks with a call page over a WebSocket: WS /api/v1/calls/{id}/stream."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from datetime import datetime

from core import call_wording
from core.calls import Call, CallSeat, CallState, Role, sees
from core.contracts import HumanDesk
from core.errors import NotAllowedNow, NotAuthorised, NotFound, YibaoError
from core.place_words import queue_event
from core.store.call_seats import CallSeatStore
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience, Event, Pages, seat_json
from video_desk.call_doors import CallDoors, Colleague
from video_desk.call_forms import CallForms
from video_desk.call_frames import LONGEST_ID, Frame, read
from video_desk.call_media import recording_json
from video_desk.call_moves import CallMoves
from video_desk.call_page import CallPage, Socket, send_to, text_from
from video_desk.call_talk import CallTalk, line_of
from video_desk.calls import VideoCalls
from video_desk.turn import RENEWED_AFTER, TurnServer, ice_servers

logger = logging.getLogger(__name__)

NO_SEAT = 4401  # WebSocket close codes; 4000-4999 are for applications (RFC 6455, 7.4.2)
NOT_THE_PROTOCOL = 4400
SEAT_TAKEN = 4409  # another page of the same person serves the seat now
RENEW_EVERY = 20.0  # seconds; a seat is held for 60
HELLO_WITHIN = 10.0  # seconds

StillIn = Callable[[], Awaitable[bool]]  # whether who came signed in still is


class CallStream:
    """Serve the pages of calls; welcome brings everything, so a page may come back at any time."""

    def __init__(
        self,
        *,
        calls: VideoCallStore,
        seats: CallSeatStore,
        service: VideoCalls,
        doors: CallDoors,
        forms: CallForms,
        talk: CallTalk,
        moves: CallMoves,
        audience: Audience,
        desk: HumanDesk,
        citizens: Pages,
        turn: TurnServer | None,
        now: Callable[[], datetime],
    ) -> None:
        """Take what the frames are for; `citizens` knows who listens to a conversation."""
        self._calls = calls
        self._seats = seats
        self._service = service
        self._doors = doors
        self._forms = forms
        self._talk = talk
        self._moves = moves
        self._audience = audience
        self._desk = desk
        self._citizens = citizens
        self._turn = turn
        self._now = now
        self.renew_every = RENEW_EVERY

    async def serve(
        self,
        socket: Socket,
        call_id: str,
        staff: Colleague | None,
        still_in: StillIn,
    ) -> None:
        """Serve one connection until the page leaves; `staff`: who the cookie belongs to.

        `still_in` tells whether that cookie still lets somebody in.
        """
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                hello = read(await text_from(socket))
            if hello.type != "hello":
                raise ValueError("no hello")
            with_session = hello.fields.get("session") is not None
            last = hello.whole("last") if "last" in hello.fields else 0
            session = hello.text("session", LONGEST_ID, empty=True) if with_session else None
            call, seat = await self._doors.seated(call_id, session, staff)
        except (NotFound, NotAuthorised):
            await socket.close(NO_SEAT, "seat")
            return
        except (ValueError, TimeoutError):
            await socket.close(NOT_THE_PROTOCOL, "hello")
            return
        if call.state is CallState.ENDED:
            await send_to(socket, await self._service.ended_event(call))
            await socket.close()
            return
        await self._serve(socket, call, seat, last, still_in)

    async def _serve(
        self, socket: Socket, call: Call, seat: CallSeat, last: int, still_in: StillIn
    ) -> None:
        stream = str(uuid.uuid4())

        page = CallPage(socket)

        async def overhear(event: Event) -> None:
            line = event if event.get("type") == "queue" else line_of(event)
            if line is not None:
                await page.send(line)

        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._audience.listening(call.id, seat.id, page.send))
            await stack.enter_async_context(
                self._citizens.listening(call.conversation_id, overhear)
            )
            _, seat = await self._service.connect(call, seat, stream)
            stack.push_async_callback(self._service.disconnect, seat, stream)
            page.keep()
            # Read anew: what was told while we were being seated did not reach the page.
            await page.begin(await self._welcome(await self._calls.call(call.id), seat, last))
            renewing = asyncio.create_task(
                self._renew(socket, page, seat, stream, still_in), name="seat"
            )
            following = asyncio.create_task(page.follow(), name="follow")
            try:
                while await self._received(socket, seat, stream):
                    pass
            finally:
                for task in (renewing, following):
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    async def _received(self, socket: Socket, seat: CallSeat, stream: str) -> bool:
        """Take one frame; False: this connection is over."""
        text = await text_from(socket)
        call = await self._calls.call(seat.call_id)
        current = await self._seats.seat(seat.call_id, seat.id)
        if call.state is CallState.ENDED:
            await send_to(socket, await self._service.ended_event(call))
            await socket.close()
            return False
        if current.stream != stream:
            await socket.close(SEAT_TAKEN, "seat")
            return False
        frame = None
        try:
            frame = read(text)
            answer = await self._moves.take(call, current, frame)
        except ValueError:
            answer = _problem(call_wording.BAD_FRAME, frame)
        except (NotAllowedNow, NotFound) as error:
            answer = _problem(_sentence(error), frame)
        if answer is not None:
            await send_to(socket, answer)
        if frame is not None and frame.type == "leave":
            await socket.close()
            return False
        return True

    async def _welcome(self, call: Call, seat: CallSeat, last: int) -> dict[str, object]:
        seats = await self._seats.seats(call.id)
        place = None
        if call.agent is None and seat.role is Role.CITIZEN:
            place = await self._desk.place_of(call.conversation_id)
        lines: Sequence[Mapping[str, object]] = await self._talk.lines(call, seat, last)
        return {
            "type": "welcome",
            "call": call_json(call),
            "you": {"seat": seat.id, "role": seat.role.value, "name": seat.name},
            "seats": [seat_json(s) for s in seats if s.taken and sees(seat, s)],
            "form": await self._forms.shown(call.id, seat.id),
            "lines": lines,
            "ice_servers": ice_servers(self._turn, call.id, self._now()),
            "recording": recording_json(call),
            "engine": call.engine.value,
            "queue": queue_event(place) if place is not None else None,
            "note": call.note if seat.role is Role.AGENT else None,
        }

    async def _renew(
        self, socket: Socket, page: CallPage, seat: CallSeat, stream: str, still_in: StillIn
    ) -> None:
        """Hold the seat, and renew what the page shows the TURN server before it is worthless."""
        fresh_until = self._now() + RENEWED_AFTER
        while True:
            await asyncio.sleep(self.renew_every)
            if not await still_in():  # signed out, elsewhere perhaps, or idle
                await socket.close(NO_SEAT, "seat")
                return
            if not await self._service.renew(seat, stream):
                await socket.close(SEAT_TAKEN, "seat")
                return
            if self._turn is not None and (now := self._now()) >= fresh_until:
                await page.send(
                    {"type": "ice", "ice_servers": ice_servers(self._turn, seat.call_id, now)}
                )
                fresh_until = now + RENEWED_AFTER


def call_json(call: Call) -> dict[str, object]:
    """Return a call as pages see it."""
    return {
        "id": call.id,
        "ticket_id": call.ticket_id,
        "state": call.state.value,
        "engine": call.engine.value,
        "opened_at": call.opened_at.isoformat(),
        "live_at": call.live_at.isoformat() if call.live_at is not None else None,
    }


def _sentence(error: YibaoError) -> str:
    """Return the sentence of an error; those that only we are meant to read are English."""
    last = str(error.args[-1]) if error.args else ""
    return call_wording.BAD_FRAME if last.isascii() else last


def _problem(sentence: str, frame: Frame | None) -> Event:
    return {
        "type": "problem",
        "detail": sentence,
        "in_reply_to": frame.type if frame is not None else None,
    }
