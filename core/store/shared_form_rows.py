"""Writes shared forms into rows, and reads them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from core.applications import Application
from core.calls import CallSeat
from core.shared_form import Confirmation, Entry, Lock, SharedForm, Signature, Way
from core.store.application_rows import SUBJECT
from core.store.database import write_audit


@dataclass(frozen=True, slots=True)
class Edit:
    """Be one thing done to a form, as the audit trail has it."""

    at: datetime  # UTC
    application_id: str
    action: str  # form_set, form_confirmed, ...
    role: str
    field: str | None  # key of the one that was written
    fields: tuple[str, ...]  # keys of all that changed
    way: str | None  # in which the citizen agreed


def form_from(
    row: RowMapping, application: Application, version: int, double: Application | None
) -> SharedForm:
    """Return the form of a row; `version` is that of the application's own row."""
    return SharedForm(
        call_id=row["call_id"],
        place=row["place"],
        application=application,
        version=version,
        # Whoever else wrote the application may have changed any field of it.
        base=row["base"] if row["known"] == version else version,
        entries=entries_from(row["entries"]),
        locks={
            key: Lock(lock["seat"], lock["name"], datetime.fromisoformat(lock["until"]))
            for key, lock in row["locks"].items()
        },
        confirmation=_confirmation(row),
        signature=_signature(row),
        handed_in_at=row["handed_in_at"],
        double=double,
    )


def entries_from(stored: Mapping[str, Mapping[str, object]]) -> Mapping[str, Entry]:
    """Return who wrote which field."""
    return {
        key: Entry(
            by=str(entry["by"]),
            role=str(entry["role"]),
            name=str(entry["name"]),
            at=datetime.fromisoformat(str(entry["at"])),
            version=int(str(entry["version"])),
            error=str(entry["error"]),
        )
        for key, entry in stored.items()
    }


def columns(shared: SharedForm) -> dict[str, object]:
    """Return every column that may change."""
    yes, signature = shared.confirmation, shared.signature
    return {
        "base": shared.base,
        "known": shared.version,
        "entries": {
            key: {
                "by": entry.by,
                "role": entry.role,
                "name": entry.name,
                "at": entry.at.isoformat(),
                "version": entry.version,
                "error": entry.error,
            }
            for key, entry in shared.entries.items()
        },
        "locks": {
            key: {"seat": lock.seat, "name": lock.name, "until": lock.until.isoformat()}
            for key, lock in shared.locks.items()
        },
        "confirmed_by": yes.seat if yes is not None else None,
        "confirmed_name": yes.name if yes is not None else None,
        "confirmed_way": yes.way.value if yes is not None else None,
        "confirmed_at": yes.at if yes is not None else None,
        "confirmed_version": yes.version if yes is not None else None,
        "signed_by": signature.seat if signature is not None else None,
        "signed_at": signature.at if signature is not None else None,
        "signed_version": signature.version if signature is not None else None,
        "signature_sha256": signature.sha256 if signature is not None else None,
        "signature_file": signature.file if signature is not None else None,
        "handed_in_at": shared.handed_in_at,
    }


async def audit_form(
    connection: AsyncConnection,
    call_id: str,
    application: Application,
    who: CallSeat,
    action: str,
    detail: Mapping[str, object],
    at: datetime,
) -> None:
    """Note what somebody did to a form: keys and states, never values."""
    await write_audit(
        connection,
        at=at,
        actor=f"staff:{who.staff}" if who.staff is not None else who.role.value,
        subject=SUBJECT + application.id,
        action=action,
        detail={
            "phase": application.phase.value,
            "call": call_id,
            "seat": who.id,
            "role": who.role.value,
            **detail,
        },
    )


def edit_from(row: RowMapping) -> Edit:
    """Return what an audit row says of a form."""
    detail = row["detail"]
    return Edit(
        at=row["at"],
        application_id=row["subject"].removeprefix(SUBJECT),
        action=row["action"],
        role=detail["role"],
        field=detail.get("field"),
        fields=tuple(detail.get("changed", ())),
        way=detail.get("way"),
    )


def _confirmation(row: RowMapping) -> Confirmation | None:
    if row["confirmed_at"] is None:
        return None
    return Confirmation(
        seat=row["confirmed_by"],
        name=row["confirmed_name"],
        way=Way(row["confirmed_way"]),
        at=row["confirmed_at"],
        version=row["confirmed_version"],
    )


def _signature(row: RowMapping) -> Signature | None:
    if row["signed_at"] is None:
        return None
    return Signature(
        seat=row["signed_by"],
        at=row["signed_at"],
        version=row["signed_version"],
        sha256=row["signature_sha256"],
        file=row["signature_file"],
    )
