"""Says one thing at a time to a page, a little ahead of what is played there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from core import browser_voice_wording as wording
from core.errors import EngineUnavailable
from voice.speech import USUAL, SpeechSynthesizer
from voice.web_limits import Ahead, Allowance, seconds_of
from voice.web_wire import Say, written, written_audio

logger = logging.getLogger(__name__)

PIECE = 0.25  # seconds of sound in one frame
GRACE = 3.0  # seconds in which a page may still be playing after it should have finished


class Outlet(Protocol):
    """Be the way to a page."""

    async def send_text(self, data: str) -> None:
        """Send a text frame."""
        ...

    async def send_bytes(self, data: bytes) -> None:
        """Send a binary frame."""
        ...


@dataclass(frozen=True, slots=True)
class Timing:
    """Be the clock of a stream: seconds that only grow, and how to wait for them."""

    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


class Mouth:
    """Speak to one page."""

    def __init__(
        self,
        outlet: Outlet,
        synthesizer: SpeechSynthesizer,
        words: Callable[[int], Awaitable[str]],
        *,
        timing: Timing,
        hotline: str,
        pace: float = USUAL,
    ) -> None:
        """Take where to speak, what speaks, and how to ask for the words of a line by its seq."""
        self._outlet = outlet
        self._synthesizer = synthesizer
        self._words = words
        self._timing = timing
        self._hotline = hotline
        self.pace = pace  # characters a second
        self._allowance = Allowance(timing.clock())
        self._task: asyncio.Task[None] | None = None
        self._saying: int | None = None
        self._heard_until = 0.0  # of the clock

    @property
    def is_heard(self) -> bool:
        """Tell whether the page is still playing something of ours."""
        if self._saying is None:
            return False
        is_sending = self._task is not None and not self._task.done()
        return is_sending or self._timing.clock() < self._heard_until + GRACE

    async def say(self, order: Say) -> None:
        """Begin to say something; what is being said stops."""
        await self.close()
        self._saying = order.id
        self._task = asyncio.create_task(self._speak(order), name=f"say {order.id}")

    async def interrupt(self) -> None:
        """Fall silent at once and tell the page so, if something is being heard."""
        if not self.is_heard:
            return
        stopped = self._saying
        await self.close()
        await self._outlet.send_text(written("stop", id=stopped))

    def played(self, say_id: int) -> None:
        """Note that the page has played everything."""
        if say_id == self._saying:
            self._saying = None

    async def close(self) -> None:
        """Fall silent."""
        task, self._task, self._saying = self._task, None, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _speak(self, order: Say) -> None:
        text = wording.PROMPTS.get(order.prompt or "") if order.seq is None else None
        if order.seq is not None:
            text = await self._words(order.seq)
        if not text:
            return await self._fail(order, wording.NOTHING_TO_SAY)
        if not self._allowance.takes(len(text), self._timing.clock()):
            return await self._fail(order, wording.TOO_MUCH)
        ahead = Ahead()
        try:
            await self._outlet.send_text(written("saying", id=order.id, rate=order.rate))
            # Without a name of its own it ends as soon as the page has gone.
            async for pcm in self._synthesizer.speak(
                text,
                pace=self.pace,
                rate=order.rate,
                queued=lambda: ahead.over(self._timing.clock()),
            ):
                await self._send(order, pcm, ahead)
        except EngineUnavailable as error:
            logger.info("nothing speaks: %s", error.engine)
            return await self._fail(order, wording.NOT_SPEAKING.format(hotline=self._hotline))
        self._heard_until = self._timing.clock() + ahead.over(self._timing.clock())
        await self._outlet.send_text(written("said", id=order.id))
        return None

    async def _send(self, order: Say, pcm: bytes, ahead: Ahead) -> None:
        size = int(PIECE * order.rate) * 2
        for begin in range(0, len(pcm), size):
            piece = pcm[begin : begin + size]
            pause = ahead.wait(seconds_of(piece, order.rate), self._timing.clock())
            if pause > 0:
                await self._timing.sleep(pause)
            await self._outlet.send_bytes(written_audio(order.id, piece))

    async def _fail(self, order: Say, detail: str) -> None:
        self._saying = None
        await self._outlet.send_text(written("trouble", about="say", id=order.id, detail=detail))
