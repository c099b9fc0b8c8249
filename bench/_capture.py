"""Notes RTP packets on the loopback interface with the kernel's own times."""

from __future__ import annotations

import socket
import struct
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

SO_TIMESTAMPNS, SO_RCVBUFFORCE = 35, 33  # of Linux; the socket module has no names for them
SOL_PACKET, PACKET_STATISTICS = 263, 6
EVERY_PROTOCOL = 0x0003
OUTGOING = 4  # of a packet's address; loopback shows each packet twice


@dataclass(slots=True)
class Seen:
    """Be what was seen of one stream of ours."""

    times: list[float] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def gaps(self) -> list[float]:
        """Return the seconds between its packets."""
        return [after - before for before, after in pairwise(self.times)]

    def missing(self) -> int:
        """Return how many sequence numbers were left out."""
        return sum((b - a - 1) % 65536 for a, b in pairwise(self.numbers))


class Capture:
    """Watch what leaves our media ports, and the first packet of each key that comes in.

    Raises PermissionError without CAP_NET_RAW.
    """

    def __init__(self, ports: tuple[int, int], keys: int = 101) -> None:
        self.streams: dict[tuple[int, int], Seen] = defaultdict(Seen)
        self.presses: dict[int, float] = {}  # by RTP timestamp
        self._ports = ports
        self._keys = keys
        self._socket = socket.socket(
            socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(EVERY_PROTOCOL)
        )
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 64_000_000)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self._socket.bind(("lo", 0))
        self._socket.settimeout(0.2)
        self._over = False
        self.overlooked = 0  # packets that we were too slow to note
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._over = True
        self._thread.join()
        figures = self._socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8)
        self.overlooked = struct.unpack("II", figures)[1]
        self._socket.close()

    def _watch(self) -> None:
        first, last = self._ports
        while not self._over:
            try:
                data, notes, _, address = self._socket.recvmsg(256, 64)
            except TimeoutError:
                continue
            if address[2] == OUTGOING or len(data) < 40 or data[9] != 17:
                continue
            head = (data[0] & 15) * 4
            source, target = struct.unpack_from("!HH", data, head)
            rtp = head + 8
            if data[rtp] >> 6 != 2 or 200 <= data[rtp + 1] <= 207:
                continue
            seconds, nanoseconds = struct.unpack("qq", notes[0][2])
            when = seconds + nanoseconds / 1e9
            number, stamp, ssrc = struct.unpack_from("!HII", data, rtp + 2)
            if first <= source <= last:
                seen = self.streams[(source, ssrc)]
                seen.times.append(when)
                seen.numbers.append(number)
            elif first <= target <= last and data[rtp + 1] & 0x7F == self._keys:
                self.presses.setdefault(stamp, when)
