"""Keeps the pictures of photographs as files that only this service can read."""

from __future__ import annotations

import asyncio
import os
import tempfile
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from core.errors import NotFound

BATCH = 200  # pictures
ONLY_US = 0o700  # of the folder; mkstemp makes files 0600 (个人信息保护法, article 51)


class PhotoFiles:
    """Write, read and delete <folder>/<id>.jpg; fulfils PhotoKeeper."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first picture comes."""
        self._folder = folder

    async def write(self, photo_id: str, jpeg: bytes) -> None:
        """Keep a picture, whole or not at all, also if the power fails."""
        await asyncio.to_thread(self._write, self._path(photo_id), jpeg)

    async def read(self, photo_id: str) -> bytes:
        """Return the picture, or raise NotFound."""
        try:
            return await asyncio.to_thread(self._path(photo_id).read_bytes)
        except FileNotFoundError as error:
            raise NotFound(f"picture {photo_id}") from error

    async def delete(self, photo_id: str) -> None:
        """Delete the picture, if it is there."""
        await asyncio.to_thread(self._path(photo_id).unlink, missing_ok=True)

    def older_than(self, moment: datetime) -> Sequence[Sequence[str]]:
        """Return the ids of pictures written before a moment, in batches; blocking."""
        old = sorted(
            path.stem
            for path in self._folder.glob("*.jpg")
            if path.stat().st_mtime < moment.timestamp()
        )
        return [old[first : first + BATCH] for first in range(0, len(old), BATCH)]

    def _path(self, photo_id: str) -> Path:
        try:
            return self._folder / f"{uuid.UUID(photo_id)}.jpg"  # never a path of somebody's choice
        except ValueError as error:
            raise NotFound("picture") from error

    def _write(self, path: Path, jpeg: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=ONLY_US)
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(jpeg)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
