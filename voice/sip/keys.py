"""Reads pressed keys from telephone events (RFC 4733) and from SIP INFO."""

from __future__ import annotations

import re
import struct

from voice.line import Key

DIGITS = "0123456789*#"  # event codes 0 to 11; A to D and flash mean nothing to us
SAME_PRESS = 0.5  # seconds within which the other way of telling repeats the same press
STILL_DOWN = 1.0  # seconds: packets of one press are never further apart
OVERTAKING = 0.2  # seconds within which a late packet of the press before may come
LONGEST = 10.0  # seconds; longer is a stuck key


class KeyReader:
    """Tell each press once, at its first packet, whichever way it is told."""

    def __init__(self, clock_rate: int = 8000) -> None:
        self.clock_rate = clock_rate
        self._newest: int | None = None  # timestamp of the press told last
        self._with_it: set[int] = set()  # events told with that timestamp
        self._newest_at = float("-inf")  # when its last packet came
        self._told: tuple[str, float, bool] = ("", float("-inf"), False)

    def packet(self, payload: bytes, timestamp: int, now: float) -> Key | None:
        """Take a telephone-event packet; return the press if it is a new one."""
        if len(payload) < 4:
            return None
        event, _, duration = struct.unpack("!BBH", payload[:4])
        if event >= len(DIGITS) or self._is_old(event, timestamp, now):
            return None
        self._with_it = {*self._with_it, event} if timestamp == self._newest else {event}
        self._newest, self._newest_at = timestamp, now
        return self._new(Key(DIGITS[event], duration / self.clock_rate), now, by_info=False)

    def info(self, content_type: str, body: str, now: float) -> Key | None:
        """Take an INFO request's body; return the press unless packets told it already."""
        key = info_key(content_type, body)
        return None if key is None else self._new(key, now, by_info=True)

    def _is_old(self, event: int, timestamp: int, now: float) -> bool:
        """Return whether the press was told already, or one after it was."""
        if self._newest is None:
            return False
        if timestamp == self._newest:
            # Some players repeat timestamps: another key, or a pause, makes it another press.
            old = event in self._with_it and now - self._newest_at < STILL_DOWN
            self._newest_at = now
            return old
        behind = (self._newest - timestamp) % 2**32
        return behind < self.clock_rate and now - self._newest_at < OVERTAKING

    def _new(self, key: Key, now: float, *, by_info: bool) -> Key | None:
        digit, told_at, told_by_info = self._told
        if key.digit == digit and told_by_info != by_info and now - told_at < SAME_PRESS:
            return None
        self._told = (key.digit, now, by_info)
        return key


def info_key(content_type: str, body: str) -> Key | None:
    """Return the key that an INFO body names (application/dtmf-relay or application/dtmf)."""
    kind = content_type.split(";")[0].strip().lower()
    if kind == "application/dtmf":
        digit, duration = body.strip(), ""
    elif kind == "application/dtmf-relay":
        signal = re.search(r"(?im)^\s*signal\s*=\s*(\S+)", body)
        lasting = re.search(r"(?im)^\s*duration\s*=\s*(\d{1,6})\s*$", body)
        digit = signal.group(1) if signal else ""
        duration = lasting.group(1) if lasting else ""
    else:
        return None
    digit = {"10": "*", "11": "#"}.get(digit, digit)
    if len(digit) != 1 or digit not in DIGITS:
        return None
    return Key(digit, min(int(duration or 0) / 1000, LONGEST))
