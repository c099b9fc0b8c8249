"""Keeps temporary media for three days, within the platform's sizes; no I/O."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from integrations.wechat_simulator.refusals import Refused

KEPT = 3 * 86_400.0  # seconds
LIMITS = {"image": 10 << 20, "voice": 2 << 20, "video": 10 << 20, "thumb": 64 << 10}  # bytes
# What a file must begin with, and the type that it is served as.
SIGNS: dict[str, tuple[tuple[bytes, str], ...]] = {
    "image": (
        *((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png")),
        *((b"GIF8", "image/gif"), (b"BM", "image/bmp")),
    ),
    "voice": ((b"#!AMR\n", "audio/amr"), (b"ID3", "audio/mp3"), (b"\xff", "audio/mp3")),
    "video": ((b"", "video/mp4"),),
    "thumb": ((b"\xff\xd8\xff", "image/jpeg"),),
}


@dataclass(frozen=True, slots=True)
class Medium:
    """Be one file."""

    id: str
    kind: str  # image, voice, video, thumb
    content: bytes
    type: str  # Content-Type
    created: float  # Unix seconds


class MediaShelf:
    """Keep files under ids that nobody can guess."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Take the time in Unix seconds."""
        self._now = now
        self._all: dict[str, Medium] = {}

    def add(self, kind: str, content: bytes) -> Medium:
        """Keep a file, or refuse it for its kind, its size or what it is."""
        if kind not in LIMITS:
            raise Refused(40004)
        if not content:
            raise Refused(44001)
        if len(content) > LIMITS[kind]:
            raise Refused(40006)
        type_ = next((type_ for sign, type_ in SIGNS[kind] if content.startswith(sign)), None)
        if type_ is None:
            raise Refused(40005)
        medium = Medium(secrets.token_urlsafe(48), kind, content, type_, self._now())
        self._all[medium.id] = medium
        return medium

    def get(self, media_id: str) -> Medium:
        """Return a file, or refuse if it is not known or too old."""
        medium = self._all.get(media_id)
        if medium is None or medium.created + KEPT <= self._now():
            raise Refused(40007)
        return medium

    def has(self, media_id: str, kind: str) -> bool:
        """Tell whether there is a file of that kind."""
        medium = self._all.get(media_id)
        return medium is not None and medium.kind == kind and medium.created + KEPT > self._now()
