"""Stores conversations and everything said in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.conversation import Conversation, Stage
from core.errors import NotFound
from core.sealed_columns import Held, Private, Sealed, private_json
from core.store.database import Database, write_audit
from core.tables import conversations, lines, turns

SUBJECT = "conversation:"  # of audit rows, and of what is decided about one


@dataclass(frozen=True, slots=True)
class Line:
    """Be one thing said, by whomever."""

    seq: int  # 1, 2, 3 ... within the conversation
    at: datetime  # UTC
    who: str  # citizen, assistant, agent, system
    text: str  # masked
    name: str | None = None  # of the agent
    message_id: str | None = None
    answer: Mapping[str, object] | None = None  # {"reply", "turn"} of an assistant's line


class ConversationStore:
    """Answer questions about conversations, and record what happens in them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def open_conversation(
        self, conversation: Conversation, token_hash: str, greeting: Line, source: str = ""
    ) -> None:
        """Store a new conversation with the greeting as its first line.

        `source`: the address, number or account that it comes from; only a mark of it is kept.
        """
        async with self._database.writing(SUBJECT + conversation.id) as connection:
            row = {
                "id": conversation.id,
                "token_hash": token_hash,
                "channel": conversation.channel,
                "opened_at": conversation.opened_at,
                "stage": conversation.stage.value,
                "region": conversation.region,
                "persona": conversation.persona,
                "script": conversation.script,
                "delegate": conversation.delegate,
                "last_reply": Private(conversation.id, greeting.text),
                "misses": 0,
                "turns": 0,
                "source": source or None,
            }
            await connection.execute(insert(conversations).values(row))
            await _add_line(connection, conversation.id, greeting)

    async def conversation(self, conversation_id: str) -> Conversation:
        """Return the conversation, or raise NotFound."""
        async with self._database.reading() as connection:
            return conversation_from(await conversation_row(connection, conversation_id))

    async def conversation_of(self, conversation_id: str, token_hash: str) -> Conversation:
        """Return the conversation that this token opens, or raise NotFound."""
        async with self._database.reading() as connection:
            row = await conversation_row(connection, conversation_id)
        if row["token_hash"] != token_hash:
            raise NotFound(f"conversation {conversation_id}")
        return conversation_from(row)

    async def record_said(
        self, conversation_id: str, text: str, message_id: str | None, at: datetime
    ) -> tuple[int, Line | None]:
        """Record a citizen's message before anything is done with it.

        Returns the line's number, and the line that answered this very message already, if any.
        """
        async with self._database.writing(SUBJECT + conversation_id) as connection:
            if message_id is not None:
                known = {
                    row["who"]: row
                    for row in (
                        await connection.execute(
                            select(lines).where(
                                lines.c.conversation_id == conversation_id,
                                lines.c.message_id == message_id,
                            )
                        )
                    ).mappings()
                }
                if "citizen" in known:
                    answered = known.get("assistant")
                    return known["citizen"]["seq"], _line(answered) if answered else None
            line = Line(0, at, "citizen", text, message_id=message_id)
            return await _add_line(connection, conversation_id, line), None

    async def record_answer(
        self, conversation: Conversation, line: Line, report: Mapping[str, object]
    ) -> int:
        """Record an answer, what the conversation remembers of it, and the row for reports."""
        async with self._database.writing(SUBJECT + conversation.id) as connection:
            seq = await _add_line(connection, conversation.id, line)
            await connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation.id)
                .values(
                    last_reply=Private(conversation.id, conversation.last_reply or line.text),
                    misses=conversation.misses,
                    turns=conversations.c.turns + 1,
                )
            )
            await connection.execute(
                insert(turns).values(conversation_id=conversation.id, seq=seq, at=line.at, **report)
            )
            return seq

    async def add_line(self, conversation_id: str, line: Line) -> int:
        """Record what an agent or the system said; return its number."""
        async with self._database.writing(SUBJECT + conversation_id) as connection:
            if line.message_id is not None:
                known = await connection.execute(
                    select(lines.c.seq).where(
                        lines.c.conversation_id == conversation_id,
                        lines.c.message_id == line.message_id,
                        lines.c.who == line.who,
                    )
                )
                seq = known.scalar_one_or_none()
                if seq is not None:
                    return int(seq)
            return await _add_line(connection, conversation_id, line)

    def in_turn(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Return what lets one gateway at a time answer in a conversation; see Database."""
        return self._database.in_turn(SUBJECT + conversation_id)

    async def move(self, moved: Conversation, actor: str, at: datetime) -> None:
        """Store a conversation's new stage together with its audit row."""
        async with self._database.writing(SUBJECT + moved.id) as connection:
            await store_stage(connection, moved, actor, at)

    async def remember(self, conversation_id: str, **known: str | None) -> None:
        """Store what was learnt: region, delegate or one of the last_ columns."""
        if not known:
            return
        async with self._database.writing(SUBJECT + conversation_id) as connection:
            await connection.execute(
                update(conversations)
                .where(conversations.c.id == conversation_id)
                .values({k: _kept(conversation_id, k, value) for k, value in known.items()})
            )

    async def last_answer(self, conversation_id: str) -> Line | None:
        """Return what the assistant said last; None: it was erased."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(lines)
                .where(lines.c.conversation_id == conversation_id, lines.c.who == "assistant")
                .order_by(lines.c.seq.desc())
                .limit(1)
            )
            row = rows.mappings().one_or_none()
        return None if row is None else _line(row)

    async def lines_after(self, conversation_id: str, seq: int) -> Sequence[Line]:
        """Return everything said after line number `seq`, in order."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(lines)
                .where(lines.c.conversation_id == conversation_id, lines.c.seq > seq)
                .order_by(lines.c.seq)
            )
            return [_line(row) for row in rows.mappings()]


