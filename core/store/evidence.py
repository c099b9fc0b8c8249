"""Stores the manifests of evidence, each chained to the one before and to the audit trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update

from core.evidence import Exhibit, Kind, Manifest, follows
from core.evidence_tables import manifests
from core.store.database import Database, write_audit
from core.tables import audit


class EvidenceStore:
    """Seal calls, and return what was sealed."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def seal(
        self, call_id: str, receipt: str | None, exhibits: Sequence[Exhibit], at: datetime
    ) -> Manifest:
        """Add the manifest of a call, or return the one it has: a call is sealed once."""
        async with self._database.writing() as connection:
            rows = await connection.execute(select(manifests).where(manifests.c.call_id == call_id))
            row = rows.mappings().one_or_none()
            if row is not None:
                return _manifest(row)
            newest = await connection.execute(
                select(manifests).order_by(manifests.c.number.desc()).limit(1)
            )
            last = newest.mappings().one_or_none()
            sealed = follows(
                _manifest(last) if last is not None else None,
                call_id=call_id,
                receipt=receipt,
                sealed_at=at,
                exhibits=exhibits,
            )
            await connection.execute(
                insert(manifests).values(
                    number=sealed.number,
                    call_id=call_id,
                    receipt=receipt,
                    sealed_at=at,
                    exhibits=[[e.kind.value, e.name, e.sha256, e.size] for e in exhibits],
                    previous=sealed.previous,
                    hash=sealed.hash,
                )
            )
            await write_audit(
                connection,
                at=at,
                actor="assistant",
                subject=f"manifest:{sealed.number}",
                action="sealed",
                detail={"hash": sealed.hash, "call": call_id},
            )
            return sealed

    async def manifests(self) -> Sequence[Manifest]:
        """Return all manifests in order."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(manifests).order_by(manifests.c.number))
            return [_manifest(row) for row in rows.mappings()]

    async def of_call(self, call_id: str) -> Manifest | None:
        """Return the manifest of a call, if it is sealed."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(manifests).where(manifests.c.call_id == call_id))
            row = rows.mappings().one_or_none()
        return _manifest(row) if row is not None else None

    async def anchored(self) -> Mapping[int, str]:
        """Return the hashes that the audit trail noted: number -> hash."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(audit.c.subject, audit.c.detail).where(
                    audit.c.subject.startswith("manifest:"), audit.c.action == "sealed"
                )
            )
            return {
                int(row["subject"].removeprefix("manifest:")): row["detail"]["hash"]
                for row in rows.mappings()
            }

    async def old(self, before: datetime) -> Sequence[Manifest]:
        """Return the manifests sealed before a time whose files are still kept."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(manifests)
                .where(manifests.c.sealed_at < before, manifests.c.expired_at.is_(None))
                .order_by(manifests.c.number)
            )
            return [_manifest(row) for row in rows.mappings()]

    async def expired(self) -> frozenset[int]:
        """Return the numbers of the manifests whose files were removed in time."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(manifests.c.number).where(manifests.c.expired_at.is_not(None))
            )
            return frozenset(rows.scalars())

    async def note_expired(self, number: int, at: datetime) -> None:
        """Note that the files of a manifest were removed at the end of their time."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(manifests).where(manifests.c.number == number).values(expired_at=at)
            )
            await write_audit(
                connection,
                at=at,
                actor="assistant",
                subject=f"manifest:{number}",
                action="expired",
                detail={},
            )

    async def note_look(self, number: int, name: str, actor: str, at: datetime) -> None:
        """Note who looked at an exhibit."""
        async with self._database.writing() as connection:
            await write_audit(
                connection,
                at=at,
                actor=actor,
                subject=f"manifest:{number}",
                action="looked",
                detail={"exhibit": name},
            )


def _manifest(row: RowMapping) -> Manifest:
    return Manifest(
        number=row["number"],
        call_id=row["call_id"],
        receipt=row["receipt"],
        sealed_at=row["sealed_at"],
        exhibits=tuple(Exhibit(Kind(kind), *rest) for kind, *rest in row["exhibits"]),
        previous=row["previous"],
        hash=row["hash"],
    )
