"""Deletes, in the phone process, recordings that were kept as long as the gateway says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

import httpx

from gateway.recordings import forget_recordings
from gateway.settings import Settings

logger = logging.getLogger(__name__)


class OldRecordings:
    """Tidy up where calls are recorded; the days are what two administrators decided on."""

    every = 3600.0  # seconds

    def __init__(
        self, client: httpx.AsyncClient, settings: Settings, now: Callable[[], datetime]
    ) -> None:
        """Take the client (with its timeouts), where gateway and recordings are, and the clock."""
        self._client = client
        self._url = f"http://127.0.0.1:{settings.port}/phone/calls/recordings"
        self._secret = {"X-Phone-Secret": settings.phone_secret.get_secret_value()}
        self._folder = settings.call_recordings
        self._now = now

    async def step(self) -> None:
        """Delete what is too old; while the gateway is away nothing is."""
        try:
            answer = await self._client.get(self._url, headers=self._secret)
            days = int(answer.raise_for_status().json()["days"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            logger.info("old recordings stay for now: %s", type(error).__name__)
            return
        forgotten = await asyncio.to_thread(
            forget_recordings, self._folder, self._now().date(), days
        )
        if forgotten:
            logger.info("%d old recordings were deleted", forgotten)
