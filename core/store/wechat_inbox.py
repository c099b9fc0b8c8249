"""Stores what came in through WeChat, before anybody is told that it arrived."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Delete, RowMapping, Select, Update, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import EngineUnavailable
from core.sealed_columns import Private, held_map, private_json
from core.store.adding import add_once
from core.store.database import Database
from core.store.wechat_contacts import (
    SUBJECT,
    add_contact,
    allowance_of,
    contact_row,
    shown_after,
    store_allowance,
)
from core.store.wechat_outbox import add_outgoing, give_ride, reopen
from core.wechat import Allowance
from core.wechat_messages import Answered, Choose, Outgoing, Ride
from core.wechat_tables import wechat_contacts, wechat_inbox

NEW, DONE = "new", "done"
REPLY_KEPT = timedelta(hours=1)  # WeChat tries for seconds, late copies were seen after minutes
SLICE = 500  # rows that are tidied at once
KEY_KEPT = timedelta(days=30)  # far beyond the age at which the door refuses a push


class Opens(StrEnum):
    """Name what a push does to the allowance of whoever sent it."""

    MESSAGES = "messages"
    ACTS = "acts"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Be a push that is to be recorded."""

    key: str
    openid: str
    kind: str
    message_id: str
    content: Mapping[str, str]
    opens: Opens
    answered: bool = True  # False: an event to which nobody says anything


@dataclass(frozen=True, slots=True)
class Recorded:
    """Be a push as it is recorded."""

    id: int
    openid: str
    kind: str
    message_id: str
    content: Mapping[str, str]
    done: bool
    arrived_at: datetime
    attempts: int  # to answer it that failed
    reply: str | None  # given passively


