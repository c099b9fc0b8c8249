"""Says which engines the speech service runs, and why these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Recognizer = Literal["auto", "vosk", "whisper", "remote"]
VOSK_CHINESE = "vosk-cn"  # folder under the models
WHISPER = "whisper-base"
VOSK_STREAMS = 6  # in open vocabulary one takes 0.4 of a core
FACTORIES = "voice.engines.factories"
REMOTE_STREAMS = 32  # each has a thread that waits for the network, not for a processor


@dataclass(frozen=True, slots=True)
class EngineSpec:
    """Describe an engine and how many of it run."""

    name: str  # for people and logs
    hears: bool  # recogniser; False: synthesiser
    factory: str  # "module:function", called in the worker with the options
    options: Mapping[str, str] = field(default_factory=dict)
    workers: int = 1
    streaming: bool = False  # takes audio while it is spoken; False: whole utterances
    lanes: int = 1  # threads of a worker
    streams: int = 1  # utterances that one worker of a streaming engine may have open
    seconds_a_unit: float = 0.1  # of work per second of audio or per character, to begin with
    why: str = ""  # this engine and not another


def recognizer_spec(
    wanted: Recognizer,
    models: Path,
    *,
    workers: int = 1,
    vosk_model: Path | None = None,
    remote: Mapping[str, str] | None = None,
) -> EngineSpec:
    """Return the recogniser; "auto" takes Vosk as soon as it has a Chinese model, else Whisper."""
    folder = vosk_model or models / VOSK_CHINESE
    has_vosk = (folder / "am" / "final.mdl").is_file()
    if wanted == "remote":
        return _remote(remote or {})
    if wanted == "vosk" or (wanted == "auto" and has_vosk):
        why = "chosen by setting" if wanted == "vosk" else f"there is a model in {folder}"
        return EngineSpec(
            name="vosk",
            hears=True,
            factory=f"{FACTORIES}:vosk",
            options={"folder": str(folder)},
            # One model in one process serves all: a stream costs a recogniser, not a model.
            streaming=True,
            lanes=max(2, workers),
            streams=VOSK_STREAMS * max(1, workers),
            why=why,
        )
    why = "chosen by setting" if wanted == "whisper" else f"there is no Vosk model in {folder}"
    return EngineSpec(
        name="whisper",
        hears=True,
        factory=f"{FACTORIES}:whisper",
        options={"folder": str(models / WHISPER)},
        workers=workers,
        why=why,
    )


def synthesizer_spec(models: Path, voice: str, *, workers: int = 1) -> EngineSpec:
    """Return the synthesiser."""
    return EngineSpec(
        name="kokoro",
        hears=False,
        factory=f"{FACTORIES}:kokoro",
        options={"models": str(models), "voice": voice},
        workers=workers,
        seconds_a_unit=0.12,
        why="the only one",
    )


def _remote(options: Mapping[str, str]) -> EngineSpec:
    streaming = options.get("url", "").startswith(("ws://", "wss://"))
    return EngineSpec(
        name="remote",
        hears=True,
        factory=f"{FACTORIES}:{'funasr' if streaming else 'http'}",
        options=options,
        streaming=True,
        lanes=REMOTE_STREAMS,
        streams=REMOTE_STREAMS,
        why="chosen by setting",
    )
