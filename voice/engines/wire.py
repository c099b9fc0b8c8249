"""Frames messages of the speech service: a length-prefixed JSON header, then audio as it is."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

LENGTHS = struct.Struct(">II")  # bytes of header and of payload
HEADER_LIMIT = 64 * 1024
PAYLOAD_LIMIT = 16 * 1024 * 1024  # far more than a minute of audio at 48 kHz


class BrokenFrame(ValueError):
    """Say that what came over the wire is no frame; the connection is of no more use."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Be one message: what it is, which utterance or request it belongs to, and its content."""

    kind: str
    number: int = 0
    fields: Mapping[str, object] = field(default_factory=dict)
    payload: bytes = b""

    def text(self, name: str) -> str:
        """Return a field that is text, "" if it is not there."""
        value = self.fields.get(name, "")
        if not isinstance(value, str):
            raise BrokenFrame(f"{self.kind}: {name} is not text")
        return value

    def amount(self, name: str) -> float:
        """Return a field that is a number, 0 if it is not there."""
        value = self.fields.get(name, 0.0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BrokenFrame(f"{self.kind}: {name} is not a number")
        return float(value)

    def amounts(self, name: str) -> tuple[float, ...]:
        """Return a field that is a list of numbers, () if it is not there."""
        value = self.fields.get(name, ())
        if not isinstance(value, Sequence) or not all(isinstance(n, int | float) for n in value):
            raise BrokenFrame(f"{self.kind}: {name} is not a list of numbers")
        return tuple(map(float, value))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a field that is a list of texts, () if it is not there."""
        value = self.fields.get(name, ())
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            raise BrokenFrame(f"{self.kind}: {name} is not a list")
        return tuple(str(each) for each in value)


def encoded(frame: Frame) -> bytes:
    """Return the frame as it goes over the wire."""
    header = json.dumps([frame.kind, frame.number, dict(frame.fields)], ensure_ascii=False).encode()
    if len(header) > HEADER_LIMIT or len(frame.payload) > PAYLOAD_LIMIT:
        raise BrokenFrame(f"{frame.kind} is too long")
    return LENGTHS.pack(len(header), len(frame.payload)) + header + frame.payload


async def received(reader: asyncio.StreamReader) -> Frame | None:
    """Return the next frame, None at the end; raise BrokenFrame for anything else."""
    try:
        lengths = await reader.readexactly(LENGTHS.size)
        header, payload = _checked(lengths)
        return _decoded(await reader.readexactly(header), await reader.readexactly(payload))
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise BrokenFrame("the connection ended within a frame") from error
        return None


def read_from(file: BinaryIO) -> Frame | None:
    """Return the next frame of a blocking file, None when it ended."""
    lengths = file.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    header, payload = _checked(lengths)
    packed = file.read(header + payload)
    if len(packed) < header + payload:
        return None
    return _decoded(packed[:header], packed[header:])


def _checked(lengths: bytes) -> tuple[int, int]:
    """Return both lengths, or raise BrokenFrame if either is beyond what we ever send."""
    header, payload = LENGTHS.unpack(lengths)
    if header > HEADER_LIMIT or payload > PAYLOAD_LIMIT:
        raise BrokenFrame("a frame is too long")
    return header, payload


def _decoded(header: bytes, payload: bytes) -> Frame:
    try:
        parsed = json.loads(header)
    except ValueError as error:
        raise BrokenFrame("a header is not JSON") from error
    match parsed:
        case [str() as kind, int() as number, dict() as fields]:
            return Frame(
                kind, number, {str(name): value for name, value in fields.items()}, payload
            )
    raise BrokenFrame("a header is not of the known shape")
