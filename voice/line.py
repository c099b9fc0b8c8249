"""Declares a telephone call as the dialogue sees it: AudioLine and the events it brings."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol

RATE = 8000  # hertz, of everything heard and played here
FRAME_SECONDS = 0.02
FRAME_BYTES = 320  # 20 ms of signed 16-bit little-endian PCM at 8000 Hz


@dataclass(frozen=True, slots=True)
class Audio:
    """Be 20 ms of what the caller says; losses are already concealed."""

    pcm: bytes  # signed 16-bit little-endian, 8000 Hz, mono


@dataclass(frozen=True, slots=True)
class Key:
    """Be one press of a key, told once, when the press is first known."""

    digit: str  # "0".."9", "*", "#"
    seconds: float  # how long it was down as far as known: 0.0 right at its beginning


@dataclass(frozen=True, slots=True)
class Held:
    """Say that the caller's side put us on hold, or came back."""

    on: bool


@dataclass(frozen=True, slots=True)
class TransferFailed:
    """Say that a transfer that was accepted did not reach anyone; the caller is back with us."""

    code: int  # the SIP status the target gave; 408 if nothing was heard of it


@dataclass(frozen=True, slots=True)
class HungUp:
    """Be the last event of a call."""

    by_caller: bool
    why: str  # for logs: bye, cancel, hang_up, transferred, media_silent, session_expired, no_ack


LineEvent = Audio | Key | Held | TransferFailed | HungUp


class AudioLine(Protocol):
    """Be one call that was answered."""

    @property
    def caller(self) -> str:
        """The caller's number or URI user part; "" when withheld."""
        ...

    @property
    def called(self) -> str:
        """The number or URI user part that was called."""
        ...

    @property
    def call_id(self) -> str:
        """Our own id of the call, for logs."""
        ...

    def events(self) -> AsyncIterator[LineEvent]:
        """Yield what happens on the line until HungUp, which ends it; to be read once."""
        ...

    def play(self, pcm: bytes) -> None:
        """Queue audio (8000 Hz PCM) behind what is queued; nothing happens after HungUp."""
        ...

    def stop(self) -> float:
        """Drop what is queued; return how many seconds of it were not played."""
        ...

    def queued(self) -> float:
        """Return how many seconds are still to be played."""
        ...

    async def transfer(self, to: str, context: Mapping[str, str]) -> bool:
        """Ask the caller's side to call `to` instead (blind REFER); False if it was refused.

        `to` is a number or a SIP URI that a listed prefix allows. `context` travels as headers of
        the new call. True means it was accepted: HungUp("transferred") or TransferFailed follows.
        """
        ...

    async def hang_up(self) -> None:
        """End the call; HungUp follows. Doing so twice is allowed."""
        ...
