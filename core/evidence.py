"""Seals what a call leaves behind, so that nobody can alter it unnoticed; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

FIRST = "0" * 64  # what the first manifest follows


class Kind(StrEnum):
    """Name what an exhibit is."""

    RECORDING = "recording"
    FORM = "form"
    SIGNATURE = "signature"
    CONSENT = "consent"
    CONVERSATION = "conversation"
    AUTHORISATION = "authorisation"
    UNFINISHED = "unfinished"  # says that the recordings were not closed by who made them


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Be one file of the evidence."""

    kind: Kind
    name: str  # of the file, below the folder of the call
    sha256: str  # hex
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """List the exhibits of a call, and name the manifest before it."""

    number: int  # 1, 2, 3 ...
    call_id: str
    receipt: str | None  # number of the application that came of it
    sealed_at: datetime  # UTC
    exhibits: tuple[Exhibit, ...]
    previous: str  # hash of manifest number - 1
    hash: str = ""  # of all the above

    def computed_hash(self) -> str:
        """Return the SHA-256, hex, of everything but `hash`, as canonical JSON (RFC 8785)."""
        content = {
            "number": self.number,
            "call_id": self.call_id,
            "receipt": self.receipt,
            "sealed_at": self.sealed_at.astimezone(UTC).isoformat(),
            "exhibits": [[e.kind.value, e.name, e.sha256, e.size] for e in self.exhibits],
            "previous": self.previous,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Altered:
    """Name something that is not as it was sealed."""

    number: int  # of the manifest
    what: str  # manifest, chain, or the name of an exhibit
    how: str  # in Chinese, for the auditor


def follows(
    before: Manifest | None,
    *,
    call_id: str,
    receipt: str | None,
    sealed_at: datetime,
    exhibits: Sequence[Exhibit],
) -> Manifest:
    """Return the sealed manifest that comes after `before` (None: it is the first)."""
    open_manifest = Manifest(
        number=before.number + 1 if before is not None else 1,
        call_id=call_id,
        receipt=receipt,
        sealed_at=sealed_at,
        exhibits=tuple(exhibits),
        previous=before.hash if before is not None else FIRST,
    )
    return replace(open_manifest, hash=open_manifest.computed_hash())


def altered_in_chain(manifests: Sequence[Manifest], anchored: Mapping[int, str]) -> list[Altered]:
    """Return what is wrong with the manifests, given in order of their numbers.

    `anchored` are the hashes that the audit trail noted when they were sealed.
    """
    found, previous, expected = [], FIRST, 1
    for manifest in manifests:
        if manifest.number != expected:
            missing = f"缺第 {expected} 至 {manifest.number - 1} 号清单"
            found.append(Altered(manifest.number, "chain", missing))
        elif manifest.previous != previous:
            found.append(Altered(manifest.number, "chain", "与上一号清单接不上"))
        if manifest.computed_hash() != manifest.hash:
            found.append(Altered(manifest.number, "manifest", "清单内容与校验值不符"))
        if anchored.get(manifest.number) != manifest.hash:
            found.append(Altered(manifest.number, "manifest", "清单与审计记录不符"))
        previous, expected = manifest.hash, manifest.number + 1
    gone = sorted(number for number in anchored if number >= expected)
    found += [Altered(number, "manifest", "审计记录中有，清单却没有了") for number in gone]
    return found


def altered_exhibits(
    manifest: Manifest, present: Mapping[str, tuple[str, int] | None]
) -> list[Altered]:
    """Return which exhibits are not as sealed; `present`: name -> (sha256, bytes), None: gone."""
    found = []
    for exhibit in manifest.exhibits:
        state = present.get(exhibit.name)
        if state is None:
            found.append(Altered(manifest.number, exhibit.name, "文件不见了"))
        elif state != (exhibit.sha256, exhibit.size):
            found.append(Altered(manifest.number, exhibit.name, "文件内容被改动"))
    return found
