"""Is a track that never has anything to send, because packets come from elsewhere."""

from __future__ import annotations

import asyncio

from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError


class SilentTrack(MediaStreamTrack):
    """Keep a sender alive that never encodes anything itself."""

    def __init__(self, kind: str) -> None:
        """Be of that kind: audio or video."""
        super().__init__()
        self.kind = kind
        self._ended = asyncio.Event()

    async def recv(self) -> None:  # type: ignore[override]
        """Wait until the connection is closed."""
        await self._ended.wait()
        raise MediaStreamError

    def stop(self) -> None:
        """End the waiting."""
        super().stop()
        self._ended.set()
