"""Is one answered call as the dialogue sees it: an AudioLine over SIP and RTP."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping

from voice.line import Audio, HungUp, LineEvent
from voice.sip.leg import Leg, Stage
from voice.sip.media import Media
from voice.sip.transfer import NotListed, TransferRules

MOST_WAITING = 1500  # events not yet read: half a minute of audio, then new audio is dropped

logger = logging.getLogger(__name__)


class SipLine:
    """Fulfil AudioLine."""

    def __init__(
        self, call_id: str, caller: str, called: str, leg: Leg, media: Media, rules: TransferRules
    ) -> None:
        self.call_id = call_id
        self.caller = caller
        self.called = called
        self.usual_host = ""  # where plain numbers are
        self._leg = leg
        self._media = media
        self._rules = rules
        self._waiting: asyncio.Queue[LineEvent] = asyncio.Queue()

    def told(self, event: LineEvent) -> None:
        """Take what happened on the line."""
        if isinstance(event, Audio) and self._waiting.qsize() >= MOST_WAITING:
            return
        self._waiting.put_nowait(event)

    async def events(self) -> AsyncIterator[LineEvent]:
        """Yield what happens until HungUp."""
        while True:
            event = await self._waiting.get()
            yield event
            if isinstance(event, HungUp):
                return

    def play(self, pcm: bytes) -> None:
        """Queue audio."""
        if self._leg.stage is not Stage.OVER:
            self._media.queue.add(pcm)

    def stop(self) -> float:
        """Drop what is queued; return the seconds of it."""
        return self._media.queue.drop()

    def queued(self) -> float:
        """Return the seconds still to be played."""
        return self._media.queue.seconds

    async def transfer(self, to: str, context: Mapping[str, str]) -> bool:
        """Refer the caller to another number; False if it is not listed or was refused."""
        try:
            uri = self._rules.uri(to, self.usual_host)
        except NotListed as error:
            logger.warning("call %s: transfer refused by us: %s", self.call_id, error)
            return False
        return await self._leg.refer(uri, dict(context))

    async def hang_up(self) -> None:
        """End the call."""
        self._leg.hang_up()
