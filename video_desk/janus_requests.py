"""Writes what Janus is asked for, and reads the offers of pages; pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from video_desk.janus_session import Object
from video_desk.media.places import PLACES

BITS = 1_000_000  # a second, for one picture: 640x480 at 20 pictures a second is good with 700,000
PEOPLE = 8  # that may send in one room: who reconnects is there twice for a moment
DUMMY = "dummy"  # what Janus calls the feed that stands where nobody is shown
KINDS = ("audio", "video")
SENDING = {"sendrecv", "sendonly"}

Stream = tuple[str, str]  # a feed and the mid of one of its streams


@dataclass(frozen=True, slots=True)
class Offered:
    """Be a page's offer as Janus is to see it: the first pair is sent, the rest rests."""

    sdp: str
    mids: Mapping[str, str]  # kind -> mid of what the page sends


def offered(sdp: str) -> Offered:
    """Read a page's offer; ValueError if it does not hold audio and video in pairs."""
    head, *sections = _sections(sdp)
    kinds = [section[0][2:].split(" ", 1)[0] for section in sections]
    if kinds.count("audio") == 0 or kinds.count("audio") != kinds.count("video"):
        raise ValueError("the offer must hold audio and video in pairs")
    mids: dict[str, str] = {}
    first = {kinds.index(kind) for kind in KINDS}
    lines = list(head)
    for number, section in enumerate(sections):
        sends = number in first and bool(SENDING & {line[2:] for line in section})
        if sends:
            mids[kinds[number]] = _value(section, "a=mid:")
        way = "a=sendonly" if sends else "a=inactive"
        lines += [way if _is_direction(line) else line for line in section]
    return Offered("\r\n".join(lines) + "\r\n", mids)


def derived(secret: str, purpose: str, room: str) -> str:
    """Return the secret of a room for one purpose: every gateway knows it without asking."""
    return hmac.new(secret.encode(), f"{purpose}/{room}".encode(), hashlib.sha256).hexdigest()


def creation(room: str, secret: str, folder: str) -> Object:
    """Ask for a room whose recordings go to `folder`, as Janus sees it."""
    return {
        "request": "create",
        "room": room,
        "admin_key": secret,
        "secret": derived(secret, "room", room),
        "pin": derived(secret, "pin", room),
        "is_private": True,
        "permanent": False,
        "publishers": PEOPLE,
        "bitrate": BITS,
        "bitrate_cap": True,
        "audiocodec": "opus",
        "videocodec": "vp8",  # every browser speaks it; a place can show one codec only
        "opus_fec": True,
        "transport_wide_cc_ext": True,
        "record": False,
        "lock_record": True,
        "rec_dir": folder,
        "dummy_publisher": True,
    }


def of_room(request: str, room: str, secret: str, **more: object) -> Object:
    """Ask for something that only we may do with the room."""
    proof = derived(secret, "room", room)
    return {"request": request, "room": room, "secret": proof, **more}


def publishing(room: str, secret: str, feed: str, record: Object) -> Object:
    """Ask to let a page's pictures and voice into the room."""
    return {
        "request": "joinandconfigure",
        "ptype": "publisher",
        "room": room,
        "pin": derived(secret, "pin", room),
        "id": feed,
        **record,
    }


def viewing(room: str, secret: str, nobody: str) -> Object:
    """Ask for a connection on which a page sees three others: at first nobody."""
    pair = [{"feed": nobody, "mid": str(n)} for n in range(len(KINDS))]
    return {
        "request": "join",
        "ptype": "subscriber",
        "room": room,
        "pin": derived(secret, "pin", room),
        "autoupdate": False,
        "streams": pair * PLACES,
    }


def recorded(seat_id: str, room: str, secret: str, at: int, *, wanted: bool) -> Object:
    """Return what makes Janus record a seat into files of its own, `at` milliseconds."""
    name = {"filename": f"{seat_id}.{at}"} if wanted else {}
    return {"record": wanted, "secret": derived(secret, "room", room), **name}


def wanted_streams(
    shown: Mapping[int, str], feeds: Mapping[str, Mapping[str, Stream]], nobody: str
) -> dict[str, Stream]:
    """Return what is to come on each stream of a page: its mid -> the stream of a feed.

    `shown`: place -> seat; `feeds`: seat -> kind -> stream, of the seats that send.
    """
    streams = {}
    for place in range(PLACES):
        feed = feeds.get(shown.get(place, ""), {})
        for number, kind in enumerate(KINDS):
            streams[str(len(KINDS) * place + number)] = feed.get(kind, (nobody, str(number)))
    return streams


def switching(now: Mapping[str, Stream], wanted: Mapping[str, Stream]) -> Object | None:
    """Ask for other feeds on a page's streams; None: it sees what it is to see."""
    changes = [
        {"feed": feed, "mid": mid, "sub_mid": own}
        for own, (feed, mid) in wanted.items()
        if now.get(own) != (feed, mid)
    ]
    return {"request": "switch", "streams": changes} if changes else None


def description(kind: str, sdp: str) -> Object:
    """Return a session description that already holds all addresses."""
    return {"type": kind, "sdp": sdp, "trickle": False}


def _sections(sdp: str) -> Sequence[list[str]]:
    """Return the lines before the first m-line, then those of each."""
    sections: list[list[str]] = [[]]
    for line in sdp.splitlines():
        if line.startswith("m="):
            sections.append([])
        sections[-1].append(line)
    return sections


def _is_direction(line: str) -> bool:
    return line in {"a=sendrecv", "a=sendonly", "a=recvonly", "a=inactive"}


def _value(section: Sequence[str], name: str) -> str:
    found = next((line for line in section if line.startswith(name)), None)
    if found is None:
        raise ValueError(f"the offer has no {name}")
    return found.removeprefix(name)
