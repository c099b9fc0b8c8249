"""Limits what a sender may send by what gets lost on the way to the receiver; pure.

The rule is the loss-based controller of draft-ietf-rmcat-gcc-02, section 6.
"""

from __future__ import annotations

from dataclasses import dataclass

HIGHEST = 2_000_000  # bit/s: 640x480 never needs more
LOWEST = 80_000  # bit/s: below this a picture is no help
HEAVY, LIGHT = 0.10, 0.02  # shares of lost packets


@dataclass(slots=True)
class BitrateCap:
    """Follow the losses that one receiver reports."""

    bits: int = HIGHEST  # bit/s

    def after(self, lost: float) -> int:
        """Return the cap in bit/s after a report that this share (0..1) was lost."""
        if lost > HEAVY:
            self.bits = max(LOWEST, int(self.bits * (1 - 0.5 * lost)))
        elif lost < LIGHT:
            self.bits = min(HIGHEST, int(self.bits * 1.08))
        return self.bits
