"""Stores what citizens asked without a good answer, gathered into gaps that somebody closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, Select, and_, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import NotFound
from core.knowledge_tables import gap_questions, gaps
from core.messages import Handled, Status
from core.store.conversations import line_name
from core.store.database import Database, write_audit
from core.store.entry_rows import staff
from core.store.gap_rows import SUBJECT
from core.tables import conversations, lines, remarks, turns

NO_SOURCE, THUMBS_DOWN = "no_source", "thumbs_down"
STATES = ("open", "drafting", "answered", "dismissed")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Be a question that a citizen got no good answer to."""

    conversation_id: str
    seq: int  # of the assistant's line
    at: datetime  # UTC
    question: str  # masked
    region: str | None
    why: str  # no_source, thumbs_down


@dataclass(frozen=True, slots=True)
class Gap:
    """Be a matter that the knowledge base does not answer well."""

    id: str
    question: str  # the most typical one
    region: str | None
    state: str  # open, drafting, answered, dismissed
    owner: str | None  # staff name
    entry_key: str | None  # of the draft that shall answer it
    opened_at: datetime  # UTC
    last_at: datetime  # UTC, of the newest question
    asked: int = 0
    thumbs_down: int = 0


class GapStore:
    """Answer questions about gaps, and store who takes care of them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def ungathered(self, since: datetime, limit: int = 1000) -> list[Unanswered]:
        """Return questions without a good answer that belong to no gap yet, oldest first."""
        known = and_(
            gap_questions.c.conversation_id == turns.c.conversation_id,
            gap_questions.c.seq == turns.c.seq,
        )
        thumb = and_(
            remarks.c.conversation_id == turns.c.conversation_id,
            remarks.c.seq == turns.c.seq,
            remarks.c.kind == "thumb",
            remarks.c.useful.is_(False),
        )
        missed = turns.c.status == Status.NO_SOURCE_FOUND.value
        # A thumb on a step of a form says nothing about the policies.
        answers = turns.c.handled.in_([Handled.ANSWER.value, Handled.DECLINE.value])
        found: list[Unanswered] = []
        async with self._database.reading() as connection:
            for why, query in (
                (NO_SOURCE, _asked().where(missed)),
                (THUMBS_DOWN, _asked().join(remarks, thumb).where(answers, ~missed).distinct()),
            ):
                rows = await connection.execute(
                    query.outerjoin(gap_questions, known)
                    .where(gap_questions.c.seq.is_(None), turns.c.at > since)
                    .order_by(turns.c.at)
                    .limit(limit)
                )
                found += [_unanswered(row, why) for row in rows.mappings()]
        return sorted(found, key=lambda asked: asked.at)

    async def gaps(self, state: str | None = None) -> list[Gap]:
        """Return gaps with how often they were asked, most asked first."""
        query = _counted() if state is None else _counted().where(gaps.c.state == state)
        async with self._database.reading() as connection:
            found = [_gap(row) for row in (await connection.execute(query)).mappings()]
        return sorted(found, key=lambda gap: (-gap.asked, -gap.last_at.timestamp(), gap.id))

    async def gap(self, gap_id: str) -> Gap:
        """Return a gap, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_counted().where(gaps.c.id == gap_id))
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"gap {gap_id}")
        return _gap(row)

    async def questions(self, gap_ids: Sequence[str]) -> dict[str, list[str]]:
        """Return the different questions of each gap that are not erased, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(gap_questions.c.gap_id, gap_questions.c.question)
                .where(gap_questions.c.gap_id.in_(gap_ids), gap_questions.c.question != "")
                .order_by(gap_questions.c.at.desc())
            )
            found: dict[str, dict[str, None]] = {gap_id: {} for gap_id in gap_ids}
            for gap_id, question in rows.all():
                found[gap_id][question] = None
        return {gap_id: list(questions) for gap_id, questions in found.items()}

    async def gather(
        self, opened: Sequence[Gap], gathered: Sequence[tuple[str, Unanswered]], at: datetime
    ) -> bool:
        """Store new gaps, and which gap each question belongs to.

        False if a colleague gathered the same questions at the same time: nothing is stored.
        """
        try:
            async with self._database.writing() as connection:
                for gap in opened:
                    await connection.execute(insert(gaps).values(_columns(gap)))
                    await write_audit(
                        connection,
                        at=at,
                        actor="assistant",
                        subject=SUBJECT + gap.id,
                        action="opened",
                        detail={},
                    )
                for gap_id, asked in gathered:
                    await connection.execute(
                        insert(gap_questions).values(
                            conversation_id=asked.conversation_id,
                            seq=asked.seq,
                            gap_id=gap_id,
                            at=asked.at,
                            question=asked.question,
                            why=asked.why,
                        )
                    )
                    await connection.execute(
                        update(gaps)
                        .where(gaps.c.id == gap_id, gaps.c.last_at < asked.at)
                        .values(last_at=asked.at)
                    )
        except IntegrityError:
            return False
        return True

    async def retitle(self, typical: Mapping[str, str]) -> None:
        """Store which question is the most typical one of each of these gaps."""
        async with self._database.writing() as connection:
            for gap_id, question in typical.items():
                await connection.execute(
                    update(gaps).where(gaps.c.id == gap_id).values(question=question)
                )

    async def change(
        self, gap_id: str, values: Mapping[str, str | None], *, by: str, at: datetime
    ) -> None:
        """Store another owner or state."""
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(gaps).where(gaps.c.id == gap_id).values(dict(values))
            )
            if changed.rowcount != 1:
                raise NotFound(f"gap {gap_id}")
            await write_audit(
                connection,
                at=at,
                actor=staff(by),
                subject=SUBJECT + gap_id,
                action="changed",
                detail=values,
            )


def _asked() -> Select[str, int, datetime, str, str | None]:
    """Ask for turns together with the citizen's line that each of them answered."""
    said = lines.alias()
    before = (
        select(func.max(said.c.seq))
        .where(
            said.c.conversation_id == turns.c.conversation_id,
            said.c.seq < turns.c.seq,
            said.c.who == "citizen",
        )
        .correlate(turns)
        .scalar_subquery()
    )
    return (
        select(
            turns.c.conversation_id,
            turns.c.seq,
            turns.c.at,
            lines.c.text,
            lines.c.seq.label("said"),
            conversations.c.region,
        )
        .select_from(turns)
        .join(
            lines,
            and_(lines.c.conversation_id == turns.c.conversation_id, lines.c.seq == before),
        )
        .join(conversations, conversations.c.id == turns.c.conversation_id)
    )


