"""Stores what rings at whom; the database lets a ticket ring at one agent only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import queue_wording as say
from core.desk_tables import hand_ons, offers, presence
from core.errors import NotAllowedNow
from core.offers import REFUSED, Offer, OfferState
from core.store.adding import add_once
from core.store.database import Database, write_audit
from core.store.presence import presence_from, store_presence
from core.tables import tickets
from core.teams import RINGS_FOR

_RINGING = offers.c.state == OfferState.RINGING.value


class OfferStore:
    """Answer what rings at whom, and store what came of it."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def ring(self, ticket_id: str, agent: str, at: datetime) -> Offer | None:
        """Let a ticket ring at an agent; None if it waits no more or the agent cannot take it."""
        async with self._database.writing() as connection:
            waits = await connection.execute(
                select(tickets.c.id)
                .where(tickets.c.id == ticket_id, tickets.c.state == "waiting")
                .with_for_update()  # nobody may take it between this look and our row
            )
            if waits.scalar_one_or_none() is None or not await _takes(connection, agent, at):
                return None
            row = {
                "ticket_id": ticket_id,
                "agent": agent,
                "state": OfferState.RINGING.value,
                "offered_at": at,
                "until": at + RINGS_FOR,
            }
            made = await add_once(connection, offers, row)
            # None: it rings elsewhere, or something else rings at them.
            return None if made is None else _offer(made)

    async def ringing(self) -> list[Offer]:
        """Return everything that rings, the oldest first."""
        async with self._database.reading() as connection:
            return await _offers(connection)

    async def ringing_at(self, agent: str) -> Offer | None:
        """Return what rings at an agent, if anything."""
        return next((offer for offer in await self.ringing() if offer.agent == agent), None)

    async def refusals(
        self, since: datetime, ticket_ids: Sequence[str]
    ) -> dict[tuple[str, str], datetime]:
        """Return when somebody last did not take a ticket, or handed it on, after a moment.

        The keys are (ticket id, staff name).
        """
        refused = select(offers.c.ticket_id, offers.c.agent, offers.c.ended_at.label("at")).where(
            offers.c.ticket_id.in_(ticket_ids),
            offers.c.ended_at > since,
            offers.c.state.in_([state.value for state in REFUSED]),
        )
        handed = select(hand_ons.c.ticket_id, hand_ons.c.agent, hand_ons.c.at).where(
            hand_ons.c.ticket_id.in_(ticket_ids), hand_ons.c.at > since
        )
        latest: dict[tuple[str, str], datetime] = {}
        async with self._database.reading() as connection:
            for asked in (refused, handed):
                for row in (await connection.execute(asked)).mappings():
                    pair = row["ticket_id"], row["agent"]
                    latest[pair] = max(row["at"], latest.get(pair, row["at"]))
        return latest

    async def decline(self, ticket_id: str, agent: str, at: datetime) -> None:
        """Store that an agent does not take it now, or raise NotAllowedNow if it rings no more."""
        async with self._database.writing() as connection:
            ended = await connection.execute(
                update(offers)
                .where(_RINGING, offers.c.ticket_id == ticket_id, offers.c.agent == agent)
                .values(state=OfferState.DECLINED.value, ended_at=at)
            )
            if not ended.rowcount:
                raise NotAllowedNow(f"ticket {ticket_id} rings no more", say.RINGS_NO_MORE)
            await write_audit(
                connection,
                at=at,
                actor=f"staff:{agent}",
                subject=f"ticket:{ticket_id}",
                action="declined",
                detail={},
            )

    async def lapse(self, at: datetime) -> list[Offer]:
        """End what rang long enough, what rings at agents who are gone, what waits no more.

        Who let it ring twice in a row becomes away. Returns the offers that ended.
        """
        async with self._database.writing() as connection:
            ended: list[Offer] = []
            for offer in await _offers(connection):
                state = await _end_of(connection, offer, at)
                if state is None:
                    continue
                rows = await connection.execute(
                    update(offers)
                    .where(_RINGING, offers.c.id == offer.id)  # another gateway may be faster
                    .values(state=state.value, ended_at=at)
                    .returning(*offers.c)
                )
                row = rows.mappings().one_or_none()
                if row is None:
                    continue
                ended.append(_offer(row))
                if state is OfferState.MISSED:
                    await _count_miss(connection, offer.agent, at)
            return ended

    async def freed(self, since: datetime) -> dict[str, datetime]:
        """Return when each agent last ended something after `since`: a ring, or a service."""
        rang = select(offers.c.agent, func.max(offers.c.ended_at).label("at")).where(
            offers.c.ended_at > since
        )
        served = select(tickets.c.agent, func.max(tickets.c.closed_at).label("at")).where(
            # By its opening, for which there is an index; nobody is served longer than a day.
            tickets.c.state == "closed",
            tickets.c.opened_at > since,
            tickets.c.agent.is_not(None),
        )
        freed: dict[str, datetime] = {}
        async with self._database.reading() as connection:
            for asked in (rang.group_by(offers.c.agent), served.group_by(tickets.c.agent)):
                for row in (await connection.execute(asked)).mappings():
                    if row["at"] is not None:
                        freed[row["agent"]] = max(row["at"], freed.get(row["agent"], row["at"]))
        return freed


async def _takes(connection: AsyncConnection, agent: str, at: datetime) -> bool:
    """Tell whether an agent is there, takes citizens, and serves nobody."""
    rows = await connection.execute(
        select(presence).where(
            presence.c.staff == agent,
            ~exists().where(tickets.c.state == "accepted", tickets.c.agent == agent),
        )
    )
    row = rows.mappings().one_or_none()
    return row is not None and presence_from(row).takes(at)


async def _end_of(connection: AsyncConnection, offer: Offer, at: datetime) -> OfferState | None:
    """Return what became of an offer, or None if it goes on ringing."""
    states = await connection.execute(
        select(tickets.c.state).where(tickets.c.id == offer.ticket_id)
    )
    if states.scalar_one() != "waiting":
        return OfferState.WITHDRAWN
    known = await connection.execute(select(presence).where(presence.c.staff == offer.agent))
    there = known.mappings().one_or_none()
    if there is None or not presence_from(there).is_there(at):
        return OfferState.GONE
    return OfferState.MISSED if offer.until <= at else None


async def _count_miss(connection: AsyncConnection, agent: str, at: datetime) -> None:
    rows = await connection.execute(
        select(presence).where(presence.c.staff == agent).with_for_update()
    )
    before = presence_from(rows.mappings().one())
    await store_presence(connection, before, before.let_ring(at), "assistant", at)


async def _offers(connection: AsyncConnection) -> list[Offer]:
    rows = await connection.execute(select(offers).where(_RINGING).order_by(offers.c.id))
    return [_offer(row) for row in rows.mappings()]


def _offer(row: RowMapping) -> Offer:
    return Offer(
        id=row["id"],
        ticket_id=row["ticket_id"],
        agent=row["agent"],
        offered_at=row["offered_at"],
        until=row["until"],
        state=OfferState(row["state"]),
        ended_at=row["ended_at"],
    )
