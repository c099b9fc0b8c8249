"""Carries IP packets between two TUN devices over a bad wire, in a process of its own.

python -m bench._wire_process NEAR FAR INNER SEED: file descriptors of the devices, the address at
the near one. Each line of the standard input is a new weather as JSON, with `outer` the address
that the far side is to see; each is answered with the counts since the last one.
"""

from __future__ import annotations

import json
import os
import select
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from ipaddress import IPv4Address
from random import Random

from bench._bad_wire import Counts, OneWay, Weather
from bench._rebinding import Rebinding

LONGEST = 65_536  # bytes of a packet
IDLE = 0.2  # seconds


@dataclass(slots=True)
class Direction:
    """Take packets from one device, and put them into the other when they arrive."""

    source: int  # file descriptor
    sink: int
    way: OneWay
    waiting: deque[tuple[float, bytes]] = field(default_factory=deque)

    def take(self, packet: bytes) -> None:
        """Put a packet on the wire."""
        at = self.way.arrives_at(len(packet), time.monotonic())
        if at is not None:
            self.waiting.append((at, packet))

    def deliver(self) -> None:
        """Bring what has arrived by now."""
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            _, packet = self.waiting.popleft()
            with suppress(OSError):  # the device may be down, as a wire's end may
                os.write(self.sink, packet)

    @property
    def soonest(self) -> float:
        """Return in how many seconds something arrives."""
        return self.waiting[0][0] - time.monotonic() if self.waiting else IDLE


def main() -> None:
    """Carry until the standard input ends."""
    near, far, inner, seed = (*map(int, sys.argv[1:3]), sys.argv[3], int(sys.argv[4]))
    router = Rebinding(IPv4Address(inner), IPv4Address(inner))
    up = Direction(near, far, OneWay(Random(seed)))
    down = Direction(far, near, OneWay(Random(seed + 1)))
    for descriptor in (near, far):
        os.set_blocking(descriptor, False)
    while True:
        soonest = max(0.0, min(up.soonest, down.soonest, IDLE))
        ready, _, _ = select.select([near, far, sys.stdin], [], [], soonest)
        for packet in _read(near) if near in ready else ():
            up.take(router.out(packet))
        for packet in _read(far) if far in ready else ():
            answer = router.back(packet)
            if answer is not None:
                down.take(answer)
        up.deliver()
        down.deliver()
        if sys.stdin in ready:
            line = sys.stdin.readline()
            if not line:
                return
            told = json.loads(line)
            here, there = IPv4Address(told.pop("inner")), IPv4Address(told.pop("outer"))
            router = Rebinding(here, there)
            counts = [asdict(direction.way.counts) for direction in (up, down)]
            for direction in (up, down):
                direction.way.weather, direction.way.counts = Weather(**told), Counts()
            print(json.dumps(counts), flush=True)


def _read(device: int) -> list[bytes]:
    """Return what a device holds now; IPv6's chatter among neighbours is left out."""
    packets: list[bytes] = []
    while len(packets) < 64:  # so that what has arrived does not wait for long
        try:
            packet = os.read(device, LONGEST)
        except OSError:
            break
        if packet[0] >> 4 == 4:
            packets.append(packet)
    return packets


if __name__ == "__main__":
    main()
