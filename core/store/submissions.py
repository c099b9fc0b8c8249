"""Accepts confirmed applications: state, receipt numbers and audit rows in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.applications import UNDER_WAY, Application, Phase
from core.audit import canonical
from core.contact import contact_key
from core.errors import NotAllowedNow
from core.store.application_rows import (
    CITIZEN,
    add_application,
    application_from,
    audit_application,
    last_change,
    write_application,
)
from core.store.receipts import give_number
from core.tables import applications, conversations


@dataclass(frozen=True, slots=True)
class PartToFile:
    """Be one part of a composite matter, to be filed or to be put aside with its parent."""

    application: Application  # new; CONFIRMING: to be filed, PARKED: for later
    due: date | None
    same: tuple[str, ...]  # keys of the fields that make it a double; empty: nothing does
    once: bool  # whether one that was approved makes it a double, too


class Doubled(Exception):
    """Carry the application that a submission would have doubled."""

    def __init__(self, other: Application) -> None:
        super().__init__(other.id)
        self.other = other


class NotReadBack(NotAllowedNow):
    """Carry an application whose values were not read back as they stand now."""

    def __init__(self, stored: Application) -> None:
        super().__init__(f"application {stored.id} was not read back")
        self.stored = stored


async def accept(
    connection: AsyncConnection,
    application: Application,
    at: datetime,
    today: date,
    due: date | None,
    *,
    same: tuple[str, ...],
    once: bool,
    parts: Sequence[PartToFile],
) -> tuple[Application, Sequence[str]]:
    """Return the accepted application, and the codes of the items that were filed just now.

    Raise Doubled if its person has one under way, NotReadBack if somebody else changed it after
    it was read back: who fills it in together with the citizen.
    """
    rows = await connection.execute(
        select(applications).where(applications.c.id == application.id).with_for_update()
    )
    stored = application_from(rows.mappings().one())
    if stored.number is not None:
        return stored, ()
    if stored.phase is not Phase.CONFIRMING or stored.fields != application.fields:
        raise NotReadBack(stored)
    # The day's counter is a lock: whoever files the same thing at once waits here, then sees it.
    number = await give_number(connection, today)
    other = await under_way(connection, application, same, once)
    if other is not None:
        raise Doubled(other)
    accepted = replace(
        application.moved_to(Phase.SUBMITTED), number=number, submitted_at=at, due=due
    )
    filed = [application.item_code]
    for part in parts:
        if await _file_part(connection, part, at, today):
            filed.append(part.application.item_code)
    await write_application(
        connection, accepted, contact=contact_of(accepted.fields), twin=twin_of(accepted, same)
    )
    await audit_application(connection, accepted, "submitted", CITIZEN, at)
    return accepted, filed


async def channel_of(connection: AsyncConnection, application: Application) -> str:
    """Return the channel of the conversation that the application belongs to."""
    rows = await connection.execute(
        select(conversations.c.channel).where(conversations.c.id == application.conversation_id)
    )
    return str(rows.scalar_one())


async def under_way(
    connection: AsyncConnection, application: Application, same: tuple[str, ...], once: bool
) -> Application | None:
    """Return an application of the same person for the same thing, from any conversation."""
    twin = twin_of(application, same)
    if twin is None:
        return None
    phases = {*UNDER_WAY, Phase.APPROVED} if once else UNDER_WAY
    rows = await connection.execute(
        select(applications)
        .where(
            applications.c.item_code == application.item_code,
            applications.c.phase.in_([phase.value for phase in phases]),
            applications.c.id != application.id,
            applications.c.twin == twin,
        )
        .order_by(last_change().desc())
        .limit(1)
    )
    row = rows.mappings().one_or_none()
    return application_from(row) if row is not None else None


async def _file_part(
    connection: AsyncConnection, part: PartToFile, at: datetime, today: date
) -> bool:
    """Store one part; tell whether it was filed: what is under way already is not, again."""
    application = part.application
    if application.phase is Phase.PARKED:
        await add_application(connection, application, at)
        await audit_application(connection, application, "put_off", CITIZEN, at)
        return False
    if await under_way(connection, application, part.same, part.once) is not None:
        return False
    accepted = replace(
        application.moved_to(Phase.SUBMITTED),
        number=await give_number(connection, today),
        submitted_at=at,
        due=part.due,
    )
    await add_application(connection, accepted, at)
    await write_application(
        connection, accepted, contact=contact_of(accepted.fields), twin=twin_of(accepted, part.same)
    )
    await audit_application(connection, accepted, "submitted", CITIZEN, at)
    return True


def twin_of(application: Application, same: tuple[str, ...]) -> str | None:
    """Return what two applications for the same thing share; None if a value is not there."""
    if not same or any(key not in application.fields for key in same):
        return None
    return canonical([application.item_code, {key: application.fields[key] for key in same}])


def contact_of(fields: Mapping[str, str]) -> str | None:
    """Return the key under which the application is found by phone, if both values are there."""
    mobile, id_number = fields.get("mobile"), fields.get("id_number")
    return contact_key(mobile, id_number[-4:]) if mobile and id_number else None