def _unanswered(row: RowMapping, why: str) -> Unanswered:
    said = row["text"].of(line_name(row["conversation_id"], row["said"]))
    return Unanswered(row["conversation_id"], row["seq"], row["at"], said, row["region"], why)


def _counted() -> Select[*tuple[object, ...]]:
    """Ask for gaps with the number of their questions."""
    disliked = case((gap_questions.c.why == THUMBS_DOWN, 1), else_=0)
    return (
        select(
            *gaps.c,
            func.count(gap_questions.c.seq).label("asked"),
            func.sum(disliked).label("thumbs_down"),
        )
        .select_from(gaps)
        .outerjoin(gap_questions, gap_questions.c.gap_id == gaps.c.id)
        .group_by(*gaps.c)
    )


def _gap(row: RowMapping) -> Gap:
    return Gap(
        id=row["id"],
        question=row["question"],
        region=row["region"],
        state=row["state"],
        owner=row["owner"],
        entry_key=row["entry_key"],
        opened_at=row["opened_at"],
        last_at=row["last_at"],
        asked=row["asked"],
        thumbs_down=int(row["thumbs_down"] or 0),
    )


def _columns(gap: Gap) -> dict[str, object]:
    return {
        "id": gap.id,
        "question": gap.question,
        "region": gap.region,
        "state": gap.state,
        "owner": gap.owner,
        "entry_key": gap.entry_key,
        "opened_at": gap.opened_at,
        "last_at": gap.last_at,
    }
