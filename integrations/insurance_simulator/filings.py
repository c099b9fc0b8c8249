"""Decides what becomes of a filed application in the simulator, by rules that a tester can use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

# By the digits of the receipt number added up, modulo 20: nothing here is a real rule.
REJECTED, PAPERS = frozenset({7}), frozenset({3, 13})
REASON_REJECTED = "（模拟）系统里已经有一份同样的备案，还在有效期内，不用再办。"
REASON_PAPERS = "（模拟）照片看不清楚，请重新拍一张。"
MISSING = ("身份证正面照片",)


@dataclass(frozen=True, slots=True)
class Filed:
    """Be one application that was handed over."""

    key: str  # receipt number
    digest: str  # SHA-256 of what was handed over, hex
    at: float  # Unix seconds
    withdrawn: bool = False  # by its citizen; whoever files it later comes too late

    @property
    def reference(self) -> str:
        """Return under what we keep it."""
        return "HX" + hashlib.sha256(self.key.encode()).hexdigest()[:12].upper()


def digest_of(body: Mapping[str, object]) -> str:
    """Return the fingerprint by which two hand-overs are seen to be the same."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def is_decided(filed: Filed, now: float, step: float) -> bool:
    """Tell whether its citizen comes too late to take it back."""
    return standing(filed, now, step)["decision"] in {"approved", "rejected"}


def standing(filed: Filed, now: float, step: float) -> dict[str, object]:
    """Return how far it has come; each of the two first steps takes `step` seconds."""
    age = now - filed.at
    if age < step:
        return _said(filed, "received", "（模拟）已经收到。")
    if age < 2 * step:
        return _said(filed, "in_review", "（模拟）正在审核。")
    lot = sum(int(digit) for digit in filed.key if digit.isdigit()) % 20
    if lot in REJECTED:
        return _said(filed, "rejected", REASON_REJECTED)
    if lot in PAPERS:
        return _said(filed, "needs_papers", REASON_PAPERS, MISSING)
    return _said(filed, "approved", "（模拟）办好了。")


class Journal:
    """Keep what was filed, by receipt number, so that a restart forgets nothing."""

    def __init__(self, file: Path | None = None) -> None:
        """Take the file, one line of JSON for each filing; None: only in memory."""
        self._file = file
        self._filed: dict[str, Filed] = {}
        if file is not None and file.is_file():
            for line in file.read_text("utf-8").splitlines():
                self._keep(Filed(**json.loads(line)))

    def __len__(self) -> int:
        """Return how many applications were filed and not taken back."""
        return sum(not one.withdrawn for one in self._filed.values())

    def under(self, key: str) -> Filed | None:
        """Return what was filed under that receipt number."""
        return self._filed.get(key)

    def referred(self, reference: str) -> Filed | None:
        """Return what is kept under that reference."""
        return next((one for one in self._filed.values() if one.reference == reference), None)

    def add(self, filed: Filed) -> None:
        """Keep a new filing, or one that was taken back; the last line of a number holds."""
        self._keep(filed)
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as journal:
                journal.write(json.dumps(asdict(filed)) + "\n")

    def _keep(self, filed: Filed) -> None:
        self._filed[filed.key] = filed


def _said(
    filed: Filed, decision: str, note: str, missing: tuple[str, ...] = ()
) -> dict[str, object]:
    return {
        "reference": filed.reference,
        "decision": decision,
        "note": note,
        "missing": list(missing),
    }
