"""Erases, once a day, what was kept as long as it may be: rows, and the files beside them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.errors import NotAllowedNow, NotFound
from core.store.photos import PhotoStore
from core.store.retention import RETENTION, RetentionStore
from gateway.recordings import forget_recordings
from integrations.photographs.files import PhotoFiles

logger = logging.getLogger(__name__)

FROM_HOUR = 2  # at night, when hardly anybody waits behind a batch
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """Say for how many days each class is kept (个人信息保护法, articles 19 and 47)."""

    chats: int  # what was said, and what other rows hold of it
    drafts: int  # applications never handed in, from the last change on
    photos: int  # photographs that belong to no accepted application
    recordings: int  # of telephone calls


class Retention:
    """Take one step for each batch until nothing is left that is due today."""

    def __init__(
        self,
        *,
        store: RetentionStore,
        photos: PhotoStore,
        pictures: PhotoFiles,
        recordings: Path,
        kept: Kept,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, where the files are, and how long everything is kept."""
        self._store = store
        self._photos = photos
        self._pictures = pictures
        self._recordings = recordings
        self._kept = kept
        self._now = now

    async def step(self) -> None:
        """Erase what is due, unless that was done today; a step cut short is begun again."""
        now = self._now()
        if now.hour < FROM_HOUR or await self._store.is_finished(now.date()):
            return
        kept = self._kept
        chats = now - timedelta(days=kept.chats)
        while lines := await self._store.erase_chats(chats, now):
            logger.debug("retention: %d lines", lines)
        while drafts := await self._store.erase_drafts(now - timedelta(days=kept.drafts), now):
            logger.debug("retention: %d drafts", drafts)
        while requests := await self._store.erase_requests(chats, now):
            logger.debug("retention: %d requests", requests)
        await self._erase_photos(now)
        await self._erase_strays(now)
        files = await asyncio.to_thread(
            forget_recordings, self._recordings, now.date(), kept.recordings
        )
        if files:
            await self._store.note("recording", files, now)
        await self._store.finish(now)
        logger.info("retention: finished for %s", now.date())

    async def _erase_photos(self, now: datetime) -> None:
        before, last, erased = now - timedelta(days=self._kept.photos), "", 0
        while batch := await self._store.photos_before(before, last):
            for photo_id in batch:
                try:
                    await self._photos.delete(photo_id, now, actor=RETENTION)
                except (NotAllowedNow, NotFound):  # it is the archive's, or gone meanwhile
                    continue
                await self._pictures.delete(photo_id)
                erased += 1
            last = batch[-1]
        if erased:
            await self._store.note("photo", erased, now)

    async def _erase_strays(self, now: datetime) -> None:
        """Delete pictures whose row is gone: a process that was killed between the two."""
        strays = 0
        for batch in await asyncio.to_thread(self._pictures.older_than, now - A_DAY):
            known = await self._store.photos_among(batch)
            for photo_id in batch:
                if photo_id not in known:
                    await self._pictures.delete(photo_id)
                    strays += 1
        if strays:
            await self._store.note("stray_picture", strays, now)
