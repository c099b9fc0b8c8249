"""Connects to what carries pictures and voices: our media processes, or nothing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from gateway.settings import Settings
from video_desk.call_media import Follow, Places
from video_desk.capacity import Capacity
from video_desk.engines import MediaEngine, MediaProcess, MediaProcesses
from video_desk.no_media import NoMedia
from video_desk.turn import TurnServer


@dataclass(frozen=True, slots=True)
class Carriage:
    """Hold what carries calls, what tells its load, and what tells of connections."""

    engine: MediaEngine
    places: Places
    follow: Follow | None  # None: there is nothing to follow
    close: Callable[[], Awaitable[None]]


def carriage(settings: Settings) -> Carriage:
    """Return what the settings name; without a socket the pages connect to each other."""
    paths = [Path(part.strip()) for part in settings.media_sockets.split(",") if part.strip()]
    if not paths:
        absent = NoMedia()
        return Carriage(absent, absent, None, absent.aclose)
    processes = MediaProcesses([MediaProcess(path) for path in paths])
    places = Capacity(processes.of, monotonic=time.monotonic, most_rooms=settings.media_rooms)
    return Carriage(processes, places, processes.follow, processes.aclose)


def turn_server(settings: Settings) -> TurnServer | None:
    """Return the TURN server of the settings; None: pages reach us directly."""
    urls = tuple(part.strip() for part in settings.turn_urls.split(",") if part.strip())
    return TurnServer(urls, settings.turn_secret.get_secret_value()) if urls else None
