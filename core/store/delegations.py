"""Stores authorisations, who acts under them, and the audit row of every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.delegation_tables import acting, delegation_slips, delegations
from core.delegations import CODE_HOLDS, Delegation, Evidence, Standing
from core.errors import NotFound
from core.hashing import hashed
from core.sealed_columns import Private
from core.store.database import Database, write_audit
from core.store.guesses import GuessStore


class DelegationStore:
    """Answer who may act for whom, and store what changes it."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database
        self.guesses = GuessStore(database)

    async def add(self, delegation: Delegation, actor: str) -> None:
        """Store a new authorisation."""
        async with self._database.writing() as connection:
            row = {"id": delegation.id, "made_at": delegation.made_at, **_columns(delegation)}
            await connection.execute(insert(delegations).values(row))
            await _audit(connection, delegation, "made", actor, delegation.made_at)

    async def save(self, delegation: Delegation, actor: str, at: datetime) -> None:
        """Store a change."""
        async with self._database.writing() as connection:
            await _write(connection, delegation)
            await _audit(connection, delegation, delegation.standing.value, actor, at)

    async def offer(
        self, delegation: Delegation, code: str, stop_code: str, at: datetime
    ) -> Delegation:
        """Store the principal's yes with the agent's code and the code that ends it."""
        offered = delegation.moved_to(Standing.OFFERED)
        async with self._database.writing() as connection:
            await _write(connection, offered)
            await connection.execute(
                update(delegations)
                .where(delegations.c.id == offered.id)
                .values(
                    code_hash=hashed(code),
                    code_until=at + CODE_HOLDS,
                    stop_hash=hashed(stop_code),
                )
            )
            await _audit(connection, offered, "offered", "principal", at)
        return offered

    async def take_up(
        self, code: str, agent_name: str, agent_id_number: str, conversation_id: str, at: datetime
    ) -> Delegation | None:
        """Give an offered authorisation to the agent who has its code; a code works once."""
        async with self._database.writing() as connection:
            found = await _one(
                connection,
                delegations.c.code_hash == hashed(code),
                delegations.c.code_until > at,
                delegations.c.standing == Standing.OFFERED.value,
                delegations.c.principal != agent_id_number,
            )
            if found is None:
                await _slip(connection, conversation_id, at)
                return None
            taken = replace(
                found.moved_to(Standing.ACTIVE),
                agent_name=agent_name,
                agent_id_number=agent_id_number,
            )
            await _write(connection, taken)
            used = update(delegations).where(delegations.c.id == taken.id)
            await connection.execute(used.values(code_hash=None))
            await _audit(connection, taken, "taken_up", "agent", at)
            return taken

    async def slipped(self, conversation_id: str, at: datetime) -> None:
        """Count a code that somebody said whom we do not know."""
        async with self._database.writing() as connection:
            await _slip(connection, conversation_id, at)

    async def slips_since(self, conversation_id: str, moment: datetime) -> int:
        """Return how many wrong codes this conversation has tried since that moment."""
        async with self._database.reading() as connection:
            count = await connection.execute(
                select(func.count()).where(
                    delegation_slips.c.conversation_id == conversation_id,
                    delegation_slips.c.at > moment,
                )
            )
            return int(count.scalar_one())

    async def draft_in(self, conversation_id: str, since: datetime) -> Delegation | None:
        """Return the authorisation that is being made in a conversation, if any."""
        async with self._database.reading() as connection:
            return await _one(
                connection,
                delegations.c.made_in == conversation_id,
                delegations.c.standing == Standing.DRAFT.value,
                delegations.c.made_at > since,
            )

    async def delegation(self, delegation_id: str) -> Delegation:
        """Return the authorisation with that id, or raise NotFound."""
        async with self._database.reading() as connection:
            found = await _one(connection, delegations.c.id == delegation_id)
        if found is None:
            raise NotFound(f"delegation {delegation_id}")
        return found

    async def granted_by(self, id_number: str, now: datetime) -> list[Delegation]:
        """Return what a principal has authorised and what still holds or is offered."""
        return await self._open(delegations.c.principal == id_number, now)

    async def granted_to(self, id_number: str, now: datetime) -> list[Delegation]:
        """Return under what an agent may act now."""
        found = await self._open(delegations.c.agent == id_number, now)
        return [one for one in found if one.in_force(now)]

    async def note_seen(self, seen: Sequence[Delegation], actor: str, at: datetime) -> None:
        """Record that a member of staff looked at authorisations."""
        async with self._database.writing() as connection:
            for delegation in seen:
                await _audit(connection, delegation, "seen", actor, at)

    async def end(self, delegation: Delegation, by: str, at: datetime) -> Delegation:
        """Revoke an authorisation; it is out of force when this returns; twice is fine."""
        async with self._database.writing() as connection:
            return await _end(connection, delegation.id, by, at)

    async def end_by_code(self, code: str, at: datetime) -> Delegation | None:
        """Revoke the authorisation that this code ends, or return None."""
        async with self._database.writing() as connection:
            found = await _one(connection, delegations.c.stop_hash == hashed(code))
            return None if found is None else await _end(connection, found.id, "code", at)

    async def act(self, conversation_id: str, delegation_id: str | None, at: datetime) -> None:
        """Note under which authorisation the citizen acts from now on; None: for themselves."""
        async with self._database.writing() as connection:
            await connection.execute(
                delete(acting).where(acting.c.conversation_id == conversation_id)
            )
            if delegation_id is not None:
                row = {
                    "conversation_id": conversation_id,
                    "delegation_id": delegation_id,
                    "since": at,
                }
                await connection.execute(insert(acting).values(row))

    async def acting_in(self, conversation_id: str, now: datetime) -> Delegation | None:
        """Return the authorisation in force under which the citizen acts, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(delegations)
                .join(acting, acting.c.delegation_id == delegations.c.id)
                .where(acting.c.conversation_id == conversation_id)
            )
            row = rows.mappings().one_or_none()
        found = None if row is None else _delegation(row)
        return found if found is not None and found.in_force(now) else None

    async def _open(self, whose: ColumnElement[bool], now: datetime) -> list[Delegation]:
        standings = [Standing.OFFERED.value, Standing.ACTIVE.value]
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(delegations)
                .where(whose, delegations.c.standing.in_(standings), delegations.c.until > now)
                .order_by(delegations.c.made_at)
            )
            return [_delegation(row) for row in rows.mappings()]


async def _slip(connection: AsyncConnection, conversation_id: str, at: datetime) -> None:
    slip = {"conversation_id": conversation_id, "at": at}
    await connection.execute(insert(delegation_slips).values(slip))


async def _end(
    connection: AsyncConnection, delegation_id: str, by: str, at: datetime
) -> Delegation:
    found = await _one(connection, delegations.c.id == delegation_id)
    if found is None:
        raise NotFound(f"delegation {delegation_id}")
    if found.standing is Standing.REVOKED:
        return found
    ended = replace(found.moved_to(Standing.REVOKED), ended_at=at, ended_by=by)
    await _write(connection, ended)
    await connection.execute(delete(acting).where(acting.c.delegation_id == ended.id))
    await _audit(connection, ended, "revoked", by, at)
    return ended


async def _one(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> Delegation | None:
    rows = await connection.execute(
        select(delegations).where(*conditions).order_by(delegations.c.made_at.desc()).limit(1)
    )
    row = rows.mappings().one_or_none()
    return None if row is None else _delegation(row)


async def _write(connection: AsyncConnection, delegation: Delegation) -> None:
    await connection.execute(
        update(delegations).where(delegations.c.id == delegation.id).values(_columns(delegation))
    )


async def _audit(
    connection: AsyncConnection, delegation: Delegation, action: str, actor: str, at: datetime
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=f"delegation:{delegation.id}",
        action=action,
        detail={
            "standing": delegation.standing.value,
            "scope": list(delegation.scope),
            "evidence": delegation.evidence.value,
            "until": delegation.until.isoformat() if delegation.until else None,
        },
    )


def _columns(delegation: Delegation) -> dict[str, object]:
    of, agent, number = delegation.id, delegation.agent_name, delegation.agent_id_number
    return {
        "principal_name": Private(of, delegation.principal_name),
        "principal_id_number": Private(of, delegation.principal_id_number),
        "principal": delegation.principal_id_number,
        "made_in": delegation.made_in,
        "evidence": delegation.evidence.value,
        "standing": delegation.standing.value,
        "relation": delegation.relation,
        "scope": list(delegation.scope),
        "until": delegation.until,
        "agent_name": Private(of, agent) if agent is not None else None,
        "agent_id_number": Private(of, number) if number is not None else None,
        "agent": number,
        "ended_at": delegation.ended_at,
        "ended_by": delegation.ended_by,
    }


def _delegation(row: RowMapping) -> Delegation:
    agent, number = row["agent_name"], row["agent_id_number"]
    return Delegation(
        id=row["id"],
        principal_name=row["principal_name"].of(row["id"]),
        principal_id_number=row["principal_id_number"].of(row["id"]),
        made_in=row["made_in"],
        evidence=Evidence(row["evidence"]),
        made_at=row["made_at"],
        standing=Standing(row["standing"]),
        relation=row["relation"],
        scope=tuple(row["scope"]),
        until=row["until"],
        agent_name=agent.of(row["id"]) if agent is not None else None,
        agent_id_number=number.of(row["id"]) if number is not None else None,
        ended_at=row["ended_at"],
        ended_by=row["ended_by"],
    )
