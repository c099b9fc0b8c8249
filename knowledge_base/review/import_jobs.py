"""Reads files into drafts, one after the other, and tells how far it is."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core import editorial_wording as wording
from core.errors import InvalidContent, NotAllowedNow
from core.store import EntryStore, ImportStore
from core.store.imports import ImportedFile
from knowledge_base.importing.document import ImportedDocument
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.report import ImportReport
from knowledge_base.review.contracts import DocumentReader
from knowledge_base.review.drafts import drafts_of

logger = logging.getLogger(__name__)

MOST_WAITING = 10  # files, each up to 20 MiB, that wait in memory
LONGEST_READING = 600.0  # seconds
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Step:
    """Say how far a running import is."""

    step: str = wording.IMPORT_WAITING  # Chinese
    done: int = 0
    total: int = 0


class ImportJobs:
    """Own the running imports; `close` ends them."""

    def __init__(
        self,
        *,
        reader: DocumentReader,
        report_json: Callable[[ImportReport], Mapping[str, object]],
        imports: ImportStore,
        entries: EntryStore,
        now: Callable[[], datetime],
        longest_reading: float = LONGEST_READING,
    ) -> None:
        """Take the importer, how its report is written down, and the stores."""
        self._reader = reader
        self._report_json = report_json
        self._imports = imports
        self._entries = entries
        self._now = now
        self._longest_reading = longest_reading
        self._steps: dict[str, Step] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()  # one at a time: citizens need the other core

    async def recover(self) -> None:
        """Mark imports as failed that were running when the process ended."""
        await self._imports.fail_interrupted(wording.IMPORT_INTERRUPTED)

    async def begin(self, name: str, content: bytes, by: str) -> str:
        """Begin to import a file, and return the id under which to ask for it."""
        if not content:
            raise InvalidContent("an empty file", wording.IMPORT_ONLY_EMPTY)
        if len(self._tasks) >= MOST_WAITING:
            raise NotAllowedNow("too many imports", wording.TOO_MANY_IMPORTS)
        digest = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
        file = ImportedFile(
            str(uuid.uuid4()), self._now(), by, _readable(name)[-LONGEST_NAME:], digest
        )
        self._steps[file.id] = Step()
        await self._imports.start(file)
        task = asyncio.create_task(self._run(file, content), name=f"import {file.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return file.id

    def step_of(self, import_id: str) -> Step | None:
        """Return how far an import is; None if it does not run here."""
        return self._steps.get(import_id)

    async def finished(self) -> None:
        """Wait for all imports that have begun."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """End all imports; what they were reading is marked as failed."""
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, file: ImportedFile, content: bytes) -> None:
        """Import one file; whatever goes wrong becomes its one sentence."""
        try:
            async with self._imports.at_work(file.id), self._turn:
                async with asyncio.timeout(self._longest_reading):
                    problem = await self._import(file, content)
        except UnreadableDocument as error:
            problem = str(error.args[-1])
        except TimeoutError:
            problem = wording.IMPORT_TOO_SLOW
        except asyncio.CancelledError:
            await self._imports.fail(file.id, wording.IMPORT_INTERRUPTED)
            self._steps.pop(file.id, None)
            raise
        except Exception:  # the edge of a background task
            logger.exception("import %s", file.id)
            problem = wording.IMPORT_FAILED
        if problem is not None:
            await self._imports.fail(file.id, problem)
        self._steps.pop(file.id, None)
        logger.info("import %s %s", file.id, "done" if problem is None else "failed")

    async def _import(self, file: ImportedFile, content: bytes) -> str | None:
        """Read a file and store its drafts; return what the editor must be told, if it failed."""

        def tell(step: str, done: int, total: int) -> None:
            self._steps[file.id] = Step(step, done, total)

        if await self._imports.document_of(file.sha256) is not None:
            report = await self._imports.report_of(file.sha256)
            await self._imports.finish(file, (), report)
            return None
        tell(wording.IMPORT_READING, 0, 0)
        read = await asyncio.to_thread(self._reader.read, file.source_name, content, tell)
        if not any(chapter.text.strip() for chapter in read.chapters):
            return wording.IMPORT_EMPTY
        tell(wording.IMPORT_STORING, 0, 0)
        await self._store(file, read)
        return None

    async def _store(self, file: ImportedFile, read: ImportedDocument) -> None:
        known = await self._entries.document_ids()
        drafts = await asyncio.to_thread(drafts_of, read, file.by, known)
        finished = replace(file, at=self._now())
        await self._imports.finish(finished, drafts, self._report_json(read.report))


def _readable(name: str) -> str:
    """Return a file's name without folders and without what no database stores."""
    name = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable()).strip() or "未命名"
