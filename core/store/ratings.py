"""Stores ratings (好差评), and the cases that bad ones open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import RowMapping, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.rating_tables import rating_asks, ratings
from core.ratings import Ask, Asks, Counted, Level, Rating, joined, tally
from core.rectifications import BEFORE_THE_FIX, CaseState, Rectification
from core.store.adding import add_once
from core.store.database import Database, write_audit
from core.store.rectifications import Opener, case_of_rating, open_case, store_case

CITIZEN = "citizen"
SUBJECT = "rating:"  # of audit rows


@dataclass(frozen=True, slots=True)
class Rated:
    """Say what became of a rating that was given or changed."""

    rating: Rating
    changed: bool  # whether there was one before
    case: Rectification | None  # what it opened, kept open or withdrew
    opened: bool  # whether the case is new, or open again


class RatingStore:
    """Answer questions about ratings, and store them with what we asked."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def rating(self, number: str) -> Rating | None:
        """Return the rating of the application with that receipt number, if any."""
        async with self._database.reading() as connection:
            return await _rating_of(connection, number)

    async def latest_of(self, conversation_id: str) -> Rating | None:
        """Return the rating that was given last in a conversation, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(ratings)
                .where(ratings.c.conversation_id == conversation_id)
                .order_by(ratings.c.rated_at.desc())
                .limit(1)
            )
            row = rows.mappings().one_or_none()
        return _rating(row) if row is not None else None

    async def rate(self, given: Rating, at: datetime, due: date) -> Rated:
        """Store a rating, or change the one there is; raise NotAllowedNow after ten minutes.

        A bad one opens a rectification case that is due on `due`, in the same transaction; one
        that becomes good before anything was put right withdraws it.
        """
        async with self._database.writing() as connection:
            changed = not await _inserted(connection, given)
            rating = given
            if changed:
                before = await _rating_of(connection, given.number, lock=True)
                if before is None:
                    raise NotFound(f"rating {given.number}")
                rating = before.changed_to(given, at)
                await _write(connection, rating)
            await _audit(connection, rating, "changed" if changed else "rated", at)
            await _end_ask(connection, given.number)
            case, opened = await _case(connection, rating, at, due)
            return Rated(rating, changed, case, opened)

    async def comment(self, number: str, text: str, at: datetime) -> Rating:
        """Add what the citizen said beside the level, masked; raise NotFound without a rating."""
        async with self._database.writing() as connection:
            before = await _rating_of(connection, number, lock=True)
            if before is None:
                raise NotFound(f"rating {number}")
            rating = replace(before, comment=joined(before.comment, text))
            await _write(connection, rating)
            await _audit(connection, rating, "commented", at)
            return rating

    async def mark(self, number: str, aspects: Mapping[str, Level], at: datetime) -> Rating:
        """Add levels of sub-indicators; raise NotFound without a rating."""
        async with self._database.writing() as connection:
            before = await _rating_of(connection, number, lock=True)
            if before is None:
                raise NotFound(f"rating {number}")
            rating = replace(before, aspects={**before.aspects, **aspects})
            await _write(connection, rating)
            await _audit(connection, rating, "marked", at)
            return rating

    async def invite(self, number: str, conversation_id: str, at: datetime) -> bool:
        """Note that a rating is asked for; False if it was asked for, or given, before."""
        async with self._database.writing() as connection:
            if await _rating_of(connection, number) is not None:
                return False
            if not await _ask_inserted(connection, Ask(number, conversation_id, Asks.LEVEL, at)):
                return False
            await _end_asks_in(connection, conversation_id, but=number)
            return True

    async def ask(self, ask: Ask) -> None:
        """Note what was asked last; it takes the place of what was asked about the same thing."""
        async with self._database.writing() as connection:
            await _end_asks_in(connection, ask.conversation_id)
            if not await _ask_inserted(connection, ask):
                await connection.execute(
                    update(rating_asks)
                    .where(rating_asks.c.about == ask.about)
                    .values(**_ask_columns(ask))
                )

    async def asked(self, conversation_id: str, now: datetime) -> Ask | None:
        """Return the question that the next utterance may answer, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(rating_asks)
                .where(
                    rating_asks.c.conversation_id == conversation_id,
                    rating_asks.c.asks.is_not(None),
                )
                .order_by(rating_asks.c.asked_at.desc())
                .limit(1)
            )
            row = rows.mappings().one_or_none()
        if row is None:
            return None
        ask = Ask(row["about"], conversation_id, Asks(row["asks"]), row["asked_at"], row["note"])
        return ask if ask.open(now) else None

    async def end_asks(self, conversation_id: str) -> None:
        """Note that the citizen went on without answering."""
        async with self._database.writing() as connection:
            await _end_asks_in(connection, conversation_id)

    async def counted(self, since: datetime) -> Sequence[Counted]:
        """Return how often each level was given since then, by item and channel."""
        group = (ratings.c.item_code, ratings.c.channel, ratings.c.level)
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(*group, func.count().label("count"))
                .where(ratings.c.rated_at >= since)
                .group_by(*group)
                .order_by(*group)
            )
            return [
                Counted(r["item_code"], r["channel"], Level(r["level"]), r["count"])
                for r in rows.mappings()
            ]

    async def very_satisfied_share(
        self, since: datetime, *, item_code: str | None = None, channel: str | None = None
    ) -> float | None:
        """Return the share of 非常满意 among ratings given since then, 0..1; None: no rating."""
        return tally(
            one
            for one in await self.counted(since)
            if item_code in (None, one.item_code) and channel in (None, one.channel)
        ).very_satisfied


