"""Tests core.store.knowledge: drafts, their moves, and who may make them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import String

from core import editorial_wording as wording
from core.errors import ChangedMeanwhile, NotAllowedNow, NotFound, NotPermitted, OpenAlready
from core.knowledge import Doubt, EntryState, EntryVersion
from core.store import EntryStore, Overviews
from core.tables import audit
from tests.fakes.entries import CONTENT, draft
from tests.fakes.office import Office

AT = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
KEY = "qingdao-2026#1"


@pytest.fixture
def store(office: Office) -> EntryStore:
    return EntryStore(office.database)


async def saved(
    store: EntryStore, version: EntryVersion, plain: str, by: str = "li"
) -> EntryVersion:
    content = replace(version.content, plain=plain)
    return await store.save(version, content, by=by, at=AT, action="edited", detail={})


async def brought_to(store: EntryStore, *states: EntryState, by: str = "zhao") -> EntryVersion:
    version = await store.add_draft(draft(), by="li", at=AT)
    for state in states:
        version = await store.move(KEY, 1, version.revision, state, by=by, at=AT)
    return version


async def test_a_stored_draft_comes_back_as_it_was(store: EntryStore, office: Office) -> None:
    await store.add_draft(draft(), by="li", at=AT)

    assert await store.entry(KEY, 1) == replace(draft(), updated_at=AT)
    (row,) = await office.rows(audit)
    assert (row["actor"], row["subject"], row["action"]) == (
        "staff:li",
        "entry:qingdao-2026#1@1",
        "drafted",
    )


async def test_an_unknown_version_is_not_found(store: EntryStore) -> None:
    with pytest.raises(NotFound):
        await store.entry(KEY, 1)


async def test_a_key_is_given_only_once(store: EntryStore) -> None:
    await store.add_draft(draft(), by="li", at=AT)

    with pytest.raises(NotAllowedNow):
        await store.add_draft(draft(), by="zhao", at=AT)


async def test_everybody_who_saves_becomes_an_author_once(store: EntryStore) -> None:
    version = await store.add_draft(draft(), by="li", at=AT)

    version = await saved(store, version, "一", "zhao")
    version = await saved(store, version, "二", "li")

    assert (version.authors, version.revision) == (("li", "zhao"), 3)
    assert await store.entry(KEY, 1) == version


async def test_of_two_who_save_at_once_one_is_told(store: EntryStore, office: Office) -> None:
    version = await store.add_draft(draft(), by="li", at=AT)

    results = await asyncio.gather(
        saved(store, version, "李", "li"),
        saved(store, version, "赵", "zhao"),
        return_exceptions=True,
    )

    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == 1
    assert (await store.entry(KEY, 1)).revision == 2
    assert [row["action"] for row in await office.rows(audit)] == ["drafted", "edited"]


async def test_only_drafts_are_edited(store: EntryStore) -> None:
    version = await brought_to(store, EntryState.IN_REVIEW)

    with pytest.raises(NotAllowedNow) as refused:
        await saved(store, version, "改")

    assert refused.value.args[1] == wording.NOT_EDITABLE


async def test_nobody_approves_what_they_wrote(store: EntryStore) -> None:
    version = await store.add_draft(draft(), by="li", at=AT)
    version = await saved(store, version, "赵也写了", "zhao")
    version = await store.move(KEY, 1, version.revision, EntryState.IN_REVIEW, by="li", at=AT)

    for author in ("li", "zhao"):
        with pytest.raises(NotPermitted) as refused:
            await store.move(KEY, 1, version.revision, EntryState.APPROVED, by=author, at=AT)
        assert refused.value.args[1] == wording.OWN_WORK
    approved = await store.move(KEY, 1, version.revision, EntryState.APPROVED, by="wu", at=AT)

    assert (approved.state, approved.reviewer) == (EntryState.APPROVED, "wu")


async def test_an_approval_that_comes_after_another_edit_is_refused(store: EntryStore) -> None:
    version = await brought_to(store, EntryState.IN_REVIEW)
    await store.move(KEY, 1, version.revision, EntryState.DRAFT, by="zhao", at=AT, note="改")

    with pytest.raises(ChangedMeanwhile):
        await store.move(KEY, 1, version.revision, EntryState.APPROVED, by="zhao", at=AT)


async def test_what_is_returned_loses_its_approval(store: EntryStore) -> None:
    version = await brought_to(store, EntryState.IN_REVIEW, EntryState.APPROVED)

    returned = await store.move(
        KEY, 1, version.revision, EntryState.DRAFT, by="wu", at=AT, note="数字不对"
    )

    assert (returned.state, returned.reviewer, returned.note) == (
        EntryState.DRAFT,
        None,
        "数字不对",
    )


@pytest.mark.parametrize(
    ("before", "to", "sentence"),
    [
        ([], EntryState.APPROVED, wording.NOT_IN_REVIEW),
        ([], EntryState.DRAFT, wording.NOT_RETURNABLE),
        ([EntryState.IN_REVIEW], EntryState.IN_REVIEW, wording.NOT_DRAFT_TO_SUBMIT),
        ([EntryState.IN_REVIEW], EntryState.DISCARDED, wording.NOT_DISCARDABLE),
        ([EntryState.DISCARDED], EntryState.DRAFT, wording.NOT_EDITABLE),
        ([EntryState.IN_REVIEW, EntryState.APPROVED], EntryState.PUBLISHED, wording.NOT_EDITABLE),
    ],
)
async def test_a_move_that_is_not_on_the_way_is_refused_in_words(
    store: EntryStore, before: list[EntryState], to: EntryState, sentence: str
) -> None:
    version = await brought_to(store, *before)

    with pytest.raises(NotAllowedNow) as refused:
        await store.move(KEY, 1, version.revision, to, by="wu", at=AT)

    assert refused.value.args[1] == sentence
    assert await store.entry(KEY, 1) == version


async def test_only_one_version_of_an_entry_is_open(store: EntryStore) -> None:
    await store.add_draft(draft(), by="li", at=AT)

    with pytest.raises(OpenAlready) as refused:
        await store.draft_of(KEY, by="zhao", at=AT)

    assert refused.value.entry == "qingdao-2026#1@1"


async def test_after_a_draft_was_given_up_the_next_one_has_the_next_number(
    store: EntryStore,
) -> None:
    await brought_to(store, EntryState.DISCARDED)

    again = await store.draft_of(KEY, by="zhao", at=AT)

    assert (again.version, again.content, again.authors) == (2, draft().content, ("zhao",))


async def test_what_is_known_of_a_document_changes_in_its_drafts_only(
    store: EntryStore,
) -> None:
    await brought_to(store, EntryState.IN_REVIEW)
    second = await store.add_draft(draft("qingdao-2026#2"), by="li", at=AT)

    await store.change_document(
        "qingdao-2026", lambda document: replace(document, title="新标题"), by="wu", at=AT
    )

    assert (await store.entry(KEY, 1)).content.document.title == CONTENT.document.title
    changed = await store.entry(second.key, 1)
    assert (changed.content.document.title, changed.authors) == ("新标题", ("li", "wu"))


async def test_a_document_without_drafts_is_not_changed(store: EntryStore) -> None:
    await brought_to(store, EntryState.IN_REVIEW)

    with pytest.raises(NotAllowedNow) as refused:
        await store.change_document("qingdao-2026", lambda document: document, by="wu", at=AT)

    assert refused.value.args[1] == wording.NO_OPEN_DRAFT


async def test_a_document_lists_the_newest_version_of_each_entry_in_its_order(
    store: EntryStore,
) -> None:
    for place, name in ((2, "a"), (1, "b")):
        entry = replace(draft(f"qingdao-2026#{name}"), place=place)
        await store.add_draft(entry, by="li", at=AT)
    await store.move("qingdao-2026#a", 1, 1, EntryState.DISCARDED, by="li", at=AT)
    await store.draft_of("qingdao-2026#a", by="li", at=AT)

    newest = await store.newest_of_document("qingdao-2026")

    assert [version.id for version in newest] == ["qingdao-2026#b@1", "qingdao-2026#a@2"]


async def test_the_overview_counts_states_and_open_doubts(
    store: EntryStore, office: Office
) -> None:
    doubtful = replace(CONTENT, doubts=(Doubt(0, 1, "lost_bytes", "普", "请核对"),))
    await store.add_draft(replace(draft(), content=doubtful), by="li", at=AT)
    await store.add_draft(draft("qingdao-2026#2"), by="li", at=AT)
    await store.move("qingdao-2026#2", 1, 1, EntryState.IN_REVIEW, by="li", at=AT)

    (summary,) = await Overviews(office.database).documents()

    assert summary.document == CONTENT.document
    counted = {name: count for name, count in summary.counts.items() if count}
    assert counted == {"draft": 1, "in_review": 1, "doubts": 1}


async def test_the_history_tells_of_one_entry_only(store: EntryStore, office: Office) -> None:
    for key in ("qingdao_2026#1", "qingdao-2026#1", "qingdao-2026#10"):
        await store.add_draft(draft(key), by="li", at=AT)
    await store.move("qingdao_2026#1", 1, 1, EntryState.IN_REVIEW, by="li", at=AT)

    events = await Overviews(office.database).history("qingdao_2026#1")

    assert [(event.action, event.by, event.at) for event in events] == [
        ("drafted", "li", AT),
        ("submitted", "li", AT),
    ]


async def test_a_long_key_fits_into_its_audit_row(store: EntryStore, office: Office) -> None:
    key = "d" * 80 + "#" + "e" * 79

    await store.add_draft(draft(key), by="n" * 64, at=AT)

    (row,) = await office.rows(audit)
    for column in (audit.c.subject, audit.c.actor):
        assert isinstance(column.type, String)
        assert len(row[column.name]) <= (column.type.length or 0)


async def test_a_failing_change_leaves_no_trace(store: EntryStore, office: Office) -> None:
    version = await store.add_draft(draft(), by="li", at=AT)
    await saved(store, version, "一")

    with pytest.raises(ChangedMeanwhile):
        await saved(store, version, "二")

    assert [row["action"] for row in await office.rows(audit)] == ["drafted", "edited"]
    assert (await store.entry(KEY, 1)).content.plain == "一"
