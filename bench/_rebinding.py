"""Rewrites the address of IPv4 packets as a router does, with their checksums; pure.

A sum is mended by what changed (RFC 1624, equation 3), so that nothing else is looked at.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from ipaddress import IPv4Address

SOURCE, DESTINATION = 12, 16  # where an IPv4 header holds them
HEADER_SUM, PROTOCOL = 10, 9
SUMS = {6: 16, 17: 6}  # of TCP and UDP: where their headers hold the sum
UDP = 17


@dataclass(frozen=True, slots=True)
class Rebinding:
    """Be a router that shows everybody one inner address as an outer one."""

    inner: IPv4Address
    outer: IPv4Address

    def out(self, packet: bytes) -> bytes:
        """Return what the world gets of a packet from inside."""
        return _rewritten(packet, SOURCE, self.inner, self.outer)

    def back(self, packet: bytes) -> bytes | None:
        """Return what comes inside of a packet from the world; None: it is for nobody here."""
        if packet[DESTINATION : DESTINATION + 4] != self.outer.packed:
            return None
        return _rewritten(packet, DESTINATION, self.outer, self.inner)


def _rewritten(packet: bytes, at: int, old: IPv4Address, new: IPv4Address) -> bytes:
    if old == new or packet[at : at + 4] != old.packed:
        return packet
    changed = bytearray(packet)
    changed[at : at + 4] = new.packed
    _mend(changed, HEADER_SUM, old.packed, new.packed)
    header = (packet[0] & 15) * 4
    place, protocol = SUMS.get(packet[PROTOCOL]), packet[PROTOCOL]
    if place is not None and not (protocol == UDP and packet[header + place :][:2] == b"\0\0"):
        _mend(changed, header + place, old.packed, new.packed)
    return bytes(changed)


def _mend(packet: bytearray, at: int, old: bytes, new: bytes) -> None:
    (total,) = struct.unpack_from("!H", packet, at)
    total = ~total & 0xFFFF
    for was, now in zip(struct.unpack("!2H", old), struct.unpack("!2H", new), strict=True):
        total += (~was & 0xFFFF) + now
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    struct.pack_into("!H", packet, at, ~total & 0xFFFF)
