"""Lets people into a video call: one-time links, and the sessions that come of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core import call_wording
from core.answer_json import answer_to_json
from core.calls import LINK_HOLDS, Call, CallSeat, Role
from core.contracts import Channel, Ticket
from core.errors import NotAllowedNow, NotAuthorised, NotFound
from core.hashing import hashed
from core.messages import Answer, Card, Handled, Reply, State, Status, Turn
from core.privacy import mask_text
from core.store import ConversationStore, Line, TicketStore
from core.store.call_links import CallLinkStore
from core.store.call_seats import CallSeatStore
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience

PAGE = "/call"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Be a member of staff who proved who they are."""

    name: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Link:
    """Be a way into a seat, to be shown once."""

    url: str  # a page of ours with the token behind "#", which browsers never send
    until: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """Say where somebody sits now, and what proves it."""

    seat: CallSeat
    session: str  # kept only as a hash


class CallDoors:
    """Make links, and turn each into a session once."""

    def __init__(
        self,
        *,
        calls: VideoCallStore,
        seats: CallSeatStore,
        links: CallLinkStore,
        tickets: TicketStore,
        conversations: ConversationStore,
        citizens: Channel,
        audience: Audience,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, and who reaches citizens and call pages."""
        self._calls = calls
        self._seats = seats
        self._links = links
        self._tickets = tickets
        self._conversations = conversations
        self._citizens = citizens
        self._audience = audience
        self._now = now

    async def link_for_citizen(self, conversation_id: str) -> Link:
        """Return a fresh link for the citizen of a conversation, who may still be waiting."""
        ticket = await self._tickets.open_ticket_of(conversation_id)
        if ticket is None or not await self._leads_to_video(ticket):
            raise NotAllowedNow(f"conversation {conversation_id}", call_wording.NO_CALL)
        call = await self._calls.open(ticket.id, conversation_id, ticket.agent, self._now())
        return await self._link(call.id, Role.CITIZEN, call_wording.CITIZEN)

    async def link_for_family(self, call_id: str, name: str) -> Link:
        """Return a link for one family member; NotAllowedNow while another has the seat."""
        for seat in await self._seats.seats(call_id):
            if seat.role is Role.FAMILY and seat.taken:
                raise NotAllowedNow(f"call {call_id}", call_wording.FAMILY_LIMIT)
        return await self._link(call_id, Role.FAMILY, mask_text(name))

    async def invite(self, call: Call, agent: Colleague) -> None:
        """Bring the citizen a card into the chat, which holds no token, and the link itself."""
        text = call_wording.OPEN_CALL.format(name=agent.display_name)
        card = Card("link", call_wording.OPEN_CALL_TITLE, link=PAGE)
        reply = Reply(text=text, status=Status.HANDED_OVER, cards=(card,))
        turn = Turn(Handled.HANDOFF, state=State.HANDOFF_VIDEO)
        answer = answer_to_json(Answer(reply, turn))
        line = Line(0, self._now(), "assistant", text, answer=answer)
        seq = await self._conversations.add_line(call.conversation_id, line)
        said = {**answer, "type": "reply", "in_reply_to": None, "seq": seq}
        await self._citizens.deliver(call.conversation_id, said)
        link = await self._link(call.id, Role.CITIZEN, call_wording.CITIZEN)
        event = {"type": "call", "url": link.url, "until": link.until.isoformat()}
        await self._citizens.deliver(call.conversation_id, event)

    async def enter(self, token: str) -> Entered:
        """Use a link up; raise NotFound with a sentence how to get a new one."""
        session = secrets.token_urlsafe(32)
        seat = await self._links.use(hashed(token), hashed(session), self._now())
        await self._audience.seats_changed(seat.call_id)
        return Entered(seat, session)

    async def seated(
        self, call_id: str, session: str | None, staff: Colleague | None
    ) -> tuple[Call, CallSeat]:
        """Return the call and the seat of whoever asks, or raise NotAuthorised."""
        call = await self._calls.call(call_id)
        if session:
            try:
                return call, await self._seats.seat_of_session(call_id, hashed(session))
            except NotFound as error:
                raise NotAuthorised(f"no seat in call {call_id}") from error
        for seat in await self._seats.seats(call_id):
            if staff is None or seat.staff != staff.name:
                continue
            if await self._still_theirs(call, seat):
                return call, seat
        raise NotAuthorised(f"no seat in call {call_id}")

    async def _still_theirs(self, call: Call, seat: CallSeat) -> bool:
        """Tell whether staff may come back: not to what was handed on, taken over or taken back."""
        if seat.role is not Role.AGENT:
            return seat.taken
        ticket = await self._tickets.ticket(call.ticket_id)
        return call.agent == seat.staff == ticket.agent

    async def _leads_to_video(self, ticket: Ticket) -> bool:
        """Tell whether a citizen may go to the call page: who asked for it, or has a call."""
        if ticket.channel == "video" or ticket.state == "accepted":
            return True
        return any(call.ticket_id == ticket.id for call in await self._calls.open_calls())

    async def _link(self, call_id: str, role: Role, name: str) -> Link:
        token, now = secrets.token_urlsafe(32), self._now()
        until = now + LINK_HOLDS
        await self._links.make(call_id, role, name, hashed(token), until, now)
        return Link(f"{PAGE}#{token}", until)
