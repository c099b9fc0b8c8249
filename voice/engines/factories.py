"""Makes the engine that a worker hosts, importing its library only in that worker."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from voice.speech import RecognizerEngine, SynthesizerEngine

WARM_UP = bytes(16000)  # half a second of silence at 16 kHz: the first decode allocates


def vosk(options: Mapping[str, str]) -> RecognizerEngine:
    """Make the streaming recogniser."""
    from voice.recognizers.vosk import Vosk

    return Vosk(Path(options["folder"]))


def whisper(options: Mapping[str, str]) -> RecognizerEngine:
    """Make the offline recogniser, warmed up."""
    from voice.recognizers.whisper import Whisper

    engine = Whisper(Path(options["folder"]))
    stream = engine.open(16000, ())
    stream.feed(WARM_UP)
    stream.finish()
    return engine


def funasr(options: Mapping[str, str]) -> RecognizerEngine:
    """Make the client of a FunASR server."""
    from voice.recognizers.remote import Remote

    return Remote.from_options(options)


def http(options: Mapping[str, str]) -> RecognizerEngine:
    """Make the client of a recogniser that takes whole recordings over HTTP."""
    from voice.recognizers.remote_http import RemoteHttp

    return RemoteHttp.from_options(options)


def kokoro(options: Mapping[str, str]) -> SynthesizerEngine:
    """Make the synthesiser, warmed up."""
    from voice.synthesizers.kokoro import Kokoro

    engine = Kokoro(Path(options["models"]), options["voice"])
    engine.render("好的", pace=3.2, rate=8000)
    return engine
