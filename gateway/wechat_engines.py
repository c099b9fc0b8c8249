"""Lends the WeChat channel what hears, what speaks, and what knows places."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.lookup_place_answer import places_answer
from core.lookups import Datum, PlaceKind
from core.messages import Reply
from gateway.voice_side import VoiceSide
from integrations.wechat.sounds import mp3
from knowledge_base.lookups.coordinates import point, wgs84
from knowledge_base.lookups.lookups import Lookups
from voice.speech import USUAL

SPEAKING_RATE = 16_000  # hertz
FED = 32_000  # bytes at a time: a second
NEAR = (PlaceKind.AGENCY, PlaceKind.TOWN, PlaceKind.VILLAGE)
FARTHEST = 100_000  # metres


class NearPlaces:
    """Fulfil Places with the tables of places."""

    def __init__(self, look_ups: Lookups, hotline: str, now: Callable[[], datetime]) -> None:
        """Take the tables."""
        self._look_ups = look_ups
        self._hotline = hotline
        self._now = now

    async def near(
        self, latitude: float, longitude: float, label: str, region: str | None
    ) -> Reply | None:
        """Return what to say about the nearest places; WeChat's coordinates are GCJ-02."""
        del label, region  # where somebody stands says more than where they are insured
        at = wgs84(point(latitude, longitude, Datum.GCJ02))
        search = await asyncio.to_thread(self._look_ups.nearest, kinds=NEAR, at=at, now=self._now())
        places = tuple(p for p in search.places if p.metres is not None and p.metres <= FARTHEST)
        if not places:
            return None
        found = replace(search, places=places, near="您", held=True)
        return places_answer(found, hotline=self._hotline, regions=(), counties=())


class SpeechEngines:
    """Fulfil Hears and Speaks with what hears and speaks in the browser; it may be absent."""

    def __init__(self, voice: VoiceSide) -> None:
        """Take the voice side."""
        self._voice = voice

    async def words(self, pcm: bytes, rate: int) -> str:
        """Return what was said; raise EngineUnavailable."""
        hearing = await self._voice.recognizer.hear(rate)
        try:
            for start in range(0, len(pcm), FED):
                await hearing.feed(pcm[start : start + FED])
        except BaseException:
            await hearing.drop()
            raise
        return await self._voice.meant(await hearing.finish())

    async def mp3(self, text: str) -> bytes:
        """Return the text read aloud; raise EngineUnavailable."""
        spoken = self._voice.parts.synthesizer.speak(text, pace=USUAL, rate=SPEAKING_RATE)
        pcm = b"".join([piece async for piece in spoken])
        return await asyncio.to_thread(mp3, pcm, SPEAKING_RATE)
