"""Turns what a failed program printed into one sentence for the person who started it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

COLOUR = re.compile(r"\x1b\[[0-9;]*m")

CAUSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("No space left on device",),
        "the disk is full; free some space or set YIBAO_CACHE to a folder on a larger disk",
    ),
    (
        (
            "Temporary failure in name resolution",
            "Name or service not known",
            "Failed to establish a new connection",
            "NewConnectionError",
            "Connection refused",
            "Connection reset",
            "Network is unreachable",
            "ReadTimeoutError",
            "ConnectTimeoutError",
            "Temporary failure resolving",
            "Could not resolve",
        ),
        "a package registry could not be reached; check the network, proxy or mirror settings",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "the registry's certificate was not accepted; check PIP_CERT or the proxy",
    ),
    (
        ("No matching distribution found for torch",),
        "there is no PyTorch for this machine in pip's indexes; set "
        "PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu",
    ),
    (
        ("No matching distribution found", "Could not find a version"),
        "a pinned package is not in pip's indexes; check the network or the mirror",
    ),
    (
        ("ensurepip is not available", "No module named ensurepip"),
        "this Python cannot make virtual environments; install its venv package "
        "(apt-get install python3.11-venv)",
    ),
    (
        ("could not get lock", "Could not get lock"),
        "another apt-get is running; try again when it is done",
    ),
    (("Permission denied",), "a file or folder may not be written; check its owner"),
)


def explain(work: str, lines: Sequence[str], log: Path) -> str:
    """Return one sentence that says what failed, why if that is known, and where to read more."""
    text = "\n".join(lines)
    for marks, cause in CAUSES:
        if any(mark in text for mark in marks):
            return f"{work} failed: {cause} (details: {log})."
    last = last_line(lines)
    return f"{work} failed: {last or 'it printed nothing'} (details: {log})."


def last_line(lines: Sequence[str], width: int = 160) -> str:
    """Return the last line that says something, shortened."""
    spoken = [line.strip() for line in lines if line.strip()]
    return spoken[-1][:width] if spoken else ""


def latest_news(lines: Sequence[str]) -> str:
    """Return the last line that is not a warning, short enough for a line of progress."""
    return last_line([line for line in lines if "WARNING" not in line.upper()], 70)


def last_lines(log: Path, number: int, reach: int = 20_000) -> list[str]:
    """Return the last lines of a file; none if there is no file."""
    if not log.is_file():
        return []
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - reach))
        text = COLOUR.sub("", file.read().decode("utf-8", "replace"))
    return [line for line in text.replace("\r", "\n").split("\n") if line.strip()][-number:]
