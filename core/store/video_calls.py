"""Stores video calls: how they stand, who serves them, how they ended."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_tables import video_calls
from core.calls import Call, CallState, Engine, Recording
from core.errors import NotAllowedNow, NotFound
from core.store.database import Database, write_audit
from core.tables import tickets

OPEN = video_calls.c.state != CallState.ENDED.value


class VideoCallStore:
    """Answer questions about video calls, and store their moves, each with its audit row."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def open(
        self, ticket_id: str, conversation_id: str, agent: str | None, at: datetime
    ) -> Call:
        """Return the open call of a ticket, new if there is none, served by `agent` if named."""
        async with self._database.writing() as connection:
            rows = await connection.execute(
                select(video_calls).where(video_calls.c.ticket_id == ticket_id, OPEN)
            )
            row = rows.mappings().one_or_none()
            if row is not None and (agent is None or row["agent"] == agent):
                return _call(row)
            if row is not None:
                return await _changed(connection, row["id"], {"agent": agent}, "served", at)
            call = Call(str(uuid.uuid4()), ticket_id, conversation_id, at, agent=agent)
            await connection.execute(
                insert(video_calls).values(
                    id=call.id,
                    ticket_id=ticket_id,
                    conversation_id=conversation_id,
                    state=call.state.value,
                    engine=call.engine.value,
                    agent=agent,
                    recording=call.recording.value,
                    opened_at=at,
                    note="",
                )
            )
            await _audit(connection, call.id, "opened", at, _actor(agent), {"ticket": ticket_id})
            return call

    async def call(self, call_id: str) -> Call:
        """Return the call, or raise NotFound."""
        async with self._database.reading() as connection:
            return await call_row(connection, call_id)

    async def open_calls(self) -> Sequence[Call]:
        """Return the calls that go on, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(video_calls).where(OPEN).order_by(video_calls.c.opened_at)
            )
            return [_call(row) for row in rows.mappings()]

    async def unsealed(self) -> Sequence[Call]:
        """Return the ended calls whose evidence is not sealed, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(video_calls)
                .where(~OPEN, video_calls.c.sealed_at.is_(None))
                .order_by(video_calls.c.ended_at)
            )
            return [_call(row) for row in rows.mappings()]

    async def go_live(self, call_id: str, at: datetime) -> Call:
        """Store that both sides are there; the first time asks for the recording, too."""
        async with self._database.writing() as connection:
            call = await call_row(connection, call_id)
            live = call.moved_to(CallState.LIVE)
            if live == call:  # the other side's page was a moment faster
                return call
            values: dict[str, object] = {"state": live.state.value}
            if call.live_at is None:
                values["live_at"] = at
            if call.agreed is None:
                values["recording"] = Recording.ASKED.value
            return await _changed(connection, call_id, values, "live", at)

    async def hand_on(self, call_id: str, agent: str, at: datetime) -> Call:
        """Store that the agent gave the call away, so that it waits for the next."""
        async with self._database.writing() as connection:
            call = await call_row(connection, call_id)
            if call.agent != agent:
                raise NotAllowedNow(f"call {call_id} is not served by {agent}")
            waiting = call.moved_to(CallState.WAITING)
            values = {"state": waiting.state.value, "agent": None}
            return await _changed(connection, call_id, values, "handed_on", at, _actor(agent))

    async def take_over(self, call_id: str, staff: str, at: datetime) -> Call:
        """Give the call and its ticket to a supervisor in one transaction."""
        async with self._database.writing() as connection:
            call = await call_row(connection, call_id)
            if call.state is CallState.ENDED:
                raise NotAllowedNow(f"call {call_id} has ended")
            taken = await connection.execute(
                update(tickets)
                .where(tickets.c.id == call.ticket_id, tickets.c.state == "accepted")
                .values(agent=staff)
            )
            if not taken.rowcount:
                raise NotAllowedNow(f"nobody serves ticket {call.ticket_id}")
            detail = {"from": call.agent}
            return await _changed(
                connection, call_id, {"agent": staff}, "taken_over", at, _actor(staff), detail
            )

    async def use_engine(self, call_id: str, engine: Engine, at: datetime) -> Call:
        """Store who carries pictures and voices from now on."""
        async with self._database.writing() as connection:
            values = {"engine": engine.value}
            return await _changed(connection, call_id, values, f"engine_{engine.value}", at)

    async def answer_recording(self, call_id: str, *, agreed: bool, at: datetime) -> Call:
        """Store whether the citizen agrees; the words are in the ledger of consents."""
        async with self._database.writing() as connection:
            state = Recording.OFF if agreed else Recording.REFUSED
            values = {"agreed": agreed, "recording": state.value}
            action = "recording_agreed" if agreed else "recording_refused"
            return await _changed(connection, call_id, values, action, at, "citizen")

    async def note_recording(self, call_id: str, *, runs: bool, at: datetime) -> Call:
        """Store whether the media process was told to record; when it was first is kept."""
        async with self._database.writing() as connection:
            call = await call_row(connection, call_id)
            state = Recording.ON if runs else Recording.OFF
            values: dict[str, object] = {"recording": state.value}
            if runs and call.recording_since is None:
                values["recording_since"] = at
            return await _changed(connection, call_id, values, f"recording_{state.value}", at)

    async def note(self, call_id: str, agent: str, text: str, at: datetime) -> None:
        """Store the agent's note, masked by the caller."""
        async with self._database.writing() as connection:
            await _changed(connection, call_id, {"note": text}, "noted", at, _actor(agent))

    async def end(self, call_id: str, why: str, actor: str, at: datetime) -> bool:
        """Store that the call is over; False if it was."""
        async with self._database.writing() as connection:
            call = await call_row(connection, call_id)
            if call.state is CallState.ENDED:
                return False
            ended = call.moved_to(CallState.ENDED)
            values = {"state": ended.state.value, "ended_at": at, "why": why}
            await _changed(connection, call_id, values, "ended", at, actor, {"why": why})
            return True

    async def wrap_up(self, call_id: str, agent: str, code: str, at: datetime) -> None:
        """Store the code with which the agent closes the case."""
        async with self._database.writing() as connection:
            values = {"wrap_up": code}
            await _changed(connection, call_id, values, "wrapped_up", at, _actor(agent))

    async def note_attendance(self, call_id: str, staff: str, mode: str, at: datetime) -> None:
        """Note that a supervisor looks in, and how."""
        async with self._database.writing() as connection:
            await _audit(connection, call_id, "attended", at, _actor(staff), {"mode": mode})

    async def seal(self, call_id: str, at: datetime) -> None:
        """Store that the evidence of the call is sealed."""
        async with self._database.writing() as connection:
            await _changed(connection, call_id, {"sealed_at": at}, "sealed", at)


