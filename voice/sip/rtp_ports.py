"""Hands out pairs of ports for media."""

from __future__ import annotations

from collections import deque


class RtpPorts:
    """Be the even ports of a range; one that was given back is used again as late as possible."""

    def __init__(self, first: int, last: int) -> None:
        """Raise ValueError if no pair fits."""
        self._free = deque(range(first + first % 2, last, 2))
        if not self._free:
            raise ValueError("rtp_ports holds no pair of ports")
        self.pairs = len(self._free)

    def take(self) -> int | None:
        """Return an even port whose neighbour is free, too; None if all are in use."""
        return self._free.popleft() if self._free else None

    def give_back(self, port: int) -> None:
        """Take a port back."""
        self._free.append(port)
