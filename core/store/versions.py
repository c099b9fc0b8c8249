"""Stores which version and script people chose: in a conversation, and for their next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_back_tables import calls, chosen_versions
from core.call_backs import phone_number
from core.identity_tables import identities
from core.store.adding import add_once
from core.store.conversations import conversation_row
from core.store.database import Database
from core.store.salted import salted
from core.tables import conversations
from core.versions import Chosen, Script, Version
from core.wechat_tables import wechat_contacts

PURPOSE = "versions"
REMEMBERED_FOR = timedelta(days=365)  # after it was last of use


def caller(number: str) -> str:
    """Return who telephones; "" if the number is withheld."""
    return f"phone:{phone_number(number) or number}" if number else ""


def follower(openid: str) -> str:
    """Return who writes in WeChat."""
    return f"wechat:{openid}"


def citizen(id_number: str) -> str:
    """Return who proved their identity."""
    return f"person:{id_number}"


class ChosenVersionStore:
    """Remember what people chose, by a keyed hash of their number, account or identity."""

    def __init__(self, database: Database) -> None:
        """Take the database; it holds the salt."""
        self._database = database

    async def chosen(self, who: str, at: datetime) -> Chosen:
        """Return what somebody chose, and note that it was of use; `who` "": nobody is known."""
        if not who:
            return Chosen()
        async with self._database.writing() as connection:
            key = await salted(connection, PURPOSE, who)
            found = await _of(connection, key)
            if found is not None:
                await connection.execute(
                    update(chosen_versions).where(chosen_versions.c.key == key).values(seen_at=at)
                )
        return found or Chosen()

    async def choose(self, conversation_id: str, chosen: Chosen, at: datetime) -> None:
        """Store what was chosen in a conversation, and for everybody known to speak in it."""
        async with self._database.writing(f"conversation:{conversation_id}") as connection:
            await conversation_row(connection, conversation_id)  # NotFound if there is none
            await _show(connection, conversation_id, chosen)
            for who in await _speakers(connection, conversation_id):
                await _keep(connection, await salted(connection, PURPOSE, who), chosen, at)

    async def take_over(self, conversation_id: str, who: str, at: datetime) -> Chosen:
        """Let somebody who is known only now find the version that they chose elsewhere.

        What was chosen in this very conversation stays, and is remembered for them instead.
        Returns what changed in the conversation.
        """
        async with self._database.writing(f"conversation:{conversation_id}") as connection:
            row = await conversation_row(connection, conversation_id)
            key = await salted(connection, PURPOSE, who)
            known = await _of(connection, key) or Chosen()
            here = Chosen(
                None if row["persona"] == Version.STANDARD else Version(row["persona"]),
                None if row["script"] == Script.SIMPLIFIED else Script(row["script"]),
            )
            taken = Chosen(
                known.version if here.version is None else None,
                known.script if here.script is None else None,
            )
            await _show(connection, conversation_id, taken)
            await _keep(connection, key, here, at)
        return taken

    async def forget(self, now: datetime) -> int:
        """Forget what was of no use for a year; return how many."""
        async with self._database.writing() as connection:
            gone = await connection.execute(
                delete(chosen_versions).where(chosen_versions.c.seen_at < now - REMEMBERED_FOR)
            )
            return int(gone.rowcount)


async def _of(connection: AsyncConnection, key: str) -> Chosen | None:
    rows = await connection.execute(select(chosen_versions).where(chosen_versions.c.key == key))
    row = rows.mappings().one_or_none()
    if row is None:
        return None
    persona, script = row["persona"], row["script"]
    return Chosen(Version(persona) if persona else None, Script(script) if script else None)


async def _show(connection: AsyncConnection, conversation_id: str, chosen: Chosen) -> None:
    values = _values(chosen)
    if values:
        await connection.execute(
            update(conversations).where(conversations.c.id == conversation_id).values(values)
        )


async def _keep(connection: AsyncConnection, key: str, chosen: Chosen, at: datetime) -> None:
    """Remember a choice; what is None stays as it was, and nothing is kept of who chose nothing."""
    values = _values(chosen)
    if not values:
        return
    change = (
        update(chosen_versions).where(chosen_versions.c.key == key).values(seen_at=at, **values)
    )
    if (await connection.execute(change)).rowcount:
        return
    row = {"key": key, "seen_at": at, **values}
    if await add_once(connection, chosen_versions, row) is None:
        await connection.execute(change)  # the same person chooses twice at once


async def _speakers(connection: AsyncConnection, conversation_id: str) -> Sequence[str]:
    """Return everybody who is known to speak in a conversation, however that is known."""
    found: list[str] = []
    for row in (
        await connection.execute(select(calls).where(calls.c.conversation_id == conversation_id))
    ).mappings():
        found.append(caller(row["caller"].of(row["id"])))
    for row in (
        await connection.execute(
            select(wechat_contacts.c.openid).where(
                wechat_contacts.c.conversation_id == conversation_id
            )
        )
    ).mappings():
        found.append(follower(row["openid"]))
    for row in (
        await connection.execute(
            select(identities).where(identities.c.conversation_id == conversation_id)
        )
    ).mappings():
        found.append(citizen(row["id_number"].of(conversation_id)))
    return [who for who in found if who]


def _values(chosen: Chosen) -> dict[str, str]:
    values: dict[str, str] = {}
    if chosen.version is not None:
        values["persona"] = chosen.version.value
    if chosen.script is not None:
        values["script"] = chosen.script.value
    return values
