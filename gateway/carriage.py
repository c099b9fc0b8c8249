"""Connects to what carries pictures and voices: our media processes, or nothing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.settings import Settings
from video_desk.call_media import Follow, Places
from video_desk.capacity import Capacity
from video_desk.captions import Sound
from video_desk.engines import Load, MediaEngine, MediaProcess, MediaProcesses
from video_desk.janus import JanusServer
from video_desk.no_media import NoMedia
from video_desk.turn import TurnServer
from video_desk.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Carriage:
    """Hold what carries calls, what tells its load, and what tells of connections."""

    engine: MediaEngine
    places: Places
    follow: Follow | None  # None: there is nothing to follow
    close: Callable[[], Awaitable[None]]
    sound: Sound | None = None  # what is said in calls; None: it cannot be overheard
    viewing: Callable[[str], Viewing] | None = None  # room -> who shows it on a second connection
    # Makes a call's recordings whole; None: closing its room does.
    complete: Callable[[str], Awaitable[None]] | None = None
    loads: Callable[[], Awaitable[Sequence[Load | None]]] | None = None  # None: no processes


def carriage(settings: Settings) -> Carriage:
    """Return what the settings name; without a socket the pages connect to each other."""
    if settings.video_engine == "janus":
        return _janus(settings)
    paths = [Path(part) for part in _parts(settings.media_sockets)]
    if not paths:
        absent = NoMedia()
        return Carriage(absent, absent, None, absent.aclose)
    processes = MediaProcesses([MediaProcess(path) for path in paths])
    places = Capacity(processes.of, monotonic=time.monotonic, most_rooms=settings.media_rooms)
    follow, close = processes.follow, processes.aclose
    return Carriage(
        processes,
        places,
        follow,
        close,
        sound=lambda room: processes.of(room).overhear(room),
        loads=processes.loads,
    )


def turn_server(settings: Settings) -> TurnServer | None:
    """Return the TURN server of the settings; None: pages reach us directly."""
    urls = _parts(settings.turn_urls)
    return TurnServer(urls, settings.turn_secret.get_secret_value()) if urls else None


def _janus(settings: Settings) -> Carriage:
    """Return Janus servers that share the calls; they record, and we make files of it."""
    secret, recordings = settings.janus_secret.get_secret_value(), settings.media_recordings
    there = settings.janus_recordings
    urls = _parts(settings.janus_urls)
    if not urls or not secret:
        raise ValueError("YIBAO_VIDEO_ENGINE=janus needs YIBAO_JANUS_URLS and YIBAO_JANUS_SECRET")
    servers = MediaProcesses([JanusServer(url, secret, recordings, there=there) for url in urls])

    async def complete(call_id: str) -> None:
        await servers.of(call_id).complete(call_id)

    places = Capacity(servers.of, monotonic=time.monotonic, most_rooms=settings.media_rooms)
    follow, close = servers.follow, servers.aclose
    return Carriage(
        servers,
        places,
        follow,
        close,
        viewing=servers.of,
        complete=complete,
        loads=servers.loads,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
