"""Names things by what they are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

LENGTH = 12  # hexadecimal digits: enough to tell a few hundred versions apart


def fingerprint(parts: Iterable[tuple[str, bytes]]) -> str:
    """Return a short name that changes when a part's name or content does."""
    total = hashlib.sha256()
    for name, content in sorted(parts):
        for piece in (name.encode(), content):
            total.update(len(piece).to_bytes(8, "big"))
            total.update(piece)
    return total.hexdigest()[:LENGTH]


def parts_under(folder: Path, root: Path) -> list[tuple[str, bytes]]:
    """Return the files below a folder by their path under the root, without made ones."""
    return [
        (path.relative_to(root).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _made(path.relative_to(folder))
    ]


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file that may be large."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _made(path: Path) -> bool:
    """Tell whether a tool made this file: a cache or something hidden."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
