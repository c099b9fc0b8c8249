"""Stores what citizens in WeChat are to be sent: each once, in order, by one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.sealed_columns import Private, held_map, private_json
from core.store.adding import add_once
from core.store.database import Database
from core.store.wechat_contacts import SUBJECT, contact_row, store_allowance
from core.wechat import Allowance
from core.wechat_messages import OPEN, RIDING, Choose, Due, Outgoing, Ride, State
from core.wechat_tables import wechat_contacts, wechat_inbox, wechat_outbox

RIDE_FIRST = timedelta(seconds=5)  # what was parked may ride with the reply to what came just now


class OutboxStore:
    """Answer what is to be sent, and store what became of it."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def add(
        self,
        openid: str,
        outgoing: Sequence[Outgoing],
        choices: Sequence[str] | None,
        shown: int,
        at: datetime,
    ) -> int:
        """Store what was said outside a turn, up to line number `shown`; return how much is new.

        `choices` None: what a number means stays as it was.
        """
        async with self._database.writing(SUBJECT + openid) as connection:
            added = [await add_outgoing(connection, openid, one, at, at, None) for one in outgoing]
            await connection.execute(
                update(wechat_contacts)
                .where(wechat_contacts.c.openid == openid, wechat_contacts.c.shown_seq < shown)
                .values(shown_seq=shown)
            )
            if choices is not None and any(added):
                await connection.execute(
                    update(wechat_contacts)
                    .where(wechat_contacts.c.openid == openid)
                    .values(choices=list(choices), figures=False)
                )
            return sum(added)

    async def ride(
        self, inbox_id: int, openid: str, until: datetime, choose: Choose
    ) -> Ride | None:
        """Give what `choose` picks of the citizen's messages to the reply of one push.

        An attempt that comes again gets the same; None: there is nothing, or it went another way.
        """
        async with self._database.writing(SUBJECT + openid) as connection:
            rows = await connection.execute(
                select(wechat_inbox.c.reply).where(wechat_inbox.c.id == inbox_id)
            )
            reply = rows.scalar_one()
            if reply is not None:
                return Ride(reply.of(str(inbox_id)), ())
            ride = await give_ride(connection, openid, until, choose)
            if ride is None:
                return None
            await connection.execute(
                update(wechat_inbox)
                .where(wechat_inbox.c.id == inbox_id)
                .values(reply=Private(str(inbox_id), ride.text))
            )
            return ride

    async def handed(self, ids: Sequence[int], at: datetime) -> None:
        """Store that a passive reply went out in time."""
        await self._settle(ids, (State.HANDED,), state=State.SENT, sent_at=at, body="")

    async def not_handed(self, inbox_id: int, ids: Sequence[int], at: datetime) -> None:
        """Store that a passive reply came too late: it goes another way."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(wechat_outbox)
                .where(wechat_outbox.c.id.in_(ids), wechat_outbox.c.state == State.HANDED)
                .values(state=State.WAITING, lease_until=None, way=None, not_before=at)
            )
            await connection.execute(
                update(wechat_inbox).where(wechat_inbox.c.id == inbox_id).values(reply=None)
            )

    async def missed(
        self, inbox_id: int, openid: str, at: datetime, worded: Callable[[str], Sequence[str]]
    ) -> None:
        """Send what a passive reply carried by messages of its own, that `worded` makes; once."""
        async with self._database.writing(SUBJECT + openid) as connection:
            rows = await connection.execute(
                select(wechat_inbox.c.reply).where(
                    wechat_inbox.c.id == inbox_id,
                    exists().where(
                        wechat_outbox.c.inbox_id == inbox_id, wechat_outbox.c.way == "passive"
                    ),
                )
            )
            reply = rows.scalar_one_or_none()
            if reply is None:
                return
            for number, text in enumerate(worded(reply.of(str(inbox_id)))):
                again = Outgoing(f"again:{inbox_id}:{number}", "text", {"text": text})
                await add_outgoing(connection, openid, again, at, at, inbox_id)

    async def citizens_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Return whom something is to be sent to now, who waited longest first."""
        over = and_(wechat_outbox.c.state.in_(OPEN), wechat_outbox.c.lease_until <= now)
        due = and_(wechat_outbox.c.state == State.WAITING, wechat_outbox.c.not_before <= now)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(wechat_outbox.c.openid)
                .where(or_(over, due))
                .group_by(wechat_outbox.c.openid)
                .order_by(func.min(wechat_outbox.c.id))
                .limit(limit)
            )
            return rows.scalars().all()

    async def claim(
        self, openid: str, holder: str, now: datetime, until: datetime
    ) -> tuple[list[Due], Allowance]:
        """Take on what is due for a citizen, unless somebody else is at it; in order.

        What nobody knows to have arrived comes with it if a later push is being answered. It is
        not taken on: if it is not sent now either, it goes on waiting for company.
        """
        mine = wechat_outbox.c.openid == openid
        async with self._database.writing(SUBJECT + openid) as connection:
            contact = await contact_row(connection, openid)
            rows = await connection.execute(
                select(wechat_outbox)
                .where(mine, wechat_outbox.c.state.in_((State.WAITING, State.UNSURE, *OPEN)))
                .order_by(wechat_outbox.c.id)
                .with_for_update()
            )
            found = rows.mappings().all()
            if contact is None or any(r["state"] in OPEN and r["lease_until"] > now for r in found):
                return [], Allowance()
            # Whoever held them died: at worst a citizen reads something twice.
            taken = [
                r
                for r in found
                if r["state"] in OPEN or (r["state"] == State.WAITING and r["not_before"] <= now)
            ]
            along = [r for r in found if r["state"] == State.UNSURE and _may_ride(r, taken)]
            await connection.execute(
                update(wechat_outbox)
                .where(wechat_outbox.c.id.in_([r["id"] for r in taken]))
                .values(state=State.SENDING, holder=holder, lease_until=until, way=None)
            )
            due = sorted((*taken, *along), key=lambda r: int(r["id"]))
            return [_due(r) for r in due], _allowance(contact)

    async def sent(
        self, ids: Sequence[int], way: str, openid: str, allowance: Allowance, at: datetime
    ) -> None:
        """Store that messages were sent, and what may be sent after them."""
        async with self._database.writing(SUBJECT + openid) as connection:
            await connection.execute(
                update(wechat_outbox)
                .where(wechat_outbox.c.id.in_(ids))
                .values(state=State.SENT, sent_at=at, way=way, body="", lease_until=None)
            )
            await store_allowance(connection, openid, allowance)

    async def put_off(
        self, ids: Sequence[int], again: datetime, code: int | None, *, counted: bool
    ) -> None:
        """Store that messages wait until `again`; `counted`: an attempt failed."""
        await self._settle(
            ids,
            (State.SENDING,),
            state=State.WAITING,
            not_before=again,
            last_code=code,
            failures=wechat_outbox.c.failures + int(counted),
        )

    async def park(
        self, ids: Sequence[int], openid: str, allowance: Allowance, code: int | None
    ) -> None:
        """Store that nothing gets through until the citizen does something."""
        await self._settle(ids, (State.SENDING,), state=State.PARKED, last_code=code)
        async with self._database.writing() as connection:
            await store_allowance(connection, openid, allowance)

    async def unsure(self, ids: Sequence[int]) -> None:
        """Store that nobody knows whether messages arrived."""
        await self._settle(ids, (State.SENDING,), state=State.UNSURE)

    async def give_up(self, ids: Sequence[int], code: int | None) -> None:
        """Store that WeChat will never take these messages."""
        await self._settle(ids, (State.SENDING,), state=State.GIVEN_UP, last_code=code)

    async def _settle(self, ids: Sequence[int], before: Sequence[State], **values: object) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                update(wechat_outbox)
                .where(wechat_outbox.c.id.in_(ids), wechat_outbox.c.state.in_(before))
                .values(lease_until=None, **values)
            )


