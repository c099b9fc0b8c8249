"""Kills upgrades of older databases in the middle, and sees that the next attempt finishes."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic

from alembic import command
from alembic.config import Config

from bench.faults.evidence import Hit
from bench.faults.scene import GLANCE, Scene, locked, until
from bench.faults.town import gateway
from gateway.backups.places import newest_revision
from gateway.settings import ROOT
from launch import postgresql
from launch.places import CHECKOUT
from tests.gateway.test_older_installation import OLD

HALF, FROM = "half", "0017"  # a database, and the revision that its installation is of
WAITS_AT = "wechat_outbox"  # changed by the last revisions, when those before are done
NEW = "staff_recovery_codes"  # what the first revision adds
KILLS, LATEST = 5, 0.4  # on SQLite: how often; seconds at most after the file is written to


async def killed_on_postgresql(scene: Scene) -> Hit:
    """Kill an upgrade that waits for a lock after ten revisions; upgrade again."""
    town, began = scene.town, monotonic()
    await town.order(f"CREATE DATABASE {HALF} TEMPLATE template0", "postgres")
    try:
        url = postgresql.address(town.cluster.database.folder, HALF)
        settings = _settings(scene, url)
        await asyncio.to_thread(_older, url)
        await town.order(OLD, HALF)
        async with locked(town, WAITS_AT, HALF) as is_waited_for:
            upgrade = await _started(settings)
            await until(is_waited_for, "the upgrade to come to the table that is locked")
            upgrade.send_signal(signal.SIGKILL)
            await upgrade.wait()

        async def is_alone() -> bool:
            told = await town.order(
                f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{HALF}'", "postgres"
            )
            return told == "0"

        await until(is_alone, "PostgreSQL to notice that the upgrade has gone")
        half = await town.order(
            f"SELECT version_num, to_regclass('{NEW}') IS NOT NULL FROM alembic_version", HALF
        )
        harm = [] if half == f"{FROM}|f" else [f"the killed upgrade left {half}"]
        status, words = await gateway(settings, "migrate")
        harm += [] if status == 0 else [f"status {status}: {words[-300:]}"]
        found = await town.order(
            "SELECT version_num, (SELECT count(*) FROM applications WHERE number IS NOT NULL)"
            " FROM alembic_version",
            HALF,
        )
        harm += _harm_after(found, await gateway(settings, "audit", "verify"))
    finally:
        await town.order(f"DROP DATABASE {HALF} WITH (FORCE)", "postgres")
    hit = await scene.recovered("an upgrade of PostgreSQL killed midway", "upgrade", began, "")
    proof = f"it waited for a lock on {WAITS_AT}; afterwards {half}, upgraded again {found}"
    return replace(hit, used=True, proof=proof, harm=tuple(harm))


async def killed_on_sqlite(scene: Scene) -> Hit:
    """Kill upgrades of a file while they write to it, at moments by seed; then let one finish."""
    began, file = monotonic(), scene.town.folder / f"{HALF}.sqlite3"
    url = f"sqlite+aiosqlite:///{file}"
    settings = _settings(scene, url)
    await asyncio.to_thread(_older, url)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD)
    killed, harm = 0, []
    while killed < KILLS and _looked(file)[0] == FROM:
        upgrade = await _started(settings)
        while upgrade.returncode is None and not _is_written(file):  # noqa: ASYNC110  a file
            await asyncio.sleep(GLANCE / 4)
        await asyncio.sleep(scene.dice.uniform(0.0, LATEST))
        if upgrade.returncode is None:
            upgrade.send_signal(signal.SIGKILL)
            killed += 1
        await upgrade.wait()
        if (revision := _looked(file)[0]) not in {FROM, newest_revision()}:
            harm.append(f"a killed upgrade left revision {revision}")
    status, words = await gateway(settings, "migrate")
    harm += [] if status == 0 else [f"status {status}: {words[-300:]}"]
    found = "|".join(map(str, _looked(file)))
    harm += _harm_after(found, await gateway(settings, "audit", "verify"))
    hit = await scene.recovered("upgrades of SQLite killed while they wrote", "upgrade", began, "")
    proof = f"{killed} killed while they wrote; afterwards upgraded to {found}"
    return replace(hit, used=killed > 0, proof=proof, harm=tuple(harm))


def _harm_after(found: str, verified: tuple[int, str]) -> list[str]:
    """Name what an upgraded database lacks: its newest revision, its one application, its trail."""
    harm = [] if found == f"{newest_revision()}|1" else [f"the upgraded database says {found}"]
    status, words = verified
    return harm + ([] if status == 0 else [f"the trail: {words[-300:]}"])


def _settings(scene: Scene, url: str) -> dict[str, str]:
    """Return the settings of an installation with keys of its own."""
    folder = scene.town.folder / HALF
    folder.mkdir(exist_ok=True)
    name = "sqlite" if url.startswith("sqlite") else "postgresql"
    own = {
        "YIBAO_DATABASE_URL": url,
        "YIBAO_DATABASE_OWNER_URL": "",
        "YIBAO_KEYS": str(folder / f"{name}-keys.json"),
        "YIBAO_AUDIT_ANCHORS": str(folder / f"{name}-anchors.jsonl"),
        "YIBAO_FIRST_LOGIN": str(folder / f"{name}-login.txt"),
    }
    return {**scene.town.settings, **own}


def _older(url: str) -> None:
    """Make the tables of an older installation."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url)
    command.upgrade(config, FROM)


async def _started(settings: Mapping[str, str]) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "migrate"),
        env=os.environ | dict(settings),
        cwd=CHECKOUT,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )


def _is_written(file: Path) -> bool:
    """Tell whether somebody is in the middle of a transaction that has written something."""
    return any(file.with_name(f"{file.name}{end}").exists() for end in ("-journal", "-wal"))


def _looked(file: Path) -> tuple[str, int]:
    """Return the revision, and how many applications were handed in."""
    with closing(sqlite3.connect(file)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (filed,) = connection.execute(
            "SELECT count(*) FROM applications WHERE number IS NOT NULL"
        ).fetchone()
    return str(revision), int(filed)
