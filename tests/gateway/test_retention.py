"""Tests that what was kept long enough is erased, rows and files, and that the audit stays."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client import generate_latest
from sqlalchemy import insert

from core.applications import Application, Phase
from core.call_back_tables import calls
from core.contracts import Ticket
from core.messages import Message
from core.photo_tables import photos
from core.photos import DocumentKind, Photo, PhotoReading
from core.retention_terms import Kept
from core.sealed_columns import Private
from core.store.audit_trail import AuditTrail
from core.store.retention import CONVERSATIONS, LINES, RetentionStore
from core.tables import applications, audit, conversations, lines, tickets, turns
from gateway.recordings import recording_path
from gateway.retention import Retention, in_force
from gateway.staff import SECURITY, SYSTEM
from integrations.photographs.files import PhotoFiles
from tests.browser.account_office import open_administrator
from tests.fakes.office import CONTRACT, Office
from tests.people import ID_NUMBER

KEPT = Kept(chats=90, drafts=90, photos=90, recordings=30)
LONG = timedelta(days=91)
PICTURE = "7d9f3c1e-1111-4222-8333-44445555666{}"


class StopsAfter(RetentionStore):
    """Be killed in the middle: after so many batches of lines."""

    def __init__(self, office: Office, batches: int) -> None:
        super().__init__(office.database)
        self._left = batches

    async def erase_chats(self, before: datetime, at: datetime) -> int:
        """Erase a batch, or be gone."""
        if self._left == 0:
            raise RuntimeError("killed")
        self._left -= 1
        return await super().erase_chats(before, at)


def retention(office: Office, store: RetentionStore | None = None) -> Retention:
    return Retention(
        store=store or office.stores.retention,
        photos=office.stores.photos,
        pictures=PhotoFiles(office.folder / "photos"),
        recordings=office.folder / "recordings",
        kept=in_force(office.stores.terms, KEPT),
        now=office.clock,
    )


async def talked(office: Office, text: str = "门诊能报多少") -> str:
    conversation = await office.opened()
    await office.assistant.answer(Message(conversation.id, "web", text, "m1"))
    return conversation.id


async def photographed(office: Office, conversation_id: str, which: int) -> Path:
    reading = PhotoReading(DocumentKind.ID_CARD, {"id_number": ID_NUMBER})
    photo = Photo(
        PICTURE.format(which), conversation_id, None, None, reading, f"{which:064}", 1, 1,
        office.clock(),
    )  # fmt: skip
    await office.stores.photos.add(photo, size=1, turn=0)
    await PhotoFiles(office.folder / "photos").write(photo.id, b"jpeg")
    return office.folder / "photos" / f"{photo.id}.jpg"


async def erased(office: Office) -> dict[str, int]:
    """Return what the audit trail says was erased, added up."""
    counts: dict[str, int] = {}
    for row in await office.rows(audit):
        if row["actor"] == "retention" and row["action"] == "erased" and row["detail"]:
            what = row["detail"]["what"]
            counts[what] = counts.get(what, 0) + row["detail"]["count"]
    return counts


async def test_after_ninety_one_days_nothing_said_is_left_but_the_audit_entries(
    office: Office,
) -> None:
    conversation_id = await talked(office, f"我是王秀英，身份证{ID_NUMBER}")
    before = len(await office.rows(audit))
    await office.drafted(await office.opened())
    office.clock.pass_by(LONG)

    await retention(office).step()

    assert await office.rows(lines) == []
    (old,) = [row for row in await office.rows(conversations) if row["id"] == conversation_id]
    assert (old["last_question"], old["last_reply"]) == (None, None)
    (draft,) = await office.rows(applications)
    assert (draft["fields"], draft["phase"]) == ({}, "cancelled")
    assert await erased(office) == {"chat": 4, "draft": 1}
    assert len(await office.rows(audit)) > before
    rows, flaw = await AuditTrail(office.database).first_flaw([])
    assert (rows > 0, flaw) == (True, None)
    assert 'retention_erased_total{what="chat"} 4.0' in exported(office)


async def test_a_talk_of_thousands_of_lines_is_erased_in_batches(office: Office) -> None:
    conversation = await office.opened()
    old = office.clock()
    row = {"at": old, "who": "agent", "text": Private("x", "您好"), "answer": None}
    async with office.database.writing() as connection:
        await connection.execute(
            insert(lines),
            [
                {"conversation_id": conversation.id, "seq": 10 + number, **row}
                for number in range(LINES + 5)
            ],
        )
    office.clock.pass_by(LONG)
    store, before = office.stores.retention, old + timedelta(days=1)

    gone = [await store.erase_chats(before, office.clock()) for _ in range(3)]

    assert gone == [LINES, 6, 0]  # and the greeting
    assert await office.rows(lines) == []
    (kept,) = await office.rows(conversations)
    assert kept["erased_to"] == 10 + LINES + 4


def exported(office: Office) -> str:
    """Return the metrics as Prometheus reads them, without the product's prefix."""
    return generate_latest(office.meters.registry).decode().replace("yibao_", "")


async def test_a_day_earlier_everything_is_still_there(office: Office) -> None:
    await talked(office)
    office.clock.pass_by(timedelta(days=89))

    await retention(office).step()

    assert len(await office.rows(lines)) == 3
    assert await erased(office) == {}


