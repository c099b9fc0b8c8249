"""Lets a recogniser hear audio; what it heard once is kept on disk."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from voice.recognizers.hotwords import EXPECTED, is_example, prompt_words
from voice.recognizers.whisper import BEYOND, Whisper
from voice.speech import Reading

BEAM = 5


@dataclass(frozen=True, slots=True)
class Recognition:
    """Be what was recognised."""

    text: str
    confidence: float
    seconds: float  # of computing; on the machine that heard it first
    readings: tuple[Reading, ...] = ()


class Ear:
    """Recognise with whisper-base as the product does."""

    def __init__(self, models: Path, cache: Path) -> None:
        """Take the folder of the models, and where results are kept."""
        self._models, self._cache = models, cache
        self._engine: Whisper | None = None
        cache.mkdir(parents=True, exist_ok=True)

    def heard(self, audio: bytes, rate: int, hints: Sequence[str] = ()) -> Recognition:
        """Return what the recogniser makes of the audio."""
        words = " ".join(prompt_words(hints) if hints else EXPECTED)
        chosen = ", lone answers chosen" if any(map(is_example, hints)) else ""
        settings = f"whisper-base{chosen} {rate} best {BEAM} {BEYOND} {words}"
        kept = self._cache / f"{hashlib.sha256(audio + settings.encode()).hexdigest()[:24]}.json"
        if not kept.is_file():
            if self._engine is None:
                self._engine = Whisper(self._models / "whisper-base", beam=BEAM)
            began = time.perf_counter()
            stream = self._engine.open(rate, hints)
            stream.feed(audio)
            heard = stream.finish()
            seconds = time.perf_counter() - began
            found = Recognition(heard.text, heard.confidence, seconds, heard.readings)
            half = kept.with_suffix(".half")
            half.write_text(json.dumps(asdict(found), ensure_ascii=False), encoding="utf-8")
            half.replace(kept)
        known = json.loads(kept.read_text("utf-8"))
        readings = tuple(Reading(**reading) for reading in known.pop("readings"))
        return Recognition(**known, readings=readings)
