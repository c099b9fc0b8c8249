"""Decides from whom media is taken and whither it is sent (symmetric RTP, locked)."""

from __future__ import annotations

from voice.sip.networks import Networks

PACKETS_TO_LOCK = 5  # in a row from one address


class MediaSource:
    """Follow the first address in the allowed networks that keeps sending, and then only it."""

    def __init__(self, allowed: Networks, announced: tuple[str, int] | None) -> None:
        self._allowed = allowed
        self._candidate: tuple[str, int] | None = None
        self._in_a_row = 0
        self.locked: tuple[str, int] | None = None
        self.destination = announced  # None: nobody told us yet, and nobody sent

    def takes(self, address: tuple[str, int]) -> bool:
        """Account for a packet; return whether it is to be listened to."""
        if self.locked is not None:
            return address == self.locked
        if not self._allowed.holds(address[0]):
            return False
        self._in_a_row = self._in_a_row + 1 if address == self._candidate else 1
        self._candidate = address
        if self._in_a_row >= PACKETS_TO_LOCK:
            self.locked = self.destination = address
        elif self.destination is None:
            self.destination = address
        return True

    def announced(self, address: tuple[str, int]) -> None:
        """Begin anew if a later offer names another address."""
        if address != self.destination:
            self._candidate, self._in_a_row, self.locked = None, 0, None
            self.destination = address