async def test_what_was_accepted_is_kept_with_its_photographs(office: Office) -> None:
    conversation = await office.opened()
    papers = {"身份证": f"photo:{PICTURE.format(1)}"}
    kept = Application(
        "a1", conversation.id, CONTRACT, Phase.APPROVED, {"name": "王秀英"}, papers=papers,
        number="20261221000015", submitted_at=office.clock(),
    )  # fmt: skip
    await office.applications.open_application(kept, office.clock())
    filed = await photographed(office, conversation.id, 1)
    loose = await photographed(office, conversation.id, 2)
    office.clock.pass_by(LONG)

    await retention(office).step()

    assert (await office.applications.numbered("20261221000015")).fields == {"name": "王秀英"}
    assert [row["id"] for row in await office.rows(photos)] == [PICTURE.format(1)]
    assert (filed.exists(), loose.exists()) == (True, False)
    assert (await erased(office))["photo"] == 1


async def test_a_picture_whose_row_is_gone_goes_too(office: Office) -> None:
    picture = await photographed(office, await talked(office), 1)
    await office.stores.photos.delete(PICTURE.format(1), office.clock())
    yesterday = (office.clock() - timedelta(days=2)).timestamp()
    os.utime(picture, (yesterday, yesterday))

    await retention(office).step()

    assert not picture.exists()
    assert await erased(office) == {"stray_picture": 1}


async def test_recordings_of_calls_go_after_thirty_days(office: Office) -> None:
    conversation_id = await talked(office)
    today = office.clock().date()
    files = [
        recording_path(office.folder / "recordings", today - timedelta(days=days), conversation_id)
        for days in (31, 30)
    ]
    for file in files:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"RIFF")

    await retention(office).step()

    assert [file.exists() for file in files] == [False, True]
    assert await erased(office) == {"recording": 1}


async def test_words_beside_a_conversation_go_with_it(office: Office) -> None:
    conversation_id = await talked(office)
    ticket = Ticket("t1", conversation_id, "text", "签约", {"姓名": "王**"}, office.clock())
    await office.tickets.enqueue(ticket)
    await office.tickets.leave(conversation_id, "不等了", office.clock())
    await office.stores.calls.begin(conversation_id, "13800138000", "12393", office.clock())
    await office.stores.calls.end(conversation_id, why="bye", seconds=1, at=office.clock())
    office.clock.pass_by(LONG)

    await retention(office).step()

    assert [row["fields"] for row in await office.rows(tickets)] == [{}]
    assert [row["caller"] for row in await office.rows(calls)] == [""]


async def test_who_was_stopped_goes_on_and_does_nothing_twice(office: Office) -> None:
    for _ in range(CONVERSATIONS + 1):
        await office.opened()
    office.clock.pass_by(LONG)
    with pytest.raises(RuntimeError):
        await retention(office, StopsAfter(office, 1)).step()
    left = len(await office.rows(lines))

    await retention(office).step()
    await retention(office).step()

    assert left == 1
    assert await office.rows(lines) == []
    assert await erased(office) == {"chat": CONVERSATIONS + 1}
    finished = [row for row in await office.rows(audit) if row["action"] == "finished"]
    assert len(finished) == 1


async def test_it_waits_for_the_night(office: Office) -> None:
    await talked(office)
    office.clock.pass_by(LONG + timedelta(hours=15))  # one in the morning

    await retention(office).step()
    early = len(await office.rows(lines))
    office.clock.pass_by(timedelta(hours=1))
    await retention(office).step()

    assert (early, await office.rows(lines)) == (3, [])


async def test_a_talk_that_goes_on_keeps_what_is_new_and_its_numbers(office: Office) -> None:
    conversation_id = await talked(office)
    office.clock.pass_by(LONG)
    await office.assistant.answer(Message(conversation_id, "web", "在吗", "m2"))

    await retention(office).step()
    answer = await office.assistant.answer(Message(conversation_id, "web", "还在吗", "m3"))

    assert answer is not None
    assert [row["seq"] for row in await office.rows(lines)] == [4, 5, 6, 7]
    assert [row["seq"] for row in await office.rows(turns)] == [3, 5, 7]


async def test_a_talk_that_was_erased_whole_goes_on_counting(office: Office) -> None:
    conversation_id = await talked(office)
    office.clock.pass_by(LONG)
    await retention(office).step()

    await office.assistant.answer(Message(conversation_id, "web", "还在吗", "m3"))

    assert [row["seq"] for row in await office.rows(lines)] == [4, 5]


async def test_what_two_people_decided_counts_from_the_next_erasing_on(office: Office) -> None:
    office.clock.at = office.clock.at.replace(hour=3)
    await talked(office)
    office.clock.at += timedelta(days=40)
    await retention(office).step()
    kept_by_settings = await office.rows(lines)

    terms, at = office.stores.terms, office.clock()
    await open_administrator(office.database, "sys", SYSTEM, at)
    await open_administrator(office.database, "sec", SECURITY, at)
    asked = await terms.ask(replace(KEPT, chats=30), at=at, by="sys")
    await terms.approve(asked.id, at=at, by="sec")
    office.clock.at += timedelta(days=1)
    await retention(office).step()

    assert kept_by_settings != []
    assert await office.rows(lines) == []