async def _case(
    connection: AsyncConnection, rating: Rating, at: datetime, due: date
) -> tuple[Rectification | None, bool]:
    """Open, open again or withdraw the case of a rating; tell whether it is open from now on."""
    case = await case_of_rating(connection, rating.number)
    if case is None and rating.level.bad:
        opener = Opener(at, due, CITIZEN, rating_number=rating.number)
        return await open_case(connection, opener), True
    if case is not None and rating.level.bad and case.state is CaseState.WITHDRAWN:
        after = replace(case.moved_to(CaseState.OPEN), owner=None, due=due)
        await store_case(connection, case, after, CITIZEN, "opened", at)
        return after, True
    if case is not None and not rating.level.bad and case.state in BEFORE_THE_FIX:
        after = case.moved_to(CaseState.WITHDRAWN)
        await store_case(connection, case, after, CITIZEN, "withdrawn", at)
        return after, False
    return case, False


async def _inserted(connection: AsyncConnection, rating: Rating) -> bool:
    row = {
        "number": rating.number,
        "application_id": rating.application_id,
        "conversation_id": rating.conversation_id,
        "item_code": rating.item_code,
        "channel": rating.channel,
        "rated_at": rating.rated_at,
        **_columns(rating),
    }
    # None: rated already, perhaps this very moment on another device.
    return await add_once(connection, ratings, row) is not None


async def _ask_inserted(connection: AsyncConnection, ask: Ask) -> bool:
    row = {"about": ask.about, **_ask_columns(ask)}
    return await add_once(connection, rating_asks, row) is not None


async def _end_ask(connection: AsyncConnection, about: str) -> None:
    await connection.execute(
        update(rating_asks).where(rating_asks.c.about == about).values(asks=None)
    )


async def _end_asks_in(connection: AsyncConnection, conversation_id: str, but: str = "") -> None:
    await connection.execute(
        update(rating_asks)
        .where(
            rating_asks.c.conversation_id == conversation_id,
            rating_asks.c.about != but,
            rating_asks.c.asks.is_not(None),
        )
        .values(asks=None)
    )


async def _write(connection: AsyncConnection, rating: Rating) -> None:
    await connection.execute(
        update(ratings).where(ratings.c.number == rating.number).values(**_columns(rating))
    )


async def _audit(connection: AsyncConnection, rating: Rating, action: str, at: datetime) -> None:
    # No level: who reads the audit must not learn who said what (GB/T 39734 4.1: confidential).
    await write_audit(
        connection,
        at=at,
        actor=CITIZEN,
        subject=SUBJECT + rating.number,
        action=action,
        detail={"channel": rating.channel, "aspects": sorted(rating.aspects)},
    )


async def _rating_of(
    connection: AsyncConnection, number: str, *, lock: bool = False
) -> Rating | None:
    question = select(ratings).where(ratings.c.number == number)
    rows = await connection.execute(question.with_for_update() if lock else question)
    row = rows.mappings().one_or_none()
    return _rating(row) if row is not None else None


def _columns(rating: Rating) -> dict[str, object]:
    return {
        "level": rating.level.value,
        "aspects": {name: level.value for name, level in rating.aspects.items()},
        "comment": rating.comment,
        "changed_at": rating.changed_at,
    }


def _ask_columns(ask: Ask) -> dict[str, object]:
    return {
        "conversation_id": ask.conversation_id,
        "asks": ask.asks.value,
        "asked_at": ask.asked_at,
        "note": ask.note,
    }


def _rating(row: RowMapping) -> Rating:
    return Rating(
        number=row["number"],
        application_id=row["application_id"],
        conversation_id=row["conversation_id"],
        item_code=row["item_code"],
        channel=row["channel"],
        level=Level(row["level"]),
        rated_at=row["rated_at"],
        aspects={name: Level(level) for name, level in row["aspects"].items()},
        comment=row["comment"],
        changed_at=row["changed_at"],
    )
