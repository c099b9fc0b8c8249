"""Looks for citizens' numbers where none may be readable: logs, metrics, Redis, the database."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import httpx
from redis.asyncio import Redis

from bench.faults.people import Person
from bench.faults.town import DATABASE, Town
from launch.postgresql import ROLE

# What the invented people's numbers look like; each is looked up among those that were told.
LOOKS = re.compile(rb"(?=(3706\d{13}[\dX]|1395550\d{4}))")
APART = re.compile(rb"(?<=\d)[ -](?=[\dX])")  # numbers are written in groups, too


async def canaries(town: Town, people: Iterable[Person]) -> dict[str, list[str]]:
    """Return where a number of these people can be read."""
    sought = {number for one in people for number in (one.id_number, one.mobile)}
    places = await asyncio.to_thread(_in_files, town.folder, sought)
    async with httpx.AsyncClient(trust_env=False, timeout=20.0) as client:
        for number in (1, 2):
            shown = await client.get(f"{town.cluster.url_of(number)}/metrics")
            places[f"metrics of gateway {number}"] = _found(shown.content, sought)
    async with Redis.from_url(town.settings["YIBAO_REDIS_URL"]) as redis:
        keys = [key async for key in redis.scan_iter()]
        held = [(await redis.dump(key)) or b"" for key in keys]
        places["Redis"] = _found(b"\n".join([*keys, *held]), sought)
    dump = await asyncio.to_thread(_dumped, town.cluster.database.folder)
    places["database"] = _found(dump, sought)
    return {place: found for place, found in places.items() if found}


def _found(content: bytes, sought: set[str]) -> list[str]:
    """Return which numbers stand there, also as UTF-16 and in groups."""
    plain = APART.sub(b"", content.replace(b"\0", b""))
    return sorted(sought & {found.decode() for found in LOOKS.findall(plain)})


def _in_files(folder: Path, sought: set[str]) -> dict[str, list[str]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {f"log/{path.name}": _found(path.read_bytes(), sought) for path in files}


def _dumped(folder: Path) -> bytes:
    """Return every row as pg_dump writes it."""
    command = ["pg_dump", "-h", str(folder), "-U", ROLE, "--data-only", "--inserts", DATABASE]
    return subprocess.run(command, check=True, capture_output=True).stdout
