"""F6: lets the disk be full that holds the database and the logs, and empties it again."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from bench.faults.evidence import Hit
from bench.faults.scene import Scene
from tests.running import Service

SIZE = "700m"
TIMES, FULL = 2, 12.0  # how often; seconds
SIGNS = ("No space left", "could not", "PANIC", "closed the connection", "recovery mode")
PIECE = 1 << 20  # bytes


@contextmanager
def disk(folder: Path) -> Iterator[bool]:
    """Put a small disk under a folder during the block; yield whether that is allowed here.

    The database's own account can reach what is in it.
    """
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0711", "yibao-chaos", str(folder)]
    folder.chmod(0o711)
    is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Fill it up, let people talk meanwhile, and make room."""
    for _ in range(TIMES):
        await scene.calm()
        ballast = scene.town.folder / "ballast"
        began = monotonic()
        try:
            await asyncio.to_thread(_fill, ballast)
            refused = await _refuses(scene)
            await asyncio.sleep(FULL)
            await asyncio.to_thread(_fill, ballast)  # what was freed meanwhile
            await asyncio.sleep(FULL / 2)
        finally:
            ballast.unlink(missing_ok=True)
        room = monotonic()
        await _look_after(scene.town.cluster.service_of_database)
        found = await scene.town.good_turn()
        took = None if found is None else began + (found - room)
        proof = "PostgreSQL had no room for a table" if refused else "PostgreSQL had room"
        yield Hit("the disk is full", "room on the disk", began, took, used=refused, proof=proof)


async def _look_after(database: Service) -> None:
    """Start PostgreSQL again if it has given up, as the launcher does."""
    try:
        alive = bool(database.pids)
    except OSError:  # its guard has gone, too
        alive = False
    if not alive:
        await asyncio.to_thread(database.stop)
        database.start()


def _fill(ballast: Path) -> None:
    """Write until nothing fits any more."""
    with ballast.open("ab", buffering=0) as file:
        for size in (PIECE, 4096, 512):
            try:
                while True:
                    if os.write(file.fileno(), b"\0" * size) < size:
                        break
            except OSError:
                continue


async def _refuses(scene: Scene) -> bool:
    """Tell whether PostgreSQL says that nothing fits."""
    fills = (
        "CREATE TABLE chaos_room AS SELECT md5(n::text) FROM generate_series(1, 200000) n;"
        " DROP TABLE chaos_room"
    )
    try:
        await scene.town.order(fills)
    except AssertionError as error:
        return any(sign in str(error) for sign in SIGNS)
    return False
