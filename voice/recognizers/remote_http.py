"""Has whole utterances recognised by a server that takes recordings over HTTP."""

from __future__ import annotations

import io
import json
import logging
import math
import ssl
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from core.errors import EngineUnavailable
from voice.engines.steadiness import still_quiet
from voice.recognizers.doubts import made_up
from voice.recognizers.hotwords import prompt_words
from voice.recognizers.remote import ENGINE, UNSTATED
from voice.speech import Heard

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Waits:
    """Be how long to wait for the server, in seconds."""

    connect: float = 2.0
    answer: float = 6.0


class RemoteHttp:
    """Know a server with the `/v1/audio/transcriptions` of OpenAI, as many recognisers have it."""

    def __init__(
        self,
        url: str,
        *,
        model: str = "",
        key: str = "",
        waits: Waits = Waits(),
        trusted: Path | None = None,
    ) -> None:
        """Take the whole address; raise EngineUnavailable if `trusted` can't be read."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            tls = ssl.create_default_context(cafile=trusted)
        except OSError as error:
            raise EngineUnavailable(ENGINE) from error
        self._url = url
        self._model = model
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(waits.answer, connect=waits.connect),
            verify=tls,
            trust_env=False,  # it stands in the bureau's own network
        )

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> RemoteHttp:
        """Return the client that the settings of the speech service describe."""
        ca = options.get("ca", "")
        return cls(
            options["url"],
            model=options.get("model", ""),
            key=options.get("key", ""),
            trusted=Path(ca) if ca else None,
        )

    def open(self, rate: int, hints: Sequence[str]) -> RemoteHttpStream:
        """Begin an utterance."""
        return RemoteHttpStream(self, rate, prompt_words(hints))

    def recognized(self, pcm: bytes, rate: int, words: Sequence[str]) -> Heard:
        """Return what was said, or raise EngineUnavailable."""
        form = {"language": "zh", "response_format": "verbose_json", "prompt": " ".join(words)}
        if self._model:
            form["model"] = self._model
        try:
            answer = self._client.post(
                self._url, data=form, files={"file": ("utterance.wav", as_wav(pcm, rate))}
            )
            answer.raise_for_status()
            text, probability = parsed(answer.content)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            logger.warning("%s failed: %s", ENGINE, type(error).__name__)
            raise EngineUnavailable(ENGINE) from error
        seconds = len(pcm) / 2 / rate
        if made_up(text, seconds=seconds, probability=probability, no_speech=0.0, prompt=words):
            return Heard("", 0.0, "remote")
        return Heard(text, probability, "remote")


class RemoteHttpStream:
    """Be one utterance: its audio is gathered and sent when the speaker pauses."""

    def __init__(self, engine: RemoteHttp, rate: int, words: Sequence[str]) -> None:
        self._engine = engine
        self._rate = rate
        self._words = words
        self._audio = bytearray()
        self._sent = 0  # bytes that the last answer knows
        self._heard = Heard("", 0.0, "remote")

    def feed(self, pcm: bytes) -> str:
        """Keep audio; return the words of the last pause."""
        self._audio += pcm
        return self._heard.text

    def pause(self) -> str:
        """Recognise what is there."""
        if len(self._audio) > self._sent:
            self._sent = len(self._audio)
            self._heard = self._engine.recognized(bytes(self._audio), self._rate, self._words)
        return self._heard.text

    def finish(self) -> Heard:
        """Return what was said, as known from the pause if nothing followed it."""
        audio = bytes(self._audio)
        known = self._sent and still_quiet(audio[: self._sent], audio[self._sent :], self._rate)
        if not known:
            self.pause()
        return self._heard


def as_wav(pcm: bytes, rate: int) -> bytes:
    """Return PCM as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(rate)
        written.writeframes(pcm)
    return file.getvalue()


def parsed(content: bytes) -> tuple[str, float]:
    """Return the text and how sure it is; raise ValueError if the answer is none."""
    given = json.loads(content)
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError("no text")
    segments = given.get("segments") or []
    stated = [
        float(segment["avg_logprob"])
        for segment in segments
        if isinstance(segment, dict) and isinstance(segment.get("avg_logprob"), int | float)
    ]
    text = given["text"].strip()
    if not text:
        return "", 0.0
    return text, math.exp(min(0.0, min(stated))) if stated else UNSTATED