async def store_stage(
    connection: AsyncConnection, moved: Conversation, actor: str, at: datetime
) -> None:
    """Write a stage and its audit row inside the caller's transaction."""
    await connection.execute(
        update(conversations).where(conversations.c.id == moved.id).values(stage=moved.stage.value)
    )
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + moved.id,
        action="stage",
        detail={"stage": moved.stage.value},
    )


async def conversation_row(connection: AsyncConnection, conversation_id: str) -> RowMapping:
    """Return the row of a conversation, or raise NotFound."""
    rows = await connection.execute(
        select(conversations).where(conversations.c.id == conversation_id)
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"conversation {conversation_id}")
    return row


async def _add_line(connection: AsyncConnection, conversation_id: str, line: Line) -> int:
    last = select(func.max(lines.c.seq)).where(lines.c.conversation_id == conversation_id)
    erased = select(conversations.c.erased_to).where(conversations.c.id == conversation_id)
    known = (
        await connection.execute(select(last.scalar_subquery(), erased.scalar_subquery()))
    ).one()
    seq = max(number or 0 for number in known) + 1
    name, answer = line_name(conversation_id, seq), _numbered(line.answer, seq)
    await connection.execute(
        insert(lines).values(
            conversation_id=conversation_id,
            seq=seq,
            at=line.at,
            who=line.who,
            name=line.name,
            text=Private(name, line.text),
            message_id=line.message_id,
            answer=private_json(name, answer) if answer is not None else None,
        )
    )
    return seq


def line_name(conversation_id: str, seq: int) -> str:
    """Return the name under which the columns of a line are sealed."""
    return f"{conversation_id}:{seq}"


def conversation_from(row: RowMapping) -> Conversation:
    """Return the conversation that a row holds."""
    return Conversation(
        id=row["id"],
        channel=row["channel"],
        opened_at=row["opened_at"],
        stage=Stage(row["stage"]),
        region=row["region"],
        persona=row["persona"],
        last_item=row["last_item"],
        last_question=_opened(row, "last_question"),
        last_reply=_opened(row, "last_reply"),
        last_entry=row["last_entry"],
        delegate=row["delegate"],
        misses=row["misses"],
        turns=row["turns"],
        script=row["script"],
    )


def _kept(conversation_id: str, column: str, value: str | None) -> str | Private | None:
    if value is None or not isinstance(conversations.c[column].type, Sealed):
        return value
    return Private(conversation_id, value)


def _opened(row: RowMapping, column: str) -> str | None:
    held: Held | None = row[column]
    return held.of(row["id"]) if held is not None else None


def _numbered(answer: Mapping[str, object] | None, seq: int) -> dict[str, object] | None:
    """Return the answer with the number of its own line in its turn."""
    if answer is None:
        return None
    turn = answer["turn"]
    return {**answer, "turn": {**turn, "seq": seq} if isinstance(turn, Mapping) else turn}


def _line(row: RowMapping) -> Line:
    name, answer = line_name(row["conversation_id"], row["seq"]), row["answer"]
    return Line(
        seq=row["seq"],
        at=row["at"],
        who=row["who"],
        text=row["text"].of(name),
        name=row["name"],
        message_id=row["message_id"],
        answer=answer.json_of(name) if answer is not None else None,
    )