async def call_row(connection: AsyncConnection, call_id: str) -> Call:
    """Return the call inside the caller's transaction, or raise NotFound."""
    rows = await connection.execute(select(video_calls).where(video_calls.c.id == call_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"call {call_id}")
    return _call(row)


async def _changed(
    connection: AsyncConnection,
    call_id: str,
    values: Mapping[str, object],
    action: str,
    at: datetime,
    actor: str = "assistant",
    detail: Mapping[str, object] | None = None,
) -> Call:
    rows = await connection.execute(
        update(video_calls)
        .where(video_calls.c.id == call_id)
        .values(dict(values))
        .returning(*video_calls.c)
    )
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"call {call_id}")
    await _audit(connection, call_id, action, at, actor, detail or {})
    return _call(row)


async def _audit(
    connection: AsyncConnection,
    call_id: str,
    action: str,
    at: datetime,
    actor: str,
    detail: Mapping[str, object],
) -> None:
    await write_audit(
        connection, at=at, actor=actor, subject=f"call:{call_id}", action=action, detail=detail
    )


def _actor(staff: str | None) -> str:
    return f"staff:{staff}" if staff is not None else "citizen"


def _call(row: RowMapping) -> Call:
    return Call(
        id=row["id"],
        ticket_id=row["ticket_id"],
        conversation_id=row["conversation_id"],
        opened_at=row["opened_at"],
        state=CallState(row["state"]),
        engine=Engine(row["engine"]),
        agent=row["agent"],
        recording=Recording(row["recording"]),
        agreed=row["agreed"],
        recording_since=row["recording_since"],
        live_at=row["live_at"],
        ended_at=row["ended_at"],
        why=row["why"],
        wrap_up=row["wrap_up"],
        note=row["note"],
        sealed_at=row["sealed_at"],
    )
