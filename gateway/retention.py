"""Erases, once a day, what was kept as long as it may be: rows, and the files beside them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from core.errors import NotAllowedNow, NotFound
from core.retention_terms import Kept
from core.store.expiring import RETENTION
from core.store.photos import PhotoStore
from core.store.retention import RetentionStore
from core.store.retention_terms import RetentionTermStore
from gateway.recordings import forget_recordings
from gateway.settings import Settings
from integrations.photographs.files import PhotoFiles

logger = logging.getLogger(__name__)

FROM_HOUR = 2  # at night, when hardly anybody waits behind a batch
A_DAY = timedelta(days=1)


Terms = Callable[[], Awaitable[Kept]]  # what is in force now


def settled(settings: Settings) -> Kept:
    """Return what the settings name; it holds until two people decide otherwise."""
    return Kept(
        chats=settings.chat_days,
        drafts=settings.draft_days,
        photos=settings.photo_days,
        recordings=settings.recording_days,
    )


def in_force(store: RetentionTermStore, before: Kept) -> Terms:
    """Return who tells how long everything is kept; `before` anybody decided, that."""

    async def terms() -> Kept:
        term = await store.in_force()
        return term.kept if term is not None else before

    return terms


class Retention:
    """Take one step for each batch until nothing is left that is due today."""

    def __init__(
        self,
        *,
        store: RetentionStore,
        photos: PhotoStore,
        pictures: PhotoFiles,
        recordings: Path,
        kept: Terms,
        now: Callable[[], datetime],
    ) -> None:
        """Take the stores, where the files are, and who tells how long all is kept."""
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
        kept = await self._kept()
        chats, drafts_before = now - timedelta(days=kept.chats), now - timedelta(days=kept.drafts)
        while lines := await self._store.erase_chats(chats, now):
            logger.debug("retention: %d lines", lines)
        while drafts := await self._store.erase_drafts(drafts_before, now):
            logger.debug("retention: %d drafts", drafts)
        while requests := await self._store.erase_requests(chats, now):
            logger.debug("retention: %d requests", requests)
        beside = self._store.beside
        for erase, before in (
            (beside.erase_messages, chats),
            (beside.erase_numbers, chats),
            (beside.erase_refused, chats),
            (beside.erase_authorisations, drafts_before),
        ):
            while rows := await erase(before, now):
                logger.debug("retention: %d rows beside", rows)
        await beside.erase_proofs(now)
        await self._erase_photos(now - timedelta(days=kept.photos), now)
        await self._erase_strays(now)
        files = await asyncio.to_thread(
            forget_recordings, self._recordings, now.date(), kept.recordings
        )
        if files:
            await self._store.note("recording", files, now)
        await self._store.finish(now)
        logger.info("retention: finished for %s", now.date())

    async def _erase_photos(self, before: datetime, now: datetime) -> None:
        last, erased = "", 0
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
