"""Checks that whatever is altered in sealed evidence is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update

from core.evidence import Exhibit, Kind, altered_exhibits, altered_in_chain
from core.evidence_tables import manifests
from core.store.evidence import EvidenceStore
from tests.fakes.office import Office

NOON = datetime(2026, 12, 21, 4, tzinfo=UTC)
RECORDING = Exhibit(Kind.RECORDING, "room-1.mkv", "a" * 64, 1000)
FORM = Exhibit(Kind.FORM, "form.json", "b" * 64, 200)


async def sealed(office: Office, count: int = 3) -> EvidenceStore:
    """Seal so many calls."""
    store = EvidenceStore(office.database)
    for number in range(1, count + 1):
        at = NOON + timedelta(hours=number)
        await store.seal(f"call-{number}", None, (RECORDING, FORM), at)
    return store


async def named(store: EvidenceStore) -> list[tuple[int, str]]:
    """Return what verification names."""
    found = altered_in_chain(await store.manifests(), await store.anchored())
    return [(one.number, one.what) for one in found]


async def test_untouched_evidence_has_nothing_altered(office: Office) -> None:
    store = await sealed(office)

    assert await named(store) == []
    assert [one.number for one in await store.manifests()] == [1, 2, 3]


async def test_a_call_is_sealed_once(office: Office) -> None:
    store = await sealed(office, 1)

    again = await store.seal("call-1", "20261221000015", (), NOON + timedelta(days=1))

    assert again.exhibits == (RECORDING, FORM)
    assert len(await store.manifests()) == 1


async def test_an_altered_row_is_named(office: Office) -> None:
    store = await sealed(office)
    async with office.database.writing() as connection:
        await connection.execute(
            update(manifests).where(manifests.c.number == 2).values(receipt="20261221000099")
        )

    assert await named(store) == [(2, "manifest")]


async def test_a_row_altered_with_its_hash_is_betrayed_by_the_audit_trail(office: Office) -> None:
    store = await sealed(office)
    second = (await store.manifests())[1]
    forged = replace(second, receipt="20261221000099")
    async with office.database.writing() as connection:
        await connection.execute(
            update(manifests)
            .where(manifests.c.number == 2)
            .values(receipt=forged.receipt, hash=forged.computed_hash())
        )

    assert await named(store) == [(2, "manifest"), (3, "chain")]


async def test_a_removed_row_is_named(office: Office) -> None:
    store = await sealed(office)
    async with office.database.writing() as connection:
        await connection.execute(delete(manifests).where(manifests.c.number == 2))

    assert await named(store) == [(3, "chain")]


async def test_a_removed_last_row_is_named(office: Office) -> None:
    store = await sealed(office)
    async with office.database.writing() as connection:
        await connection.execute(delete(manifests).where(manifests.c.number == 3))

    assert await named(store) == [(3, "manifest")]


async def test_a_changed_and_a_lost_file_are_named(office: Office) -> None:
    store = await sealed(office, 1)
    (manifest,) = await store.manifests()

    found = altered_exhibits(manifest, {"room-1.mkv": ("c" * 64, 1000), "form.json": None})

    assert [(one.what, one.how) for one in found] == [
        ("room-1.mkv", "文件内容被改动"),
        ("form.json", "文件不见了"),
    ]
    untouched = {"room-1.mkv": ("a" * 64, 1000), "form.json": ("b" * 64, 200)}
    assert altered_exhibits(manifest, untouched) == []
