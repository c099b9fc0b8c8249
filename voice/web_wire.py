"""Reads and writes the frames of the voice stream between a page and WebVoice."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from voice.speech import FASTEST, SLOWEST

LISTENING_RATE = 16_000  # hertz; the only one that pages send
SPEAKING_RATES = (8_000, 16_000)  # hertz; the lowest for who pays for every megabyte
LONGEST_FRAME = 4_096  # characters of JSON
LONGEST_AUDIO = 32_000  # bytes in one frame: a second
LARGEST_ID = 2**31
LONGEST_NAME = 64  # characters of a field key, a prompt or a token's cap below
LONGEST_TOKEN = 256
HEADER = struct.Struct("<I")  # the id of what is being said, before its audio


@dataclass(frozen=True, slots=True)
class Hello:
    """Begin the stream."""

    token: str
    pace: float | None  # characters a second; None: the usual


@dataclass(frozen=True, slots=True)
class Listen:
    """Switch the microphone on, or wait for the next sentence."""

    awaiting: str | None  # key of the field that is being asked


@dataclass(frozen=True, slots=True)
class Finish:
    """Say that the sentence is over, without waiting for silence."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Switch the microphone off; what was half heard is given up."""


@dataclass(frozen=True, slots=True)
class Say:
    """Ask for a line of the conversation, or a prompt by its name, to be said."""

    id: int
    seq: int | None
    prompt: str | None
    rate: int  # hertz


@dataclass(frozen=True, slots=True)
class Stop:
    """Ask for silence."""


@dataclass(frozen=True, slots=True)
class Played:
    """Tell that the page has played everything of what was said."""

    id: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Ask for slower or faster speech from the next sentence on."""

    pace: float  # characters a second


Order: TypeAlias = Listen | Finish | Mute | Say | Stop | Played | Pace


def read_hello(frame: str) -> Hello:
    """Return the first frame, or raise ValueError."""
    data = _object(frame)
    token, pace = data.get("token"), data.get("pace")
    if data.get("type") != "hello" or not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise ValueError("no hello")
    return Hello(token, None if pace is None else _pace(pace))


def read_order(frame: str) -> Order:
    """Return what a page asks for, or raise ValueError."""
    data = _object(frame)
    match data.get("type"):
        case "listen":
            if data.get("rate") != LISTENING_RATE:
                raise ValueError("not our rate")
            return Listen(_name(data.get("awaiting")))
        case "finish":
            return Finish()
        case "mute":
            return Mute()
        case "say":
            return _say(data)
        case "stop":
            return Stop()
        case "played":
            return Played(_number(data.get("id")))
        case "pace":
            return Pace(_pace(data.get("pace")))
    raise ValueError("not an order")


def read_audio(data: bytes) -> bytes:
    """Return the samples of a binary frame, or raise ValueError."""
    if not data or len(data) > LONGEST_AUDIO or len(data) % 2:
        raise ValueError("not audio")
    return data


def written(kind: str, **facts: object) -> str:
    """Write one frame for the page."""
    return json.dumps({"type": kind, **facts}, ensure_ascii=False)


def written_audio(say_id: int, pcm: bytes) -> bytes:
    """Write a slice of what is being said."""
    return HEADER.pack(say_id) + pcm


def _say(data: Mapping[str, object]) -> Say:
    rate = data.get("rate", SPEAKING_RATES[-1])
    if not isinstance(rate, int) or rate not in SPEAKING_RATES:
        raise ValueError("not our rate")
    seq = None if data.get("seq") is None else _number(data.get("seq"))
    prompt = _name(data.get("prompt"))
    if (seq is None) == (prompt is None):
        raise ValueError("neither a line nor a prompt")
    return Say(_number(data.get("id")), seq, prompt, rate)


def _object(frame: str) -> Mapping[str, object]:
    if len(frame) > LONGEST_FRAME:
        raise ValueError("frame too long")
    try:
        data = json.loads(frame)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("not a JSON object")
    return data


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < LARGEST_ID:
        raise ValueError("not a number")
    return value


def _name(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        raise ValueError("not a name")
    return value


def _pace(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no pace")
    if not SLOWEST <= value <= FASTEST:
        raise ValueError("not our pace")
    return float(value)