class InboxStore:
    """Record each push once, and let each be answered by one process at a time, in order."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def take(
        self, arrival: Arrival, at: datetime, holder: str, lease: timedelta
    ) -> tuple[Recorded, bool]:
        """Record a push with what it allows us; return its row, and whether `holder` has it.

        A new push is the holder's at once for the time of the lease, unless an older one of the
        same citizen is not answered yet. Raise EngineUnavailable if the database is away: then
        nothing is recorded.
        """
        try:
            return await self._take(arrival, at, holder, lease)
        except (SQLAlchemyError, OSError) as error:
            raise EngineUnavailable("database") from error

    async def row(self, row_id: int) -> Recorded:
        """Return a recorded push."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(wechat_inbox).where(wechat_inbox.c.id == row_id))
            return _recorded(rows.mappings().one())

    async def waiting(self, now: datetime, limit: int) -> Sequence[str]:
        """Return citizens whose pushes nobody is answering, who waited longest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(wechat_inbox.c.openid)
                .where(wechat_inbox.c.state == NEW)
                .group_by(wechat_inbox.c.openid)
                .having(
                    or_(
                        func.max(wechat_inbox.c.lease_until).is_(None),
                        func.max(wechat_inbox.c.lease_until) <= now,
                    )
                )
                .order_by(func.min(wechat_inbox.c.id))
                .limit(limit)
            )
            return rows.scalars().all()

    async def claim_next(
        self, openid: str, holder: str, now: datetime, lease: Callable[[str], timedelta]
    ) -> Recorded | None:
        """Take on the citizen's oldest push that is not answered; None: none, or it is taken.

        `lease` is how long a push of that kind may take.
        """
        async with self._database.writing(SUBJECT + openid) as connection:
            rows = await connection.execute(
                select(wechat_inbox)
                .where(wechat_inbox.c.state == NEW, wechat_inbox.c.openid == openid)
                .order_by(wechat_inbox.c.id)
                .limit(1)
                .with_for_update()
            )
            row = rows.mappings().one_or_none()
            if row is None or (
                row["holder"] != holder
                and row["lease_until"] is not None
                and row["lease_until"] > now
            ):
                return None
            await connection.execute(
                update(wechat_inbox)
                .where(wechat_inbox.c.id == row["id"])
                .values(holder=holder, lease_until=now + lease(row["kind"]))
            )
            return _recorded(row)

    async def answered(
        self,
        recorded: Recorded,
        at: datetime,
        outgoing: Sequence[Outgoing] = (),
        choices: Sequence[str] | None = None,
        *,
        figures: bool = False,
        shown: Answered | None = None,
        first_after: datetime | None = None,
        ride: tuple[Choose, datetime] | None = None,
    ) -> Ride | None:
        """Store that a push is answered, together with what its citizen is to be sent.

        `choices` None: what a number means stays as it was. `shown` is the line that was answered
        with: unless others came between, nothing in the conversation is left to show.
        `first_after` is when the outbox may send it; until then it may be given passively. `ride`
        gives it at once: what chooses, and until when it is given.
        """
        async with self._database.writing(SUBJECT + recorded.openid) as connection:
            for one in outgoing:
                await add_outgoing(
                    connection, recorded.openid, one, at, first_after or at, recorded.id
                )
            given = None
            if ride is not None:
                choose, until = ride
                given = await give_ride(connection, recorded.openid, until, choose)
            await connection.execute(
                update(wechat_inbox)
                .where(wechat_inbox.c.id == recorded.id)
                .values(
                    state=DONE,
                    done_at=at,
                    content="",
                    holder=None,
                    lease_until=None,
                    reply=Private(str(recorded.id), given.text) if given is not None else None,
                )
            )
            known: dict[str, object] = {}
            if choices is not None:
                known |= {"choices": list(choices), "figures": figures}
            if shown is not None:
                known["shown_seq"] = shown_after(shown)
            if known:
                await connection.execute(
                    update(wechat_contacts)
                    .where(wechat_contacts.c.openid == recorded.openid)
                    .values(known)
                )
            return given

    async def failed(self, recorded: Recorded, again: datetime) -> None:
        """Store that answering failed; nobody tries `again` before that moment."""
        async with self._database.writing(SUBJECT + recorded.openid) as connection:
            await connection.execute(
                update(wechat_inbox)
                .where(wechat_inbox.c.id == recorded.id, wechat_inbox.c.state == NEW)
                .values(attempts=wechat_inbox.c.attempts + 1, holder=None, lease_until=again)
            )

    async def tidy(self, now: datetime) -> None:
        """Forget replies that no attempt can ask for again, and keys that no push can have.

        Slice by slice: after a standstill there may be many, and everybody waits behind each.
        """
        table = wechat_inbox.c
        replied = select(table.id).where(
            table.done_at <= now - REPLY_KEPT, table.reply.is_not(None)
        )
        over = select(table.id).where(table.done_at <= now - KEY_KEPT)
        while await self._change(replied, update(wechat_inbox).values(reply=None)) == SLICE:
            pass
        while await self._change(over, delete(wechat_inbox)) == SLICE:
            pass

    async def _change(self, which: Select[tuple[int]], change: Update | Delete) -> int:
        """Change a slice of these rows; return how many."""
        slice_of = which.order_by(wechat_inbox.c.done_at).limit(SLICE).scalar_subquery()
        async with self._database.writing() as connection:
            done = await connection.execute(change.where(wechat_inbox.c.id.in_(slice_of)))
            return int(done.rowcount)

    async def _take(
        self, arrival: Arrival, at: datetime, holder: str, lease: timedelta
    ) -> tuple[Recorded, bool]:
        async with self._database.writing(SUBJECT + arrival.openid) as connection:
            rows = await connection.execute(
                select(wechat_inbox.c.id)
                .where(wechat_inbox.c.state == NEW, wechat_inbox.c.openid == arrival.openid)
                .limit(1)
            )
            mine = rows.scalar_one_or_none() is None and arrival.answered
            values = _values(arrival, at)
            if mine:
                values |= {"holder": holder, "lease_until": at + lease}
            row = await add_once(connection, wechat_inbox, values)
            if row is None:  # it came before, perhaps to another process
                known = await connection.execute(
                    select(wechat_inbox).where(wechat_inbox.c.key == arrival.key)
                )
                return _recorded(known.mappings().one()), False
            # Sealed under the number that the row has got; nothing was written before.
            sealed = await connection.execute(
                update(wechat_inbox)
                .where(wechat_inbox.c.id == row["id"])
                .values(content=private_json(str(row["id"]), dict(arrival.content)))
                .returning(wechat_inbox)
            )
            await _met(connection, arrival, at)
            return _recorded(sealed.mappings().one()), mine


async def _met(connection: AsyncConnection, arrival: Arrival, at: datetime) -> None:
    """Know the sender, and what we may send now that they did something."""
    row = await contact_row(connection, arrival.openid)
    if row is None:
        await add_contact(connection, arrival.openid, subscribed=True, at=at)
    before = allowance_of(row) if row is not None else Allowance()
    if arrival.opens is Opens.NOTHING:
        return
    opened = before.after_message(at) if arrival.opens is Opens.MESSAGES else before.after_act(at)
    await store_allowance(connection, arrival.openid, opened, subscribed=True, last_at=at)
    if row is not None:
        await reopen(connection, arrival.openid, at)


def _values(arrival: Arrival, at: datetime) -> dict[str, object]:
    return {
        "key": arrival.key,
        "openid": arrival.openid,
        "kind": arrival.kind,
        "message_id": arrival.message_id,
        "content": "",
        "state": NEW if arrival.answered else DONE,
        "done_at": None if arrival.answered else at,
        "arrived_at": at,
        "attempts": 0,
    }


def _recorded(row: RowMapping) -> Recorded:
    return Recorded(
        id=row["id"],
        openid=row["openid"],
        kind=row["kind"],
        message_id=row["message_id"],
        content=held_map(row["content"], str(row["id"])),
        done=row["state"] == DONE,
        arrived_at=row["arrived_at"],
        attempts=row["attempts"],
        reply=row["reply"].of(str(row["id"])) if row["reply"] is not None else None,
    )
