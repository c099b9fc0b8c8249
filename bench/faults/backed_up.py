"""F18: backs up under load, restores beside it, and kills upgrades of the database midway."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from pathlib import Path
from time import monotonic

from bench.faults.evidence import Chats, Evidence, Hit, Told
from bench.faults.judge import judged
from bench.faults.migrated import killed_on_postgresql, killed_on_sqlite
from bench.faults.scene import Scene
from bench.faults.town import Town, gateway
from core.store import Database
from core.store.whole import whole_of
from launch import postgresql

RESTORED = "restored"
BEFORE = 40  # messages of the web page that are said before the backup begins
# What a restore writes itself: its rows of the audit trail, and gaps in the numbers.
NOTED = 2
COUNTED_ON = frozenset({"audit", "receipts", "case_counters"})


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Back up while people talk, restore, compare; then upgrade older databases, and die."""
    while len(scene.people.told) < BEFORE:
        await scene.calm()
    folder = scene.town.folder / "backup"
    hit, told = await _backed_up(scene, folder)
    yield hit
    if hit.harm:
        return
    yield await _restored(scene, folder, told)
    await scene.calm()
    yield await killed_on_postgresql(scene)
    await scene.calm()
    yield await killed_on_sqlite(scene)


async def _backed_up(scene: Scene, folder: Path) -> tuple[Hit, tuple[Told, ...]]:
    """Return how the backup went, and what had been answered when it began."""
    answered = tuple(one for one in scene.people.told if one.answer is not None)
    began, said = monotonic(), scene.people.said
    status, words = await gateway(scene.town.settings, "backup", str(folder))
    took, meanwhile = monotonic() - began, scene.people.said - said
    hit = await scene.recovered("a backup under load", "backup", began, "")
    proof = f"{meanwhile} messages were said in the {took:.0f} s that it took"
    harm = () if status == 0 else (f"status {status}: {words[-300:]}",)
    return replace(hit, used=meanwhile > 0, proof=proof, harm=harm), answered


async def _restored(scene: Scene, folder: Path, told: tuple[Told, ...]) -> Hit:
    """Restore to an empty database and empty folders beside, and compare what is there."""
    town, began = scene.town, monotonic()
    await town.order(f"CREATE DATABASE {RESTORED} TEMPLATE template0", "postgres")
    try:
        settings = beside(town, RESTORED)
        status, words = await gateway(settings, "restore", str(folder))
        harm = [] if status == 0 else [f"status {status}: {words[-300:]}"]
        listed = json.loads((folder / "backup.json").read_text("utf-8"))["rows"]
        rows = await _rows(settings["YIBAO_DATABASE_URL"])
        harm += differences(listed, rows)
        status, words = await gateway(settings, "audit", "verify")
        harm += [] if status == 0 else [f"the trail: {words[-300:]}"]
        harm += await _missing(town, told)
    finally:
        await town.order(f"DROP DATABASE {RESTORED} WITH (FORCE)", "postgres")
    hit = await scene.recovered("that backup, restored beside", "restore", began, "")
    proof = f"{sum(rows.values())} rows, {len(told)} messages answered before are in it"
    return replace(hit, used=bool(rows) and bool(told), proof=proof, harm=tuple(harm))


def beside(town: Town, database: str) -> dict[str, str]:
    """Return the settings of an installation beside the one that serves, with its keys."""
    folder = town.folder / database
    places = {
        **{name: folder / name.lower() for name in ("PHOTOS", "EVIDENCE", "MEDIA_RECORDINGS")},
        **{"CALL_RECORDINGS": folder / "calls", "AUDIT_ANCHORS": folder / "anchors.jsonl"},
        "FIRST_LOGIN": folder / "first-login.txt",
    }
    own = {f"YIBAO_{name}": str(place) for name, place in places.items()}
    server = town.cluster.database.folder
    addresses = {
        "YIBAO_DATABASE_URL": postgresql.address(server, database, postgresql.SERVING),
        "YIBAO_DATABASE_OWNER_URL": postgresql.address(server, database),
    }
    return {**town.settings, **own, **addresses}


def differences(listed: Mapping[str, int], rows: Mapping[str, int]) -> list[str]:
    """Name the tables that do not hold as many rows as the backup lists."""
    expected = {**listed, "audit": listed["audit"] + NOTED}
    counted = {name: rows.get(name, 0) for name in expected}
    return [
        f"{name}: {counted[name]} rows of {wanted}"
        for name, wanted in sorted(expected.items())
        if counted[name] != wanted and (name == "audit" or name not in COUNTED_ON)
    ] + [f"{name}: not in the backup" for name in sorted(set(rows) - set(expected))]


async def _rows(url: str) -> Mapping[str, int]:
    database = Database(url)
    try:
        async with database.reading() as connection:
            return (await whole_of(connection)).rows
    finally:
        await database.close()


async def _missing(town: Town, told: tuple[Told, ...]) -> list[str]:
    """Name what was answered before the backup began, and is not in what was restored."""
    kept = await town.kept({one.conversation for one in told}, RESTORED)
    evidence = Evidence("F18", "", 0.0, told, (), kept, Chats(), {}, None)
    return [f"not in the backup: {one}" for one in judged(evidence, (), ()).lost]
