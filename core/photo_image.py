"""Is a picture that was checked and re-encoded, ready to be kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhotoImage:
    """Be a plain JPEG, upright, without any data about whoever took it."""

    jpeg: bytes
    width: int  # pixels
    height: int  # pixels
    sha256: str  # of the JPEG, hex
