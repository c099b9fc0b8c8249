"""Keeps the files of evidence, a folder for each call, and computes what seals them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.evidence import Exhibit, Kind, Manifest

KINDS = {
    ".mkv": Kind.RECORDING,
    ".png": Kind.SIGNATURE,
    "form.json": Kind.FORM,
    "consents.json": Kind.CONSENT,
    "conversation.json": Kind.CONVERSATION,
    "authorisation.json": Kind.AUTHORISATION,
    "unfinished.json": Kind.UNFINISHED,
}
CHUNK = 1 << 20  # bytes


class Exhibits:
    """Keep files below one folder; only we can read them."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of all evidence; it is made when it is needed."""
        self._folder = folder

    def of(self, call_id: str) -> Path:
        """Return the folder of a call."""
        if "/" in call_id or call_id in {"", ".", ".."}:
            raise ValueError("not a call's id")
        return self._folder / call_id

    def write(self, call_id: str, name: str, content: bytes) -> None:
        """Write a file whole or not at all, whoever writes the same at the same moment."""
        folder = self.of(call_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(folder / name)
        except OSError:
            Path(part).unlink(missing_ok=True)
            raise

    def take(self, call_id: str, recording: Path) -> None:
        """Move a recording into the folder of its call."""
        folder = self.of(call_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(recording, folder / recording.name)

    def listed(self, call_id: str) -> Sequence[Exhibit]:
        """Return the files of a call with their sums, by name; what was composed is none."""
        folder = self.of(call_id)
        found = []
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            kind = KINDS.get(path.name) or KINDS.get(path.suffix)
            if kind is not None and not path.name.startswith("."):
                found.append(Exhibit(kind, path.name, *_sum_and_size(path)))
        return found

    def present(self, manifest: Manifest) -> Mapping[str, tuple[str, int] | None]:
        """Return what the files of a manifest are now: name -> (sha256, bytes), None: gone."""
        folder = self.of(manifest.call_id)
        paths = {exhibit.name: folder / exhibit.name for exhibit in manifest.exhibits}
        return {n: _sum_and_size(p) if p.is_file() else None for n, p in paths.items()}

    def remove(self, call_id: str) -> None:
        """Remove all files of a call at the end of their time."""
        shutil.rmtree(self.of(call_id), ignore_errors=True)


def _sum_and_size(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest(), path.stat().st_size