async def add_outgoing(
    connection: AsyncConnection,
    openid: str,
    outgoing: Outgoing,
    at: datetime,
    not_before: datetime,
    inbox_id: int | None,
) -> bool:
    """Add a message inside the caller's transaction; False if it is there already."""
    values = {
        "key": outgoing.key,
        "openid": openid,
        "inbox_id": inbox_id,
        "kind": outgoing.kind,
        "body": "",
        "state": State.WAITING,
        "made_at": at,
        "not_before": not_before,
        "failures": 0,
        "turn": outgoing.turn or None,
    }
    row = await add_once(connection, wechat_outbox, values)
    if row is None:
        return False
    # Sealed under the number that the row has got; nothing was written before.
    await connection.execute(
        update(wechat_outbox)
        .where(wechat_outbox.c.id == row["id"])
        .values(body=private_json(str(row["id"]), dict(outgoing.body)))
    )
    return True


async def give_ride(
    connection: AsyncConnection, openid: str, until: datetime, choose: Choose
) -> Ride | None:
    """Give what `choose` picks to a passive reply, inside the caller's transaction."""
    found = await connection.execute(
        select(wechat_outbox)
        .where(wechat_outbox.c.openid == openid, wechat_outbox.c.state.in_(RIDING))
        .order_by(wechat_outbox.c.id)
        .with_for_update()
    )
    ride = choose([_due(row) for row in found.mappings()])
    if ride is not None:
        await connection.execute(
            update(wechat_outbox)
            .where(wechat_outbox.c.id.in_(ride.ids))
            .values(state=State.HANDED, lease_until=until, way="passive")
        )
    return ride


async def reopen(connection: AsyncConnection, openid: str, at: datetime) -> None:
    """Let what was parked go: its citizen did something."""
    await connection.execute(
        update(wechat_outbox)
        .where(wechat_outbox.c.openid == openid, wechat_outbox.c.state == State.PARKED)
        .values(state=State.WAITING, not_before=at + RIDE_FIRST)
    )


def _may_ride(row: RowMapping, taken: Sequence[RowMapping]) -> bool:
    """Tell whether its citizen wrote again, and is being answered now; a notice stays alone."""
    return row["kind"] == "text" and any(
        one["id"] > row["id"] and one["inbox_id"] not in (None, row["inbox_id"]) for one in taken
    )


def _allowance(row: RowMapping) -> Allowance:
    return Allowance(row["messages"], row["messages_until"], row["acts"], row["acts_until"])


def _due(row: RowMapping) -> Due:
    return Due(
        id=row["id"],
        key=row["key"],
        inbox_id=row["inbox_id"],
        kind=row["kind"],
        body=held_map(row["body"], str(row["id"])),
        state=State(row["state"]),
        failures=row["failures"],
        made_at=row["made_at"],
        turn=row["turn"] or "",
    )
