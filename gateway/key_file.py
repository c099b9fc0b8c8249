"""Keeps the keys of personal data in a file outside the database."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from gateway.key_ring import MARK_KEY, Algorithm, Key, KeyRing, new_key
from gateway.settings import Settings

FILE = "keys.json"


@dataclass(frozen=True, slots=True)
class Keys:
    """Be what the file holds."""

    sealing: tuple[Key, ...]  # the newest last
    marks: bytes

    def ring(self) -> KeyRing:
        """Return them ready for use."""
        return KeyRing(self.sealing, self.marks)

    def with_another(self, algorithm: Algorithm) -> Keys:
        """Return them with a new key, which seals from now on."""
        return replace(self, sealing=(*self.sealing, new_key(algorithm)))

    def only_newest(self) -> Keys:
        """Return them without the keys that nothing is sealed under any more."""
        return replace(self, sealing=self.sealing[-1:])


def keys_file(settings: Settings) -> Path:
    """Return where the keys are."""
    return settings.keys or settings.beside_the_database(FILE)


def read_or_make(file: Path, algorithm: Algorithm) -> Keys:
    """Return the keys of a file; at the first start make them, for our account's eyes only."""
    if not file.exists():
        made = Keys((new_key(algorithm),), secrets.token_bytes(MARK_KEY))
        write_new(file, made)
    return read(file)


def read(file: Path) -> Keys:
    """Return the keys of a file; raise ValueError if others than its owner can read it."""
    if file.stat().st_mode & 0o077:
        raise ValueError(f"{file} must be readable by its owner only (chmod 600)")
    return from_text(file.read_text("utf-8"))


def from_text(text: str) -> Keys:
    """Return the keys that were written as a text; raise ValueError if it is none."""
    try:
        content = json.loads(text)
        keys = [
            Key(str(key["id"]), Algorithm(key["algorithm"]), bytes.fromhex(key["secret"]))
            for key in content["sealing"]
        ]
        return Keys(tuple(keys), bytes.fromhex(content["marks"]))
    except (KeyError, TypeError) as error:
        raise ValueError("these are no keys") from error


def as_text(keys: Keys) -> str:
    """Return keys as the text of a file."""
    content = {
        "sealing": [
            {"id": key.id, "algorithm": key.algorithm.value, "secret": key.secret.hex()}
            for key in keys.sealing
        ],
        "marks": keys.marks.hex(),
    }
    return json.dumps(content, indent=1) + "\n"


def write(file: Path, keys: Keys) -> None:
    """Put keys in the place of a file's, whole or not at all."""
    beside = file.with_suffix(f".{secrets.token_hex(4)}")
    _write_whole(beside, keys)
    beside.replace(file)


def write_new(file: Path, keys: Keys) -> None:
    """Write a file that is not there yet; if another process is faster, its keys count."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{secrets.token_hex(4)}")
    _write_whole(beside, keys)
    try:
        os.link(beside, file)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def _write_whole(file: Path, keys: Keys) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(as_text(keys))
        out.flush()
        os.fsync(out.fileno())
