"""Tests knowledge_base.review.import_jobs: a file becomes drafts, or one sentence."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from core import editorial_wording as wording
from core.errors import InvalidContent
from core.knowledge import EntryState
from core.store import EntryStore, ImportStore
from core.store.imports import ImportedFile
from knowledge_base.importing.document import Chapter, Found, ImportedDocument
from knowledge_base.importing.errors import UnreadableDocument
from knowledge_base.importing.report import ImportReport
from knowledge_base.review.contracts import Progress
from knowledge_base.review.import_jobs import ImportJobs
from tests.fakes.office import Office
from tests.fakes.office import office as office

FILE = b"policy"
READ = ImportedDocument(
    title=Found("烟台市补助办法", ""),
    issuer=None,
    number=None,
    date=None,
    region=Found("烟台市", ""),
    source_name="办法.txt",
    sha256=hashlib.sha256(FILE).hexdigest(),
    chapters=(Chapter("一", "甲"), Chapter("二", "乙")),
    report=ImportReport(),
)


class Reader:
    """Fulfil DocumentReader; what a file becomes is up to the test."""

    def __init__(self) -> None:
        self.result: ImportedDocument | Exception = READ
        self.names: list[str] = []
        self.hold: threading.Event | None = None
        self.reached = threading.Event()

    def read(self, name: str, content: bytes, progress: Progress) -> ImportedDocument:
        """Tell a step, wait as long as the test wants, and return or raise."""
        self.names.append(name)
        progress("读第1页", 1, 3)
        self.reached.set()
        if self.hold is not None:
            assert self.hold.wait(10)
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


class Desk:
    """Hold the jobs and what they leave."""

    def __init__(self, office: Office) -> None:
        self.reader = Reader()
        self.imports = ImportStore(office.database)
        self.entries = EntryStore(office.database)
        self.now = office.clock
        self.jobs = self.jobs_with()

    def jobs_with(self, longest_reading: float = 60.0) -> ImportJobs:
        return ImportJobs(
            reader=self.reader,
            report_json=lambda report: {"remarks": list(report.remarks)},
            imports=self.imports,
            entries=self.entries,
            now=self.now,
            longest_reading=longest_reading,
        )

    async def imported(self, content: bytes = FILE) -> ImportedFile:
        name = await self.jobs.begin("办法.txt", content, "li")
        await self.jobs.finished()
        return await self.imports.imported(name)


@pytest.fixture
async def desk(office: Office) -> AsyncIterator[Desk]:
    desk = Desk(office)
    yield desk
    await desk.jobs.close()


async def test_a_file_becomes_drafts_and_a_report(desk: Desk) -> None:
    done = await desk.imported()

    assert (done.state, done.problem, done.report) == ("done", None, {"remarks": []})
    assert done.document_id == "yantai-yan-tai-shi-bu-zhu-ban-fa"
    drafts = await desk.entries.newest_of_document(done.document_id)
    assert [(d.content.text, d.authors) for d in drafts] == [("甲", ("li",)), ("乙", ("li",))]


async def test_the_step_is_told_while_it_runs(desk: Desk) -> None:
    desk.reader.hold = threading.Event()

    name = await desk.jobs.begin("办法.txt", FILE, "li")
    assert await asyncio.to_thread(desk.reader.reached.wait, 10)
    step = desk.jobs.step_of(name)
    desk.reader.hold.set()
    await desk.jobs.finished()

    assert step is not None
    assert (step.step, step.done, step.total) == ("读第1页", 1, 3)
    assert desk.jobs.step_of(name) is None


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        (UnreadableDocument("这个文件加了密码。"), "这个文件加了密码。"),
        (RuntimeError("a bug"), wording.IMPORT_FAILED),
        (replace(READ, chapters=()), wording.IMPORT_EMPTY),
        (replace(READ, chapters=(Chapter("一", " "),)), wording.IMPORT_EMPTY),
    ],
)
async def test_a_file_that_cannot_be_used_leaves_one_sentence_and_nothing_else(
    desk: Desk, result: ImportedDocument | Exception, problem: str
) -> None:
    desk.reader.result = result

    failed = await desk.imported()

    assert (failed.state, failed.problem, failed.document_id) == ("failed", problem, None)
    assert await desk.entries.document_ids() == frozenset()


async def test_the_same_file_is_read_once_even_if_it_comes_twice_at_once(desk: Desk) -> None:
    first = await desk.jobs.begin("一.txt", FILE, "li")
    second = await desk.jobs.begin("二.txt", FILE, "zhao")
    await desk.jobs.finished()

    one, two = await desk.imports.imported(first), await desk.imports.imported(second)
    assert (one.state, two.state, one.document_id) == ("done", "done", two.document_id)
    assert two.report == one.report
    assert desk.reader.names == ["一.txt"]
    assert len(await desk.entries.entries()) == 2


async def test_a_file_whose_drafts_were_all_given_up_can_come_again(desk: Desk) -> None:
    first = await desk.imported()
    for draft in await desk.entries.entries():
        await desk.entries.move(draft.key, 1, 1, EntryState.DISCARDED, by="li", at=desk.now())

    again = await desk.imported()

    assert again.state == "done"
    assert again.document_id == f"{first.document_id}-2"


async def test_an_import_that_takes_too_long_is_given_up(desk: Desk) -> None:
    desk.reader.hold = threading.Event()
    desk.jobs = desk.jobs_with(longest_reading=0.01)

    slow = await desk.imported()
    desk.reader.hold.set()

    assert (slow.state, slow.problem) == ("failed", wording.IMPORT_TOO_SLOW)


async def test_closing_ends_what_runs_and_says_so(desk: Desk) -> None:
    desk.reader.hold = threading.Event()
    name = await desk.jobs.begin("办法.txt", FILE, "li")
    assert await asyncio.to_thread(desk.reader.reached.wait, 10)

    await desk.jobs.close()
    desk.reader.hold.set()

    ended = await desk.imports.imported(name)
    assert (ended.state, ended.problem) == ("failed", wording.IMPORT_INTERRUPTED)


async def test_what_ran_when_the_process_ended_is_marked_at_the_next_start(desk: Desk) -> None:
    await desk.imports.start(ImportedFile("i1", desk.now(), "li", "办法.txt", "0" * 64))

    await desk.jobs_with().recover()

    found = await desk.imports.imported("i1")
    assert (found.state, found.problem) == ("failed", wording.IMPORT_INTERRUPTED)


async def test_an_empty_file_is_refused_at_once(desk: Desk) -> None:
    with pytest.raises(InvalidContent):
        await desk.jobs.begin("空.txt", b"", "li")

    assert await desk.imports.newest() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\文件\\办法.docx", "办法.docx"),
        ("../../etc/passwd", "passwd"),
        ("办\x00法\u202e.pdf", "办法.pdf"),
        ("/", "未命名"),
    ],
)
async def test_a_file_name_is_kept_without_folders_and_tricks(
    desk: Desk, given: str, kept: str
) -> None:
    name = await desk.jobs.begin(given, FILE, "li")
    await desk.jobs.finished()

    assert (await desk.imports.imported(name)).source_name == kept
