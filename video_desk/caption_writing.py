"""Follows the voices of one call: a decoder and an ear for each, and what they hear is shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from video_desk.call_audience import Audience
from video_desk.media.caption_tap import VoicePacket
from video_desk.voice_sound import VoiceSound, silence

QUIET = 0.3  # seconds without a packet (a muted microphone, DTX) that count as silence
LOOK_EVERY = 0.3  # seconds between two looks for who fell silent
LONGEST = 200  # characters of a caption

Told = Callable[[str, bool], Awaitable[None]]  # words, whether they will not change any more


class Ear(Protocol):
    """Hear one person."""

    @property
    def speaking(self) -> bool:
        """Tell whether a sentence is under way."""
        ...

    async def hear(self, pcm: bytes) -> None:
        """Take the next sound, 16-bit mono at 16000 Hz."""
        ...

    async def close(self) -> None:
        """Hear no more."""
        ...


class Ears(Protocol):
    """Open ears while a recogniser is there."""

    async def ready(self) -> bool:
        """Tell whether a recogniser answers."""
        ...

    def open(self, told: Told, /) -> Ear:
        """Return an ear that tells the words of one person."""
        ...


@dataclass(slots=True)
class _Voice:
    ear: Ear
    last_at: float  # monotonic seconds of the last packet
    sound: VoiceSound = field(default_factory=VoiceSound)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)


class CaptionWriting:
    """Write the captions of one call."""

    def __init__(
        self, call_id: str, audience: Audience, ears: Ears, monotonic: Callable[[], float]
    ) -> None:
        """Take who sees the captions, what hears, and a clock in seconds."""
        self._call_id = call_id
        self._audience = audience
        self._ears = ears
        self._monotonic = monotonic
        self._voices: dict[str, _Voice] = {}

    async def heard(self, packet: VoicePacket) -> None:
        """Take the next packet of any voice."""
        voice = self._voices.get(packet.seat)
        if voice is None:
            voice = _Voice(self._ears.open(self._shows(packet.seat)), self._monotonic())
            self._voices[packet.seat] = voice
        voice.last_at = self._monotonic()
        async with voice.one_at_a_time:
            await voice.ear.hear(voice.sound.pcm(packet))

    async def look(self) -> None:
        """End the sentences of who fell silent, until cancelled: no packet says that they did."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look_once()

    async def look_once(self) -> None:
        """Let who sends nothing in the middle of a sentence be silent for a while."""
        now = self._monotonic()
        for voice in list(self._voices.values()):
            if voice.ear.speaking and now - voice.last_at > QUIET:
                async with voice.one_at_a_time:
                    await voice.ear.hear(silence(LOOK_EVERY))

    async def close(self) -> None:
        """Hear no more."""
        for voice in self._voices.values():
            await voice.ear.close()

    def _shows(self, seat: str) -> Told:
        async def show(text: str, final: bool) -> None:
            event = {"type": "caption", "seat": seat, "text": text[-LONGEST:], "final": final}
            await self._audience.all(self._call_id, event)

        return show
