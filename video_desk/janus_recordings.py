"""Makes of what Janus recorded, a file for each stream, one file with all of them."""

from __future__ import annotations

import heapq
import json
import logging
import shutil
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.packet import Packet
from av.stream import Stream

from core.errors import EngineUnavailable

logger = logging.getLogger(__name__)

MAGIC = b"MJR00002"
SHORTEST = 1000  # bytes; what is shorter holds no picture and hardly a word
MILLISECOND = Fraction(1, 1000)
PROBLEM = 300  # characters of janus-pp-rec's last words
ENDING = {"audio": ".opus", "video": ".webm"}  # what janus-pp-rec makes of them
KEY_FRAME = slice(3, 6), b"\x9d\x01\x2a"  # VP8's start code (RFC 6386, 9.1)
WIDTH, HEIGHT, RATE = 640, 480, 48_000  # players look into the pictures themselves


@dataclass(frozen=True, slots=True)
class Piece:
    """Be one file of Janus: a stream of a seat, from one connection to the next."""

    path: Path
    seat: str
    kind: str  # audio or video
    began: int  # microseconds since 1970: when its first packet was written


def folder_of(recordings: Path, room: str) -> Path:
    """Return where Janus records a room."""
    if "/" in room or room in {"", ".", ".."}:
        raise ValueError("not a room's name")
    return recordings / f"{room}.janus"


def recorded_in(folder: Path) -> Sequence[str]:
    """Return the names of the files in such a folder."""
    return [path.name for path in sorted(folder.glob("*.mjr"))]


def written_within(folder: Path, seconds: float) -> bool:
    """Tell whether Janus wrote into such a folder lately."""
    now = time.time()
    return any(now - path.stat().st_mtime < seconds for path in folder.glob("*.mjr"))


def make_whole(recordings: Path, room: str, *, seconds: float) -> Path | None:
    """Write everything that Janus recorded of a room into one Matroska file; None: it did nothing.

    May be done again after a crash at any point. Raises EngineUnavailable if janus-pp-rec is not
    there or takes more than `seconds` for one file; what it cannot read is kept in a folder
    beside, ending in .unread.
    """
    folder = folder_of(recordings, room)
    if not folder.is_dir():
        return None
    pieces = [piece for path in sorted(folder.glob("*.mjr")) if (piece := piece_of(path))]
    whole, part = recordings / f"{room}-janus.mkv", recordings / f".{room}-janus.part"
    converted = recordings / f".{room}-janus.pieces"
    shutil.rmtree(converted, ignore_errors=True)  # of an attempt that was interrupted
    converted.mkdir(mode=0o700)
    try:
        readable = {p: path for p in pieces if (path := _converted(p, converted, seconds))}
        if readable:
            _join(readable, part)
            part.replace(whole)
    finally:
        shutil.rmtree(converted)
    if len(readable) < len(pieces):
        folder.replace(folder.with_suffix(".unread"))
    else:
        shutil.rmtree(folder)
    return whole if readable else None


def piece_of(path: Path) -> Piece | None:
    """Read who and when from a file's name and its first bytes; None: there is nothing in it.

    The format: eight bytes, a length, JSON, then the packets (Janus, "Recordings"). The names are
    ours: <seat>.<milliseconds>-<kind>-<number>.mjr.
    """
    with path.open("rb") as file:
        magic, (length,) = file.read(len(MAGIC)), struct.unpack("!H", file.read(2) or b"\0\0")
        if magic != MAGIC or path.stat().st_size < SHORTEST:
            return None
        about = json.loads(file.read(length))
    base, kind, _ = path.stem.rsplit("-", 2)
    return Piece(path, base.rpartition(".")[0], kind, int(about.get("u") or about["s"]))


def _converted(piece: Piece, folder: Path, seconds: float) -> Path | None:
    made = folder / f"{piece.path.stem}{ENDING[piece.kind]}"
    command = ["janus-pp-rec", "-d", "2", str(piece.path), str(made)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineUnavailable("janus-pp-rec") from error
    if done.returncode != 0 or not made.is_file():
        said = (done.stdout + done.stderr).decode(errors="replace")[-PROBLEM:]
        logger.error("%s cannot be read: %s", piece.path, said)
        return None
    return made


def _join(pieces: dict[Piece, Path], whole: Path) -> None:
    """Put the pieces in one file, each where it belongs in time."""
    began = min(piece.began for piece in pieces)
    order = {"citizen": 0, "agent": 1}
    seats = sorted({piece.seat for piece in pieces}, key=lambda seat: (order.get(seat, 2), seat))
    with av.open(str(whole), "w", format="matroska") as container:
        streams: dict[tuple[str, str], Stream] = {}
        for seat in seats:
            for kind in ("video", "audio"):
                if not any((piece.seat, piece.kind) == (seat, kind) for piece in pieces):
                    continue
                stream: Stream = (
                    container.add_mux_stream(
                        "vp8", rate=30, width=WIDTH, height=HEIGHT, pix_fmt="yuv420p"
                    )
                    if kind == "video"
                    else container.add_mux_stream("opus", rate=RATE)
                )
                stream.time_base = MILLISECOND
                stream.metadata["title"] = f"{seat} {kind}"
                streams[seat, kind] = stream
        last: dict[tuple[str, str], int] = {}
        sources = [_packets(piece, path, began) for piece, path in pieces.items()]
        for at, _, packet, piece in heapq.merge(*sources, key=lambda one: one[:2]):
            key = piece.seat, piece.kind
            last[key] = max(at, last.get(key, -1) + 1)
            packet.stream, packet.time_base = streams[key], MILLISECOND
            packet.pts = packet.dts = last[key]
            packet.duration = 0
            container.mux(packet)


def _packets(
    piece: Piece, path: Path, began: int
) -> Iterator[tuple[int, str, Packet[Stream], Piece]]:
    """Yield the packets of a piece with their milliseconds in the whole.

    Pictures begin with the first that stands on its own: Janus records from amid a picture on.
    """
    offset = (piece.began - began) / 1000
    shows = piece.kind == "audio"
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.pts is None or packet.time_base is None or not packet.size:
                continue
            shows = shows or _is_key_frame(packet)
            if not shows:
                continue
            at = float(packet.pts * packet.time_base) * 1000
            yield int(offset + at), path.name, packet, piece


def _is_key_frame(packet: Packet[Stream]) -> bool:
    """Tell whether a VP8 picture is whole from its first byte on and needs none before it."""
    where, start_code = KEY_FRAME
    head = bytes(packet)[: where.stop]
    return packet.is_keyframe and head[where] == start_code
