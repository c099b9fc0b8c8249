"""Opens, holds and ends video calls; every step is a row."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from core import call_wording
from core.calls import SEAT_HELD, Call, CallSeat, CallState, Role, WrapUp, is_deserted, is_live
from core.errors import NotAllowedNow
from core.store import TicketStore
from core.store.call_seats import CallSeatStore
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience
from video_desk.call_doors import CallDoors, Colleague
from video_desk.call_forms import CallForms
from video_desk.call_media import CallMedia
from video_desk.desk import StaffPages

logger = logging.getLogger(__name__)


class Tickets(Protocol):
    """Close tickets."""

    async def close(self, ticket_id: str, agent: str, outcome: str) -> None:
        """End the service of a citizen."""
        ...


class VideoCalls:
    """Keep the calls of the video desk."""

    def __init__(
        self,
        *,
        calls: VideoCallStore,
        seats: CallSeatStore,
        tickets: TicketStore,
        desk: Tickets,
        staff_pages: StaffPages,
        audience: Audience,
        doors: CallDoors,
        media: CallMedia,
        forms: CallForms,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, who reaches whom, and what carries pictures and the form."""
        self._calls = calls
        self._seats = seats
        self._tickets = tickets
        self._desk = desk
        self._staff_pages = staff_pages
        self._audience = audience
        self._doors = doors
        self._media = media
        self._forms = forms
        self._now = now
        self._began = now()

    def begin(self) -> None:
        """Note that pages can reach us from now on; until then their seats could not be renewed."""
        self._began = self._now()

    async def open(self, ticket_id: str, agent: Colleague) -> Call:
        """Return the call of a ticket that this agent serves, and bring the citizen a link."""
        ticket = await self._tickets.ticket(ticket_id)
        if ticket.state != "accepted" or ticket.agent != agent.name:
            raise NotAllowedNow(f"ticket {ticket_id}", call_wording.NOT_YOUR_CALL)
        now = self._now()
        call = await self._calls.open(ticket.id, ticket.conversation_id, agent.name, now)
        seats = {seat.role: seat for seat in await self._seats.seats(call.id)}
        mine, citizen = seats.get(Role.AGENT), seats.get(Role.CITIZEN)
        if mine is None or mine.staff != agent.name or not mine.taken:
            await self._seats.seat_staff(agent_seat(call, agent, now))
            await self._audience.seats_changed(call.id)
        if citizen is None or not citizen.taken:
            await self._doors.invite(call, agent)
        await self._staff_pages.tell_all({"type": "calls_changed"})
        return call

    async def connect(self, call: Call, seat: CallSeat, stream: str) -> tuple[Call, CallSeat]:
        """Let a stream serve a seat; tell the others; a call with both sides there is live."""
        now = self._now()
        taken = await self._seats.connect(call.id, seat.id, stream, now + SEAT_HELD)
        current = await self._calls.call(call.id)
        if current.state is CallState.WAITING and is_live(await self._seats.seats(call.id)):
            current = await self._calls.go_live(call.id, now)
            await self._media.ask(current)
            await self._staff_pages.tell_all({"type": "calls_changed"})
        await self._audience.seats_changed(call.id)
        return current, taken

    async def renew(self, seat: CallSeat, stream: str) -> bool:
        """Hold a seat longer; False if another stream serves it now."""
        return await self._seats.renew(seat.call_id, seat.id, stream, self._now() + SEAT_HELD)

    async def disconnect(self, seat: CallSeat, stream: str) -> None:
        """Hold the seat for a minute, and tell the others."""
        until = self._now() + SEAT_HELD
        if await self._seats.disconnect(seat.call_id, seat.id, stream, until):
            if seat.role is not Role.SUPERVISOR:
                held = {"type": "held", "seat": seat.id, "until": until.isoformat()}
                await self._audience.all(seat.call_id, held, but=seat.id)
            await self._audience.seats_changed(seat.call_id)

    async def leave(self, call: Call, seat: CallSeat) -> None:
        """Let somebody go who hung up; when it is the citizen, the call is over."""
        if not await self._seats.leave(call.id, seat.id, self._now()):
            return
        await self._media.leave(call, seat.id)
        if seat.role is Role.CITIZEN:
            await self._end(call, "left", "citizen")
            return
        await self._audience.seats_changed(call.id)

    async def lapse(self) -> None:
        """Give up seats that were held for a minute; a call with nobody left is over."""
        now = self._now()
        if now - self._began < SEAT_HELD:
            return  # nobody could come back while we were down, however long that was
        for seat in await self._seats.lapse(now):
            call = await self._calls.call(seat.call_id)
            await self._media.leave(call, seat.id)
            await self._audience.seats_changed(call.id)
            if is_deserted(await self._seats.seats(call.id)):
                await self._end(call, "lost", "assistant")
            elif seat.role in {Role.CITIZEN, Role.AGENT}:
                lost = seat.role is Role.CITIZEN
                text = call_wording.CITIZEN_LOST if lost else call_wording.AGENT_LOST
                other = Role.AGENT if lost else Role.CITIZEN
                event = {"type": "problem", "detail": text, "in_reply_to": None}
                await self._audience.one(call.id, other.value, event)

    async def end(self, call_id: str, agent: Colleague, outcome: str, wrap_up: WrapUp) -> None:
        """End a call and close its ticket; doing it again changes nothing."""
        call = await self._calls.call(call_id)
        if call.agent != agent.name:
            raise NotAllowedNow(f"call {call_id}", call_wording.NOT_YOUR_CALL)
        await self._calls.wrap_up(call.id, agent.name, wrap_up.value, self._now())
        await self._end(call, "done", f"staff:{agent.name}")
        ticket = await self._tickets.ticket(call.ticket_id)
        if ticket.state != "closed":
            await self._desk.close(ticket.id, agent.name, outcome)

    async def ended_event(self, call: Call) -> dict[str, object]:
        """Return the event that tells why a call is over, and what is to be rated."""
        form = await self._forms.shown(call.id, Role.AGENT.value)
        rates = form.get("number") if form is not None else None
        return {"type": "ended", "why": call.why, "rates": rates}

    async def _end(self, call: Call, why: str, actor: str) -> None:
        if not await self._calls.end(call.id, why, actor, self._now()):
            return
        ended = await self._calls.call(call.id)
        await self._audience.all(call.id, await self.ended_event(ended))
        await self._media.close(call)
        await self._staff_pages.tell_all({"type": "calls_changed"})
        logger.info("call %s ended: %s", call.id, why)


def agent_seat(call: Call, agent: Colleague, now: datetime) -> CallSeat:
    """Return the seat of the agent who serves a call."""
    until = now + SEAT_HELD
    return CallSeat(call.id, Role.AGENT.value, Role.AGENT, agent.display_name, until, agent.name)
