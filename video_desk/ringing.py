"""Lets waiting tickets ring at one agent after the other, and offers call-backs; a chore."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from core import queue_wording as say
from core.contracts import Channel, Ticket
from core.errors import NotAllowedNow
from core.offers import Offer
from core.store import TicketStore
from core.store.hand_ons import HandOn, HandOnStore
from core.store.offers import OfferStore
from core.store.presence import PresenceStore
from core.store.teams import TeamStore
from core.teams import LOST_AFTER, DutyState, Presence
from video_desk.citizen_lines import CitizenLines
from video_desk.desk import StaffPages, VideoDesk
from video_desk.notice_board import NoticeBoard
from video_desk.ring_order import RINGS_AGAIN_AFTER, Agent, ItemCode, next_offers

logger = logging.getLogger(__name__)

LONGEST_SERVICE = timedelta(days=1)  # older ends do not say since when somebody is free
PHONE = "phone"  # channel; who calls is asked by voice whether they want a call-back


class Ringing:
    """Move the rings on; any number of gateways may do it at once, the rows decide."""

    def __init__(
        self,
        *,
        desk: VideoDesk,
        tickets: TicketStore,
        offers: OfferStore,
        presence: PresenceStore,
        teams: TeamStore,
        hand_ons: HandOnStore,
        notices: NoticeBoard,
        lines: CitizenLines,
        citizens: Channel,
        staff_pages: StaffPages,
        item_code: ItemCode,
        shown: Callable[[Ticket], Mapping[str, object]],
        overflow: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, how staff see a ticket, and after how long a call-back is offered."""
        self._desk = desk
        self._tickets = tickets
        self._offers = offers
        self._presence = presence
        self._teams = teams
        self._hand_ons = hand_ons
        self._notices = notices
        self._lines = lines
        self._citizens = citizens
        self._staff_pages = staff_pages
        self._item_code = item_code
        self._shown = shown
        self._overflow = overflow
        self._now = now
        # What this process told its pages; every gateway tells its own, none decides by it.
        self._told: dict[int, Offer] = {}
        self._began = now()

    def begin(self) -> None:
        """Note that pages can reach us from now on; until then agents could not show up."""
        self._began = self._now()

    async def step(self) -> int:
        """End what rang long enough, ring where somebody is free; return how many began."""
        now = self._now()
        for offer in await self._offers.lapse(now):
            logger.info("ticket %s at %s: %s", offer.ticket_id, offer.agent, offer.state)
        tickets = await self._tickets.open_tickets()
        if await self._take_back([t for t in tickets if t.state == "accepted"], now):
            tickets = await self._tickets.open_tickets()
        waiting = [t for t in tickets if t.state == "waiting"]
        began = await self._ring(waiting, now) if waiting else 0
        await self._tell_pages()
        await self._offer_call_backs(waiting, now)
        await self._notices.show([ticket.conversation_id for ticket in waiting])
        await self._desk.refresh()
        return began

    async def ring_event(self, agent: str) -> Mapping[str, object] | None:
        """Return the event of what rings at an agent, for a page that just opened; or None."""
        offer = await self._offers.ringing_at(agent)
        return await self._event(offer) if offer is not None else None

    async def _ring(self, waiting: Sequence[Ticket], now: datetime) -> int:
        ringing = await self._offers.ringing()
        there = [p for p in await self._presence.everybody() if p.takes(now) or _is_busy(p, now)]
        if not there:
            return 0
        teams = await self._teams.teams()
        serving = {t.agent for t in await self._tickets.open_tickets() if t.state == "accepted"}
        taken = serving | {offer.agent for offer in ringing}
        freed = await self._offers.freed(now - LONGEST_SERVICE)
        agents = [
            Agent(
                presence=one,
                teams=tuple(team for team in teams if one.staff in team.members),
                taken=one.staff in taken,
                freed_at=freed.get(one.staff),
            )
            for one in there
        ]
        silent = [t for t in waiting if t.id not in {offer.ticket_id for offer in ringing}]
        refused = await self._offers.refusals(now - RINGS_AGAIN_AFTER, [t.id for t in silent])
        began = 0
        for ticket_id, agent in next_offers(silent, agents, refused, self._item_code, now):
            if await self._offers.ring(ticket_id, agent, now) is not None:
                began += 1
        return began

    async def _take_back(self, served: Sequence[Ticket], now: datetime) -> int:
        """Let those wait again whose agent has been gone for long; return how many."""
        if now - self._began < LOST_AFTER:  # pages may not have found back to us yet
            return 0
        lost = {p.staff for p in await self._presence.everybody() if p.is_lost(now)}
        took = 0
        for ticket in served:
            if ticket.agent is None or ticket.agent not in lost or ticket.channel == PHONE:
                continue
            step = HandOn(now, ticket.agent, ticket.team, None, say.LOST_REASON, "")
            try:
                await self._hand_ons.hand_on(ticket.id, step, lost=True)
            except NotAllowedNow:  # another gateway was faster
                continue
            took += 1
            await self._lines.say(ticket.conversation_id, say.AGENT_LOST)
            await self._lines.stage(ticket.conversation_id, "waiting")
        return took

    async def _tell_pages(self) -> None:
        """Tell agents what began and what ceased to ring at them since this process last did."""
        ringing = {offer.id: offer for offer in await self._offers.ringing()}
        for over in [offer for key, offer in self._told.items() if key not in ringing]:
            event = {"type": "ring_over", "ticket_id": over.ticket_id}
            await self._staff_pages.tell(over.agent, event)
            known = await self._presence.of(over.agent)
            if known is not None and known.state is DutyState.AWAY:
                await self._staff_pages.tell(over.agent, presence_event(known, say.SET_AWAY))
        for key, offer in ringing.items():
            if key not in self._told:
                await self._staff_pages.tell(offer.agent, await self._event(offer))
        self._told = ringing

    async def _event(self, offer: Offer) -> Mapping[str, object]:
        ticket = await self._tickets.ticket(offer.ticket_id)
        until = offer.until.astimezone(self._now().tzinfo).isoformat()
        return {"type": "ring", "ticket": self._shown(ticket), "until": until}

    async def _offer_call_backs(self, waiting: Sequence[Ticket], now: datetime) -> None:
        """Offer a call-back to who waits too long, or waits while nobody is there."""
        due = [t for t in waiting if t.call_back_offered_at is None and t.channel != PHONE]
        if not due:
            return
        somebody = any(one.takes(now) for one in await self._presence.everybody())
        for ticket in due:
            place = await self._desk.place_of(ticket.conversation_id)
            closed = place is not None and not place.open_now and not somebody
            long = now - (ticket.waiting_since or ticket.opened_at) >= self._overflow
            if not (closed or long) or not await self._tickets.offered_call_back(ticket.id, now):
                continue
            text = say.DESK_CLOSED if closed else say.LONG_WAIT
            await self._lines.say(ticket.conversation_id, text)
            event = {"type": "call_back_offer", "why": "closed" if closed else "long"}
            await self._citizens.deliver(ticket.conversation_id, event)


def presence_event(known: Presence, detail: str = "") -> dict[str, object]:
    """Return the event that tells an agent's pages how they stand."""
    event: dict[str, object] = {"type": "presence", "state": known.state.value}
    return event | ({"detail": detail} if detail else {})


def _is_busy(known: Presence, now: datetime) -> bool:
    """Tell whether a citizen handed to them may wait for them."""
    return known.state is DutyState.BUSY and known.is_there(now)
