"""Changes who serves a running call: a supervisor looks in or takes over, an agent hands on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core import call_wording
from core.calls import SEAT_HELD, Attention, Call, CallSeat, CallState, Role
from core.contracts import Channel
from core.errors import NotAllowedNow
from core.store import ConversationStore, Line
from core.store.call_seats import CallSeatStore
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience
from video_desk.call_doors import Colleague
from video_desk.call_media import CallMedia
from video_desk.calls import agent_seat
from video_desk.desk import StaffPages

TAKE_OVER = "take_over"


@dataclass(frozen=True, slots=True)
class HandOn:
    """Say to whom a citizen goes, and what they need to know; team or colleague is named."""

    reason: str
    summary: str
    team: str | None = None
    agent: str | None = None  # staff name


class Transfers(Protocol):
    """Give tickets to other teams and colleagues."""

    async def transfer(
        self,
        ticket_id: str,
        agent: str,
        *,
        team: str | None,
        to: str | None,
        reason: str,
        summary: str,
    ) -> object:
        """Put the ticket back into the queue, for a team or for one colleague."""
        ...


class Supervising:
    """Let supervisors take part, and agents hand on; each step is audited."""

    def __init__(
        self,
        *,
        calls: VideoCallStore,
        seats: CallSeatStore,
        conversations: ConversationStore,
        transfers: Transfers,
        citizens: Channel,
        staff_pages: StaffPages,
        audience: Audience,
        media: CallMedia,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, and who reaches whom."""
        self._calls = calls
        self._seats = seats
        self._conversations = conversations
        self._transfers = transfers
        self._citizens = citizens
        self._staff_pages = staff_pages
        self._audience = audience
        self._media = media
        self._now = now

    async def attend(self, call_id: str, colleague: Colleague, mode: str) -> Call:
        """Let a supervisor take part (listen, whisper, barge) or take over (take_over)."""
        call = await self._calls.call(call_id)
        if call.state is CallState.ENDED:
            raise NotAllowedNow(f"call {call_id} has ended", call_wording.CALL_ENDED)
        if mode == TAKE_OVER:
            return await self._take_over(call, colleague)
        await self._media.forwarded(call)
        known = await self._seats.seats(call_id)
        mine = next((s for s in known if s.role is Role.SUPERVISOR and s.taken), None)
        if mine is not None and mine.staff != colleague.name:
            raise NotAllowedNow(f"call {call_id}", call_wording.SUPERVISED_ALREADY)
        now, attention = self._now(), Attention(mode)
        await self._calls.note_attendance(call_id, colleague.name, mode, now)
        if mine is None:
            await self._seats.seat_staff(_supervisor_seat(call, colleague, attention, now))
        else:
            changed = await self._seats.attend(call_id, mine.id, attention)
            await self._media.attend(call, changed)
        await self._audience.seats_changed(call_id)
        return await self._calls.call(call_id)

    async def hand_on(self, call_id: str, agent: Colleague, to: HandOn) -> None:
        """Give the citizen to another team or colleague; room, form and seats stay."""
        call = await self._calls.call(call_id)
        if call.agent != agent.name:
            raise NotAllowedNow(f"call {call_id}", call_wording.NOT_YOUR_CALL)
        await self._transfers.transfer(
            call.ticket_id,
            agent.name,
            team=to.team,
            to=to.agent,
            reason=to.reason,
            summary=to.summary,
        )
        if call.state is CallState.ENDED:
            return  # the citizen hung up; the colleague opens another call
        now = self._now()
        await self._calls.hand_on(call.id, agent.name, now)
        await self._vacate_agent(call, "handed_on", now)
        await self._told(call)

    async def _take_over(self, call: Call, colleague: Colleague) -> Call:
        now = self._now()
        taken = await self._calls.take_over(call.id, colleague.name, now)
        await self._seats.leave(call.id, Role.SUPERVISOR.value, now)
        await self._media.leave(call, Role.SUPERVISOR.value)
        if call.agent is not None and call.agent != colleague.name:
            await self._vacate_agent(call, "taken_over", now)
            closed = {"type": "closed", "ticket_id": call.ticket_id}
            await self._staff_pages.tell(call.agent, closed)
        await self._seats.seat_staff(agent_seat(taken, colleague, now))
        await self._line(call, call_wording.TAKEN_OVER.format(name=colleague.display_name))
        stage = {"type": "stage", "stage": "agent", "agent": colleague.display_name}
        await self._citizens.deliver(call.conversation_id, stage)
        await self._told(call)
        return taken

    async def _vacate_agent(self, call: Call, why: str, now: datetime) -> None:
        gone = {"type": "ended", "why": why, "rates": None}
        await self._audience.one(call.id, Role.AGENT.value, gone)
        await self._seats.leave(call.id, Role.AGENT.value, now)
        await self._media.leave(call, Role.AGENT.value)

    async def _told(self, call: Call) -> None:
        await self._audience.seats_changed(call.id)
        await self._staff_pages.tell_all({"type": "calls_changed"})

    async def _line(self, call: Call, text: str) -> None:
        now = self._now()
        line = Line(0, now, "system", text)
        seq = await self._conversations.add_line(call.conversation_id, line)
        event = {"type": "system", "text": text, "at": now.isoformat(), "seq": seq}
        await self._citizens.deliver(call.conversation_id, event)


def _supervisor_seat(
    call: Call, colleague: Colleague, attention: Attention, now: datetime
) -> CallSeat:
    return CallSeat(
        call_id=call.id,
        id=Role.SUPERVISOR.value,
        role=Role.SUPERVISOR,
        name=colleague.display_name,
        until=now + SEAT_HELD,
        staff=colleague.name,
        attention=attention,
    )
