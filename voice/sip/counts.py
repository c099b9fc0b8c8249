"""Counts what the line did, for operators."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Counts:
    """Be what happened since the line was started."""

    answered: int = 0
    announced: int = 0  # callers who heard that all lines are taken
    refused: int = 0
    cancelled: int = 0
    not_acceptable: int = 0  # offers without a codec, an address or an encryption for us
    repeated: int = 0  # requests that came again and were no new ones
    strangers: int = 0  # packets from outside the listed networks
    malformed: int = 0
    scanners: int = 0
    banned: int = 0  # packets of banned addresses
    bans: int = 0
    unauthorized: int = 0  # wrong passwords
    senseless: int = 0  # requests outside any call that are none of our business
    packets_sent: int = 0
    packets_received: int = 0
    packets_lost: int = 0  # theirs, that never came
    packets_refused: int = 0  # media of strangers

    def figures(self) -> dict[str, int]:
        """Return all of them by name."""
        return asdict(self)
