"""Writes the end of the audit trail down outside the database, once a day, signed if wished."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from core.audit import Anchor, canonical
from core.store.audit_trail import AuditTrail
from gateway.settings import Settings

FILE = "audit-anchors.jsonl"

logger = logging.getLogger(__name__)


class Anchors:
    """Keep the anchors, one line of JSON each, in a file that is only appended to."""

    def __init__(self, file: Path, *, key: Path | None = None) -> None:
        """Take the file, and that of an Ed25519 private key (PEM) if anchors are signed."""
        self._file = file
        self._key = key

    def all(self) -> Sequence[Anchor]:
        """Return the anchors in the order in which they were written."""
        return [_anchor(line) for line in self._lines()]

    def badly_signed(self, public_key: Path) -> Sequence[Anchor]:
        """Return those that the owner of the key (PEM) did not sign, or not as they are now."""
        key = load_pem_public_key(public_key.read_bytes())
        if not isinstance(key, Ed25519PublicKey):
            raise TypeError(f"{public_key} is no Ed25519 key")
        return [_anchor(line) for line in self._lines() if not _is_signed(line, key)]

    def add(self, anchor: Anchor) -> str:
        """Append an anchor; return its line."""
        line = {"at": anchor.at.isoformat(), "number": anchor.number, "hash": anchor.hash}
        if self._key is not None:
            key = load_pem_private_key(self._key.read_bytes(), password=None)
            if not isinstance(key, Ed25519PrivateKey):
                raise TypeError(f"{self._key} is no Ed25519 key")
            signature = key.sign(canonical(line).encode())
            line["signature"] = base64.b64encode(signature).decode()
        text = canonical(line)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        return text

    def _lines(self) -> list[dict[str, str | int]]:
        if not self._file.is_file():
            return []
        return [json.loads(line) for line in self._file.read_text("utf-8").splitlines() if line]


class DailyAnchor:
    """Write the trail's end down once a day."""

    def __init__(self, trail: AuditTrail, anchors: Anchors, now: Callable[[], datetime]) -> None:
        """Take where the end is read and written, and the bureau's clock."""
        self._trail = trail
        self._anchors = anchors
        self._now = now

    async def step(self) -> None:
        """Write today's anchor unless it is written."""
        now = self._now()
        # Not the newest: one that was written while a clock was ahead would be for years.
        days = {one.at.astimezone(now.tzinfo).date() for one in self._anchors.all()}
        if now.date() in days:
            return
        await self.write()

    async def write(self) -> str:
        """Write an anchor now; return its line."""
        head = await self._trail.head()
        line = self._anchors.add(Anchor(self._now(), head.number, head.hash))
        # In the log as well: logs go to another machine where there is one.
        logger.info("audit trail: %d rows, %s", head.number, head.hash)
        return line


def anchors_file(settings: Settings) -> Path:
    """Return where the anchors of the installation are."""
    return settings.audit_anchors or settings.beside_the_database(FILE)


def anchors_of(settings: Settings) -> Anchors:
    """Return the anchors of the installation."""
    return Anchors(anchors_file(settings), key=settings.audit_anchor_key)


def _anchor(line: dict[str, str | int]) -> Anchor:
    at, number, text = line["at"], line["number"], line["hash"]
    return Anchor(datetime.fromisoformat(str(at)), int(number), str(text))


def _is_signed(line: dict[str, str | int], key: Ed25519PublicKey) -> bool:
    signed = {name: value for name, value in line.items() if name != "signature"}
    try:
        key.verify(base64.b64decode(str(line.get("signature", ""))), canonical(signed).encode())
    except (InvalidSignature, ValueError):
        return False
    return True
