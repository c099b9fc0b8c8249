"""Reports which packets arrived when, so that the sender can judge its network; pure.

The format is transport-wide congestion control feedback:
draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

TICK = 250  # microseconds: the unit of a delta
REFERENCE = 64_000  # microseconds: the unit of the reference time
LONGEST_GAP = 2000  # packets that one report may speak of
SYMBOLS_PER_CHUNK = 7  # two bits each
OFTEN, SELDOM = 0.05, 0.25  # seconds between two reports
MANY = 75  # packets a second; a voice alone has 50
LOST, SMALL_DELTA, LARGE_DELTA = 0, 1, 2
TWO_BIT_VECTOR = 0xC000


@dataclass(slots=True)
class Arrivals:
    """Collect arrivals, and make a report of those since the last one."""

    _seen: dict[int, float] = field(default_factory=dict)  # unwrapped number -> seconds
    _highest: int | None = None
    _next: int | None = None  # first number that the next report speaks of
    _reports: int = 0
    _told: int = 0  # packets of which the last report spoke
    _waited: float = OFTEN

    @property
    def next_after(self) -> float:
        """Return in how many seconds to report again.

        Where only a voice comes, four times a second: twenty reports would take 14 kbit/s of a
        way back that may have 80. The bounds are those of libwebrtc's own reports.
        """
        self._waited = OFTEN if self._told > MANY * self._waited else SELDOM
        return self._waited

    def add(self, number: int, at: float) -> None:
        """Note that the packet with this 16-bit number arrived at `at` seconds (monotonic)."""
        unwrapped = number if self._highest is None else _nearest(number, self._highest)
        if self._highest is None or unwrapped > self._highest:
            self._highest = unwrapped
        self._seen.setdefault(unwrapped, at)

    def report(self, sender_ssrc: int, media_ssrc: int) -> bytes | None:
        """Return an RTCP packet about what arrived since the last one; None: nothing did."""
        self._told = len(self._seen)
        if not self._seen:
            return None
        last = max(self._seen)
        first = min(self._seen) if self._next is None else min(self._next, min(self._seen))
        first = max(first, last - LONGEST_GAP)
        times = {number: at for number, at in self._seen.items() if number >= first}
        self._seen = {}
        self._next = last + 1
        reference = int(times[min(times)] * 1_000_000) // REFERENCE
        symbols, deltas = _symbols(times, first, last, reference * REFERENCE)
        body = struct.pack(
            "!LLHHL",
            sender_ssrc,
            media_ssrc,
            first & 0xFFFF,
            len(symbols),
            (reference & 0xFFFFFF) << 8 | (self._reports & 0xFF),
        )
        self._reports += 1
        body += _chunks(symbols) + deltas
        body += bytes(-len(body) % 4)
        return struct.pack("!BBH", 0x80 | 15, 205, len(body) // 4) + body  # RTPFB, FMT 15


def _nearest(number: int, highest: int) -> int:
    """Return the unwrapped number that is nearest to the highest one known."""
    ahead = (number - highest) & 0xFFFF
    return highest + (ahead if ahead < 0x8000 else ahead - 0x10000)


def _symbols(times: dict[int, float], first: int, last: int, since: int) -> tuple[list[int], bytes]:
    """Return a symbol for each packet, and the time since the one before for each that came."""
    symbols, deltas, before = [], bytearray(), since
    for number in range(first, last + 1):
        at = times.get(number)
        if at is None:
            symbols.append(LOST)
            continue
        ticks = round((at * 1_000_000 - before) / TICK)
        ticks = max(-32768, min(32767, ticks))
        before += ticks * TICK
        small = 0 <= ticks <= 255
        symbols.append(SMALL_DELTA if small else LARGE_DELTA)
        deltas += struct.pack("!B" if small else "!h", ticks)
    return symbols, bytes(deltas)


def _chunks(symbols: list[int]) -> bytes:
    packed = bytearray()
    for start in range(0, len(symbols), SYMBOLS_PER_CHUNK):
        chunk = TWO_BIT_VECTOR
        for place, symbol in enumerate(symbols[start : start + SYMBOLS_PER_CHUNK]):
            chunk |= symbol << (12 - 2 * place)
        packed += struct.pack("!H", chunk)
    return bytes(packed)
