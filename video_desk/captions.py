"""Writes under the pictures of calls what is said in them (字幕), where a recogniser is there."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

from core.calls import Call, CallState, Engine, Role
from core.errors import EngineUnavailable
from core.store.video_calls import VideoCallStore
from video_desk.call_audience import Audience
from video_desk.caption_writing import CaptionWriting, Ears
from video_desk.media.caption_tap import Unpacking

logger = logging.getLogger(__name__)

# Not supervisors: what they whisper to the agent is not for the citizen.
WRITTEN = frozenset({Role.CITIZEN.value, Role.AGENT.value, Role.FAMILY.value})
AGAIN_AFTER = 5.0  # seconds after which captions that broke off are tried again

# The voices of a room as video_desk.media.caption_tap packs them; EngineUnavailable.
Sound = Callable[[str], AsyncIterator[bytes]]


class Captions:
    """Write captions for the calls whose pages this process serves, a few at once."""

    def __init__(
        self,
        *,
        calls: VideoCallStore,
        audience: Audience,
        sound: Sound,
        ears: Ears,
        at_once: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take who hears, whom to tell, and for how many calls the processor is enough."""
        self._calls = calls
        self._audience = audience
        self._sound = sound
        self._ears = ears
        self._at_once = at_once
        self._monotonic = monotonic
        self._writing: dict[str, asyncio.Task[None]] = {}
        self._broke: dict[str, float] = {}  # calls whose captions broke off, and when

    async def step(self) -> None:
        """Begin and end captions as calls do; without a recogniser nothing is overheard."""
        here = self._audience.calls()
        live = [
            call
            for call in (await self._calls.open_calls() if here else ())
            if call.id in here and call.state is CallState.LIVE and call.engine is Engine.FORWARD
        ]
        known = {call.id for call in live}
        for call_id in [one for one in self._writing if one not in known]:
            await self._end(call_id)
        self._broke = {one: at for one, at in self._broke.items() if one in known}
        if not live or not await self._ears.ready():
            return
        for call in live:
            if call.id not in self._writing and len(self._writing) < self._at_once:
                self._begin(call)

    async def close(self) -> None:
        """End all captions."""
        for call_id in list(self._writing):
            await self._end(call_id)

    def _begin(self, call: Call) -> None:
        broke = self._broke.get(call.id)
        if broke is not None and self._monotonic() - broke < AGAIN_AFTER:
            return
        task = asyncio.create_task(self._write(call), name=f"captions {call.id}")
        self._writing[call.id] = task

        def ended(task: asyncio.Task[None]) -> None:
            if self._writing.get(call.id) is task:
                del self._writing[call.id]
                self._broke[call.id] = self._monotonic()

        task.add_done_callback(ended)

    async def _end(self, call_id: str) -> None:
        task = self._writing.pop(call_id)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _write(self, call: Call) -> None:
        """Overhear a call until it is over or the media process goes."""
        writing = CaptionWriting(call.id, self._audience, self._ears, self._monotonic)
        looking = asyncio.create_task(writing.look(), name=f"silence {call.id}")
        unpacking = Unpacking()
        try:
            async for data in self._sound(call.id):
                for packet in unpacking.feed(data):
                    if packet.seat in WRITTEN:
                        await writing.heard(packet)
        except EngineUnavailable as error:
            logger.info("no captions for call %s: %s", call.id, error.engine)
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await writing.close()
