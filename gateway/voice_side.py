"""Builds what the voice in the browser needs in the gateway."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter

from core.catalogue import Catalogue
from core.errors import EngineUnavailable
from core.service_items import FieldKind
from core.store import ConversationStore
from gateway.background import Chore
from gateway.policies import EntryReader
from gateway.settings import Settings
from gateway.speech import Speech, speech
from gateway.understanding import Understanding, understanding
from gateway.voice_api import Ability, VoiceParts, voice_routes
from voice.caption_ear import CaptionEar, CaptionHearer, Told
from voice.engines.client import SpeechClient
from voice.engines.states import ServiceState
from voice.speech import Heard, Queued, SpeechRecognizer, nothing_queued
from voice.spoken_text import NUMBERS, Understood
from voice.vad import SpeechModel
from voice.web_ear import Detector, Hearer
from voice.web_voice import WebVoice
from voice.web_wire import LISTENING_RATE

logger = logging.getLogger(__name__)

VAD = Path("silero-vad") / "silero_vad.onnx"  # under the models
MOST_HINTS = 24  # a recogniser that is told all the cities of the country hears them everywhere
WARM_EVERY = 30.0  # seconds between two looks whether the engines have come


@dataclass(frozen=True, slots=True)
class VoiceSide:
    """Hold what the routes use, and what is done in the background."""

    parts: VoiceParts
    chores: tuple[Chore, ...]
    close: Callable[[], Awaitable[None]]  # what was opened
    ears: CaptionEars  # for what is said in video calls
    recognizer: SpeechRecognizer
    state: Callable[[], Awaitable[ServiceState]]  # of the speech service
    meant: Callable[[Heard], Awaitable[str]]  # misheard words put right, whatever is asked

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes."""
        return (voice_routes(self.parts),)


def voice_side(
    settings: Settings,
    conversations: ConversationStore,
    *,
    entries: EntryReader,
    catalogue: Catalogue,
) -> VoiceSide:
    """Join the engines with what is known of the fields; what is slow is made in the background."""
    client, fields = SpeechClient(settings.speech_socket), _Fields(catalogue)
    speaking, model = _Late(settings, catalogue), _model(settings.models / VAD)

    async def ability() -> Ability:
        try:
            state = await client.state()
        except EngineUnavailable:
            return Ability(hears=False, speaks=False)
        hears = model is not None and state.recognizer.ready
        return Ability(hears=hears, speaks=state.synthesizer.ready)

    async def warm() -> None:
        if await client.ready():
            await asyncio.to_thread(speaking.build)

    def understand(heard: Heard, key: str | None) -> Understood:
        known = speaking.understanding()
        return known.understood(heard.text, key, fields.options(key), heard.readings)

    def detector() -> Detector:
        return model.detector(LISTENING_RATE) if model is not None else _Deaf()

    web_voice = WebVoice(
        hearer=Hearer(
            recognizer=client,
            detector=detector,
            understand=understand,
            is_number=fields.is_number,
            hints=fields.hints,
            hotline=settings.hotline,
        ),
        synthesizer=speaking,
        conversations=conversations,
        hotline=settings.hotline,
    )
    parts = VoiceParts(web_voice, speaking, entries, ability, settings.hotline)

    async def close() -> None:
        await client.close()
        await speaking.close()

    async def meant(heard: Heard) -> str:
        return (await asyncio.to_thread(understand, heard, None)).text

    async def written(text: str) -> str:
        return await meant(Heard(text, 1.0))

    async def hears() -> bool:
        return (await ability()).hears

    ears = CaptionEars(CaptionHearer(client, detector, written), hears)
    chores = (Chore("voice", warm, WARM_EVERY),)
    return VoiceSide(parts, chores, close, ears, client, client.state, meant)


class CaptionEars:
    """Open ears for captions; fulfils video_desk.caption_writing.Ears."""

    def __init__(self, hearer: CaptionHearer, hears: Callable[[], Awaitable[bool]]) -> None:
        """Take what hears, and what tells whether it does."""
        self._hearer = hearer
        self._hears = hears

    async def ready(self) -> bool:
        """Tell whether a recogniser answers."""
        return await self._hears()

    def open(self, told: Told, /) -> CaptionEar:
        """Return an ear that tells the words of one person."""
        return CaptionEar(self._hearer, told)


class _Late:
    """Fulfil SpeechSynthesizer with what is built once, when it is wanted or there is time."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._built: Speech | None = None

        def understand() -> Understanding:
            return understanding(settings, catalogue)

        def speak() -> Speech:
            built = self._built = speech(settings)
            return built

        self.understanding: Callable[[], Understanding] = cache(understand)
        self._speech: Callable[[], Speech] = cache(speak)

    def build(self) -> None:
        """Build both; it takes some seconds."""
        self.understanding()
        self._speech()

    async def close(self) -> None:
        """Hang up, if anything was ever said."""
        if self._built is not None:
            await self._built.recognizer.close()

    async def speak(
        self, text: str, *, pace: float, rate: int, queued: Queued = nothing_queued
    ) -> AsyncIterator[bytes]:
        """Speak as gateway.speech does."""
        built = await asyncio.to_thread(self._speech)
        async for pcm in built.synthesizer.speak(text, pace=pace, rate=rate, queued=queued):
            yield pcm


class _Fields:
    """Know what the fields of all items are: the page names only the key of the one asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        asked = [
            (field.key, field)
            for item in (*catalogue.items, *catalogue.regional)
            for field in item.fields
        ]
        self._kinds: Mapping[str, FieldKind] = {key: field.kind for key, field in asked}
        options: dict[str, dict[str, None]] = {}
        for key, field in asked:
            options.setdefault(key, {}).update(dict.fromkeys(o.value for o in field.options))
        self._options = {key: tuple(values) for key, values in options.items()}

    def is_number(self, key: str | None) -> bool:
        """Tell whether the field is a number, which is said in groups with pauses."""
        return self._kinds.get(key or "") in NUMBERS

    def options(self, key: str | None) -> Sequence[str]:
        """Return every value that the field may take, in any item."""
        return self._options.get(key or "", ())

    def hints(self, key: str | None) -> Sequence[str]:
        """Return the values if they are few enough to listen for."""
        options = self.options(key)
        return options if len(options) <= MOST_HINTS else ()


class _Deaf:
    """Hear no speech in anything: there is no model that could."""

    def feed(self, pcm: bytes) -> Sequence[float]:
        """Return silence."""
        del pcm
        return (0.0,)


def _model(path: Path) -> SpeechModel | None:
    with suppress(EngineUnavailable):
        if path.is_file():
            return SpeechModel(path)
    logger.warning("no speech detector in %s: citizens cannot speak to the page", path.parent)
    return None
