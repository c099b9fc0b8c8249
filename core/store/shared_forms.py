"""Stores forms filled in calls: each change is one transaction with an audit row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import RowMapping, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import shared_form_wording as say
from core.applications import IN_HAND, Application
from core.calls import CallSeat
from core.catalogue import Catalogue
from core.errors import NotAllowedNow
from core.form_changes import settled
from core.form_fields import Form, form_for
from core.shared_form import Entry, SharedForm
from core.shared_form_tables import shared_forms
from core.store.application_rows import (
    SUBJECT,
    add_application,
    application_from,
    last_change,
    write_application,
)
from core.store.database import Database
from core.store.shared_form_rows import (
    Edit,
    audit_form,
    columns,
    edit_from,
    entries_from,
    form_from,
)
from core.store.submissions import under_way
from core.tables import applications, audit

Decide = Callable[[Form, SharedForm], SharedForm]
Noted = Callable[[SharedForm], tuple[str, Mapping[str, object]]]  # action, and what else to audit


@dataclass(frozen=True, slots=True)
class Changed:
    """Be a form before and after a change."""

    form: Form  # as it asks after the change
    before: SharedForm
    after: SharedForm


class SharedFormStore:
    """Answer how the form of a call stands, and store what people do to it."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        """Take the database and the items that are applied for."""
        self._database = database
        self._catalogue = catalogue

    async def form(self, call_id: str, conversation_id: str) -> SharedForm | None:
        """Return the form of a call: the one being filled, else the one submitted last."""
        async with self._database.reading() as connection:
            return await self._stored(connection, call_id, conversation_id, lock=False)

    async def attach(
        self, call_id: str, conversation_id: str, who: CallSeat, at: datetime
    ) -> SharedForm | None:
        """Open in a call what its citizen is filling; None: they fill nothing."""
        async with self._database.writing() as connection:
            return await self._attached(connection, call_id, conversation_id, who, at)

    async def open(
        self, call_id: str, application: Application, who: CallSeat, at: datetime
    ) -> SharedForm:
        """Begin an application, or take up one put aside, if the citizen fills nothing else."""
        async with self._database.writing() as connection:
            rows = await connection.execute(_in_hand(application.conversation_id))
            other = rows.mappings().one_or_none()
            if other is not None:
                item = self._catalogue.item(other["item_code"], other["region"])
                raise NotAllowedNow(say.OPEN_ALREADY.format(item=item.name))
            ready = settled(form_for(self._catalogue, application, at.date()), application)
            known = await connection.execute(
                select(applications.c.id).where(applications.c.id == application.id)
            )
            if known.scalar_one_or_none() is None:
                await add_application(connection, ready, at)
            else:
                await write_application(connection, ready)
            # The newest audit row tells which application is in hand.
            await audit_form(connection, call_id, ready, who, "form_begun", {}, at)
            opened = await self._attached(connection, call_id, application.conversation_id, who, at)
            assert opened is not None, "it was written above"
            return opened

    async def change(
        self,
        call_id: str,
        conversation_id: str,
        who: CallSeat,
        decide: Decide,
        noted: Noted,
        at: datetime,
    ) -> Changed:
        """Store what a decision makes of the form, in one transaction with its audit row.

        Raise NotAllowedNow if there is no form, or as `decide` does.
        """
        async with self._database.writing() as connection:
            before = await self._attached(connection, call_id, conversation_id, who, at)
            if before is None:
                raise NotAllowedNow(say.NO_FORM)
            form = form_for(self._catalogue, before.application, at.date())
            after = decide(form, before)
            if after == before:
                return Changed(form, before, before)
            form = form_for(self._catalogue, after.application, at.date())
            if after.application != before.application:
                await write_application(connection, after.application)
                after = replace(after, double=await self._double(connection, after.application))
            await connection.execute(
                update(shared_forms)
                .where(
                    shared_forms.c.call_id == call_id,
                    shared_forms.c.application_id == after.application.id,
                )
                .values(columns(after))
            )
            if replace(after, locks={}) != replace(before, locks={}):
                action, detail = noted(after)
                detail = {**_fields_of(before, after), **detail}
                await audit_form(connection, call_id, after.application, who, action, detail, at)
            return Changed(form, before, after)

    async def of_call(self, call_id: str) -> Sequence[SharedForm]:
        """Return every form of a call, in the order in which they were opened."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(shared_forms)
                .where(shared_forms.c.call_id == call_id)
                .order_by(shared_forms.c.place)
            )
            return [await self._read(connection, row) for row in rows.mappings()]

    async def edits(self, call_id: str) -> Sequence[Edit]:
        """Return what was done to the forms of a call, in order."""
        async with self._database.reading() as connection:
            ids = await connection.execute(
                select(shared_forms.c.application_id).where(shared_forms.c.call_id == call_id)
            )
            subjects = [SUBJECT + application_id for application_id in ids.scalars()]
            rows = await connection.execute(
                select(audit)
                .where(audit.c.subject.in_(subjects), audit.c.action.startswith("form_"))
                .order_by(audit.c.id)
            )
            return [edit_from(row) for row in rows.mappings() if row["detail"]["call"] == call_id]

    async def _stored(
        self, connection: AsyncConnection, call_id: str, conversation_id: str, *, lock: bool
    ) -> SharedForm | None:
        """Return the form that has a row; None: nothing is filled, or it is not opened yet."""
        wanted = _in_hand(conversation_id)
        rows = await connection.execute(wanted.with_for_update() if lock else wanted)
        in_hand = rows.mappings().one_or_none()
        mine = select(shared_forms).where(shared_forms.c.call_id == call_id)
        if in_hand is not None:
            mine = mine.where(shared_forms.c.application_id == in_hand["id"])
        found = await connection.execute(mine.order_by(shared_forms.c.place.desc()).limit(1))
        row = found.mappings().one_or_none()
        if row is None:
            return None
        shared = await self._read(connection, row)
        # What was withdrawn or put aside is no form any more; what has a receipt is still shown.
        return shared if in_hand is not None or shared.application.number is not None else None

    async def _attached(
        self,
        connection: AsyncConnection,
        call_id: str,
        conversation_id: str,
        who: CallSeat,
        at: datetime,
    ) -> SharedForm | None:
        shared = await self._stored(connection, call_id, conversation_id, lock=True)
        if shared is not None:
            return shared
        rows = await connection.execute(_in_hand(conversation_id))
        row = rows.mappings().one_or_none()
        if row is None:
            return None
        application, version = application_from(row), int(row["version"])
        ready = settled(form_for(self._catalogue, application, at.date()), application)
        if (ready.phase, ready.awaiting) == (application.phase, application.awaiting):
            ready = application  # what the bot heard by half may be finished in the chat
        else:  # the item asks for something else than when the bot asked last
            await write_application(connection, ready)
            version += 1
        fresh = SharedForm(
            call_id=call_id,
            place=await _count(connection, call_id) + 1,
            application=ready,
            version=version,
            base=version,
            entries=await _entries_before(connection, ready.id),
            double=await self._double(connection, ready),
        )
        key = {"call_id": call_id, "application_id": ready.id}
        values = {**key, "place": fresh.place, "opened_at": at, **columns(fresh)}
        await connection.execute(insert(shared_forms).values(values))
        await audit_form(connection, call_id, ready, who, "form_opened", {}, at)
        return fresh

    async def _read(self, connection: AsyncConnection, row: RowMapping) -> SharedForm:
        rows = await connection.execute(
            select(applications).where(applications.c.id == row["application_id"])
        )
        own = rows.mappings().one()
        application = application_from(own)
        double = await self._double(connection, application)
        return form_from(row, application, own["version"], double)

    async def _double(
        self, connection: AsyncConnection, application: Application
    ) -> Application | None:
        if not application.in_hand:
            return None
        item = self._catalogue.item(application.item_code, application.region)
        return await under_way(connection, application, item.same, item.once)


def _in_hand(conversation_id: str) -> Select[tuple[object, ...]]:
    return (
        select(applications)
        .where(
            applications.c.conversation_id == conversation_id,
            applications.c.phase.in_([phase.value for phase in IN_HAND]),
        )
        .order_by(last_change().desc())
        .limit(1)
    )


async def _count(connection: AsyncConnection, call_id: str) -> int:
    rows = await connection.execute(
        select(func.count()).select_from(shared_forms).where(shared_forms.c.call_id == call_id)
    )
    return int(rows.scalar_one())


async def _entries_before(connection: AsyncConnection, application_id: str) -> Mapping[str, Entry]:
    """Return who wrote what in the call before this one; its yes does not count any more."""
    rows = await connection.execute(
        select(shared_forms.c.entries)
        .where(shared_forms.c.application_id == application_id)
        .order_by(shared_forms.c.opened_at.desc())
        .limit(1)
    )
    return entries_from(rows.scalar_one_or_none() or {})


def _fields_of(before: SharedForm, after: SharedForm) -> Mapping[str, object]:
    keys = {k for k, e in after.entries.items() if before.entries.get(k) != e}
    return {"changed": sorted(keys), "version": after.version}
