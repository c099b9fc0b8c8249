"""Answers what a manager asks of a span of days; nothing of it is about one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.sql.functions import Function

from core.applications import Phase
from core.board import UNSURE, Contacts, DayVolume, Decided, Hearing, Satisfaction, Waits
from core.messages import Status
from core.rating_tables import ratings
from core.store.application_rows import SUBJECT
from core.store.database import Database
from core.tables import applications, audit, conversations, remarks, tickets, turns

ONE_DAY = timedelta(days=1)
_UNSOLVED = (Status.NO_SOURCE_FOUND, Status.ENGINE_FAILED, Status.DECLINED)
_DECISIONS = (Phase.APPROVED, Phase.REJECTED)
_UNDECIDED = (Phase.SUBMITTED, Phase.IN_REVIEW, Phase.NEEDS_PAPERS)
_LEVELS = (5, 4, 3, 2, 1)


class BoardStore:
    """Count what happened from one moment up to another; moments are aware, days are local."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def volumes(self, first: date, last: date, zone: tzinfo) -> list[DayVolume]:
        """Return what came on each of these days, by channel; days on which nothing came miss."""
        found = []
        async with self._database.reading() as connection:
            day = first
            while day <= last:  # the database's own days are UTC's
                begin = datetime.combine(day, datetime.min.time(), zone)
                within = _within(conversations.c.opened_at, begin, begin + ONE_DAY)
                opened = await connection.execute(
                    select(conversations.c.channel, func.count())
                    .where(within, conversations.c.turns > 0)
                    .group_by(conversations.c.channel)
                )
                said = await connection.execute(
                    select(turns.c.channel, func.count())
                    .where(_within(turns.c.at, begin, begin + ONE_DAY))
                    .group_by(turns.c.channel)
                )
                by_channel = {channel: (count, 0) for channel, count in opened}
                for channel, count in said:
                    by_channel[channel] = (by_channel.get(channel, (0, 0))[0], count)
                found += [DayVolume(day, name, *counts) for name, counts in by_channel.items()]
                day += ONE_DAY
        return sorted(found, key=lambda volume: (volume.day, volume.channel))

    async def contacts(self, since: datetime, until: datetime) -> list[Contacts]:
        """Return how conversations opened in between ended, by channel."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_contacts(since, until))
            return [
                Contacts(channel, count, handed_over=handed_over, resolved=resolved)
                for channel, count, handed_over, resolved in rows
            ]

    async def waits(self, since: datetime, until: datetime) -> list[Waits]:
        """Return how long who asked for a person in between waited, by channel."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(
                    conversations.c.channel,  # the ticket's own says how a person is wanted
                    tickets.c.opened_at,
                    tickets.c.accepted_at,
                    tickets.c.closed_at,
                )
                .join(conversations, conversations.c.id == tickets.c.conversation_id)
                .where(_within(tickets.c.opened_at, since, until))
            )
            waited: dict[str, tuple[list[float], list[float]]] = {}
            for channel, opened, accepted, closed in rows:
                served, abandoned = waited.setdefault(channel, ([], []))
                if accepted is not None:
                    served.append((accepted - opened).total_seconds())
                elif closed is not None:
                    abandoned.append((closed - opened).total_seconds())
        return [Waits(name, tuple(a), tuple(b)) for name, (a, b) in sorted(waited.items())]

    async def satisfaction(self, since: datetime, until: datetime) -> Satisfaction:
        """Return the ratings given in between, and how many applications were handed in then."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(ratings.c.level, func.count())
                .where(_within(ratings.c.rated_at, since, until))
                .group_by(ratings.c.level)
            )
            levels = {level: int(count) for level, count in rows}
            submitted = await connection.execute(
                select(func.count()).where(_within(applications.c.submitted_at, since, until))
            )
            five, four, three, two, one = (levels.get(level, 0) for level in _LEVELS)
            return Satisfaction((five, four, three, two, one), submitted.scalar_one())

    async def decided(self, since: datetime, until: datetime, zone: tzinfo) -> list[Decided]:
        """Return the applications that were decided in between; a changed decision counts once."""
        at = func.min(audit.c.at).label("decided")
        query = (
            select(applications.c.item_code, applications.c.submitted_at, applications.c.due, at)
            .join(audit, audit.c.subject == SUBJECT + applications.c.id)
            .where(
                audit.c.action.in_([phase.value for phase in _DECISIONS]),
                applications.c.submitted_at.is_not(None),
            )
            .group_by(applications.c.id)
            .having(and_(at >= since, at < until))
        )
        async with self._database.reading() as connection:
            return [
                Decided(code, _day(submitted, zone), due, _day(decided, zone))
                for code, submitted, due, decided in await connection.execute(query)
            ]

    async def overdue(self, today: date) -> Mapping[str, int]:
        """Return how many applications of each item are undecided after the day promised."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(applications.c.item_code, func.count())
                .where(
                    applications.c.phase.in_([phase.value for phase in _UNDECIDED]),
                    applications.c.due < today,
                )
                .group_by(applications.c.item_code)
            )
            return {code: int(count) for code, count in rows}

    async def hearing(self, since: datetime, until: datetime) -> Sequence[Hearing]:
        """Return how sure the recogniser was of what was said in between, by channel."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(
                    turns.c.channel,
                    func.count(),
                    func.avg(turns.c.heard),
                    _number_of(turns.c.heard < UNSURE),
                )
                .where(_within(turns.c.at, since, until), turns.c.heard.is_not(None))
                .group_by(turns.c.channel)
                .order_by(turns.c.channel)
            )
            return [Hearing(channel, n, float(mean), unsure) for channel, n, mean, unsure in rows]


def _contacts(since: datetime, until: datetime) -> Select[str, int, int, int]:
    spoken = (
        select(conversations.c.id, conversations.c.channel)
        .where(_within(conversations.c.opened_at, since, until), conversations.c.turns > 0)
        .subquery()
    )
    last = (
        select(turns.c.conversation_id, func.max(turns.c.seq).label("seq"))
        .join(spoken, spoken.c.id == turns.c.conversation_id)
        .group_by(turns.c.conversation_id)
        .subquery()
    )
    asked = (
        select(
            tickets.c.conversation_id,
            func.count().label("count"),
            _number_of(tickets.c.accepted_at.is_not(None)).label("served"),
        )
        .join(spoken, spoken.c.id == tickets.c.conversation_id)
        .group_by(tickets.c.conversation_id)
        .subquery()
    )
    unhappy = (
        select(remarks.c.conversation_id)
        .where(or_(remarks.c.useful.is_(False), remarks.c.kind == "complaint"))
        .distinct()
        .subquery()
    )
    by_bot = and_(asked.c.count.is_(None), turns.c.status.not_in([one.value for one in _UNSOLVED]))
    by_person = and_(asked.c.count == 1, asked.c.served == 1)
    resolved = and_(or_(by_bot, by_person), unhappy.c.conversation_id.is_(None))
    return (
        select(
            spoken.c.channel,
            func.count(),
            _number_of(asked.c.count.is_not(None)),
            _number_of(resolved),
        )
        .select_from(spoken)
        .join(last, last.c.conversation_id == spoken.c.id)
        .join(
            turns,
            and_(turns.c.conversation_id == last.c.conversation_id, turns.c.seq == last.c.seq),
        )
        .outerjoin(asked, asked.c.conversation_id == spoken.c.id)
        .outerjoin(unhappy, unhappy.c.conversation_id == spoken.c.id)
        .group_by(spoken.c.channel)
        .order_by(spoken.c.channel)
    )


def _number_of(condition: ColumnElement[bool]) -> Function[int]:
    """Count the rows for which it holds, which both databases say in the same way."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _within(
    moment: ColumnElement[datetime], since: datetime, until: datetime
) -> ColumnElement[bool]:
    return and_(moment >= since, moment < until)


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()
