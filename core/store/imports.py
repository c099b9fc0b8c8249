"""Stores which files were imported, by whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.knowledge import EntryState, EntryVersion
from core.knowledge_tables import entry_versions, imports
from core.store.database import Database, write_audit
from core.store.entry_rows import add_entry, staff


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """Be the import of one file."""

    id: str
    at: datetime  # UTC
    by: str  # staff name
    source_name: str
    sha256: str  # of the file, hex
    state: str = "running"  # running, done, failed
    document_id: str | None = None  # once it is done
    report: Mapping[str, object] | None = None  # once it is done
    problem: str | None = None  # once it has failed: one sentence, in Chinese


class ImportStore:
    """Answer questions about imports; a failed one leaves nothing but its row."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def start(self, file: ImportedFile) -> None:
        """Store that an import has begun."""
        async with self._database.writing() as connection:
            await connection.execute(
                insert(imports).values(
                    id=file.id,
                    at=file.at,
                    by=file.by,
                    source_name=file.source_name,
                    sha256=file.sha256,
                    state="running",
                    report={},
                )
            )

    async def finish(
        self, file: ImportedFile, drafts: Sequence[EntryVersion], report: Mapping[str, object]
    ) -> str:
        """Store the drafts made of a file, and return the id of their document.

        If the same file was imported meanwhile, its drafts are there: nothing is doubled.
        """
        async with self._database.writing() as connection:
            earlier = await _document_of(connection, file.sha256)
            document_id = earlier or drafts[0].content.document.id
            if earlier is None:
                for draft in drafts:
                    await add_entry(
                        connection,
                        draft,
                        action="imported",
                        actor=staff(file.by),
                        at=file.at,
                        detail={"import": file.id},
                    )
            await _settle(
                connection, file.id, state="done", document_id=document_id, report=dict(report)
            )
            await write_audit(
                connection,
                at=file.at,
                actor=staff(file.by),
                subject=f"document:{document_id}",
                action="imported" if earlier is None else "imported_again",
                detail={"import": file.id, "sha256": file.sha256, "entries": len(drafts)},
            )
            return document_id

    async def fail(self, import_id: str, problem: str) -> None:
        """Store why an import came to nothing."""
        async with self._database.writing() as connection:
            await _settle(connection, import_id, state="failed", problem=problem)

    async def fail_interrupted(self, problem: str) -> int:
        """Mark as failed what ran in a process that has ended; return how many there were."""
        running = imports.c.state == "running"
        async with self._database.reading() as connection:
            begun = (await connection.execute(select(imports.c.id).where(running))).scalars().all()
        failed = 0
        for import_id in begun:
            async with (
                self.at_work(import_id) as nobody_else,
                self._database.writing() as connection,
            ):
                if nobody_else:
                    changed = await connection.execute(
                        update(imports)
                        .where(imports.c.id == import_id, running)
                        .values(state="failed", problem=problem)
                    )
                    failed += changed.rowcount
        return failed

    def at_work(self, import_id: str) -> AbstractAsyncContextManager[bool]:
        """Return what shows all gateways that an import is read here; see Database.alone."""
        return self._database.alone(f"import:{import_id}")

    async def document_of(self, sha256: str) -> str | None:
        """Return the document that a file was imported as, if it still has entries."""
        async with self._database.reading() as connection:
            return await _document_of(connection, sha256)

    async def report_of(self, sha256: str) -> Mapping[str, object]:
        """Return the report of the first import of a file that was imported."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(imports.c.report)
                .where(imports.c.sha256 == sha256, imports.c.state == "done")
                .order_by(imports.c.at)
                .limit(1)
            )
            report: Mapping[str, object] = rows.scalar_one()
            return report

    async def imported(self, import_id: str) -> ImportedFile:
        """Return an import, or raise NotFound."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(imports).where(imports.c.id == import_id))
            row = rows.mappings().one_or_none()
        if row is None:
            raise NotFound(f"import {import_id}")
        return _file(row)

    async def newest(self, limit: int = 50) -> list[ImportedFile]:
        """Return imports, newest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(imports).order_by(imports.c.at.desc(), imports.c.id).limit(limit)
            )
            return [_file(row) for row in rows.mappings()]


async def _document_of(connection: AsyncConnection, sha256: str) -> str | None:
    rows = await connection.execute(
        select(imports.c.document_id)
        .join(entry_versions, entry_versions.c.document_id == imports.c.document_id)
        .where(
            imports.c.sha256 == sha256,
            imports.c.state == "done",
            entry_versions.c.state != EntryState.DISCARDED.value,
        )
        .limit(1)
    )
    document_id: str | None = rows.scalar_one_or_none()
    return document_id


async def _settle(connection: AsyncConnection, import_id: str, **values: object) -> None:
    await connection.execute(update(imports).where(imports.c.id == import_id).values(values))


def _file(row: RowMapping) -> ImportedFile:
    return ImportedFile(
        id=row["id"],
        at=row["at"],
        by=row["by"],
        source_name=row["source_name"],
        sha256=row["sha256"],
        state=row["state"],
        document_id=row["document_id"],
        report=row["report"],
        problem=row["problem"],
    )
