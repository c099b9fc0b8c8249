"""Serves the voice in the browser: its stream, what it can do, policy entries read out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import StreamingResponse

from core import browser_voice_wording as wording
from core.errors import EngineUnavailable, NotFound
from core.page_wording import ALOUD
from gateway.api import Json
from gateway.policies import EntryReader
from gateway.problems import problem
from voice.sayable import sentence_aloud
from voice.speech import FASTEST, SLOW, SLOWER_BY, SLOWEST, USUAL, SpeechSynthesizer
from voice.web_voice import WebVoice

READING_RATE = 16_000  # hertz; the recordings have no more
SMALL_READING_RATE = 8_000  # hertz, for who pays for every megabyte
FIRST_SOUND_WITHIN = 15.0  # seconds
MOST_READINGS = 6  # at once, of all pages together


@dataclass(frozen=True, slots=True)
class Ability:
    """Say what the speech engines can do at this moment."""

    hears: bool
    speaks: bool


@dataclass(frozen=True, slots=True)
class VoiceParts:
    """Hold what the voice routes use."""

    web_voice: WebVoice
    synthesizer: SpeechSynthesizer
    entries: EntryReader
    ability: Callable[[], Awaitable[Ability]]
    hotline: str


def voice_routes(parts: VoiceParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")
    readings = asyncio.Semaphore(MOST_READINGS)

    @api.get("/voice")
    async def voice() -> Json:
        """Tell whether citizens can speak and be spoken to, and how fast."""
        ability = await parts.ability()
        return {
            "hears": ability.hears,
            "speaks": ability.speaks,
            "paces": {
                "slowest": SLOWEST,
                "slow": SLOW,
                "usual": USUAL,
                "fastest": FASTEST,
                "slower_by": SLOWER_BY,
            },
            "label": wording.LABEL,
        }

    @api.websocket("/conversations/{conversation_id}/voice")
    async def stream(socket: WebSocket, conversation_id: str) -> None:
        # As on the chat's stream, the token in the first frame is what opens it, no cookie does:
        # a page of another origin has no token, so its origin need not be asked.
        await socket.accept()
        # A page that has gone is no error, wherever in the talk it went.
        with suppress(WebSocketDisconnect):
            await parts.web_voice.serve(socket, conversation_id)

    @api.get("/knowledge/entries/{entry_id}/speech", response_class=Response)
    async def speech(
        entry_id: str,
        sentence: Annotated[int, Query(ge=0, le=2_000)],
        wording_of: Annotated[Literal["spoken", "official"], Query(alias="wording")] = "spoken",
        pace: Annotated[float, Query(ge=SLOWEST, le=FASTEST)] = USUAL,
        small: bool = False,
    ) -> Response:
        """Return one sentence of a published entry as signed 16-bit little-endian samples."""
        found = await parts.entries.version(entry_id)
        if found is None:
            raise NotFound(f"entry {entry_id}")
        text = sentence_aloud(found[0].passage, sentence, official=wording_of == "official")
        if not text:
            raise NotFound(f"sentence {sentence} of {entry_id}")
        return await spoken(text, pace, small=small)

    @api.get("/pages/{page}/speech", response_class=Response)
    async def page_speech(
        page: Annotated[str, Path(max_length=32)],
        sentence: Annotated[int, Query(ge=0, le=100)],
        pace: Annotated[float, Query(ge=SLOWEST, le=FASTEST)] = USUAL,
        small: bool = False,
    ) -> Response:
        """Return one sentence of what a page says of itself, in the same samples."""
        said = ALOUD.get(page, ())
        if sentence >= len(said):
            raise NotFound(f"sentence {sentence} of page {page}")
        return await spoken(said[sentence].format(hotline=parts.hotline), pace, small=small)

    async def spoken(text: str, pace: float, *, small: bool) -> Response:
        if readings.locked():
            return _silent()
        rate = SMALL_READING_RATE if small else READING_RATE
        sounds = parts.synthesizer.speak(text, pace=pace, rate=rate)
        try:
            async with readings, asyncio.timeout(FIRST_SOUND_WITHIN):
                first = await anext(sounds, b"")
        except (EngineUnavailable, TimeoutError):
            return _silent()
        return StreamingResponse(
            _sounded(first, sounds, readings),
            media_type="audio/L16",
            headers={"X-Audio-Rate": str(rate)},
        )

    def _silent() -> Response:
        detail = wording.NOT_SPEAKING.format(hotline=parts.hotline)
        return problem(503, "nothing-speaks", detail)

    return api


async def _sounded(
    first: bytes, sounds: AsyncIterator[bytes], readings: asyncio.Semaphore
) -> AsyncIterator[bytes]:
    """Pass the sound on; an engine that breaks off ends it, the page has what came."""
    # Held only while the page takes it: a page that left before the first byte holds nothing.
    async with readings:
        yield first
        with suppress(EngineUnavailable):
            async for pcm in sounds:
                yield pcm
