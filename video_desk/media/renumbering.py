"""Gives passed-on packets one unbroken numbering, whoever they come from; pure."""

from __future__ import annotations

from dataclasses import dataclass

SEQUENCE, TIMESTAMP = 0xFFFF, 0xFFFFFFFF


@dataclass(slots=True)
class Renumbering:
    """Follow one outgoing stream; its source may change, e.g. when somebody reconnects."""

    clock_rate: int  # hertz
    first_sequence: int
    first_timestamp: int
    _ssrc: int | None = None
    _sequence_shift: int = 0
    _timestamp_shift: int = 0
    _last_sequence: int | None = None
    _last_timestamp: int = 0
    _last_at: float = 0.0

    def numbers(self, ssrc: int, sequence: int, timestamp: int, at: float) -> tuple[int, int]:
        """Return the sequence number and timestamp under which a packet goes out.

        `at` is a monotonic time in seconds; a new source continues as much later as it came later.
        """
        if ssrc != self._ssrc:
            self._continue_with(ssrc, sequence, timestamp, at)
        new_sequence = (sequence + self._sequence_shift) & SEQUENCE
        new_timestamp = (timestamp + self._timestamp_shift) & TIMESTAMP
        newest = self._last_sequence
        if newest is None or 0 < ((new_sequence - newest) & SEQUENCE) < 0x8000:
            self._last_sequence, self._last_timestamp = new_sequence, new_timestamp
            self._last_at = at
        return new_sequence, new_timestamp

    def _continue_with(self, ssrc: int, sequence: int, timestamp: int, at: float) -> None:
        if self._last_sequence is None:
            next_sequence, next_timestamp = self.first_sequence, self.first_timestamp
        else:
            passed = max(1, int((at - self._last_at) * self.clock_rate))
            next_sequence, next_timestamp = self._last_sequence + 1, self._last_timestamp + passed
        self._ssrc = ssrc
        self._sequence_shift = (next_sequence - sequence) & SEQUENCE
        self._timestamp_shift = (next_timestamp - timestamp) & TIMESTAMP
