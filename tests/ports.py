"""Picks ports of the loopback for programs that are told where to listen.

The system gives a port of its own range to every connection that somebody opens, so that one from
there may be taken before the program comes to listen: these lie outside, and none is given twice.
"""

from __future__ import annotations

import random
import socket
from pathlib import Path

OWN_OF_SYSTEM = Path("/proc/sys/net/ipv4/ip_local_port_range")
MEDIA = range(20000, 21000)  # the telephone line's own (YIBAO_PHONE_RTP_PORTS)

_given: set[int] = set()


def free_port() -> int:
    """Return a port that nobody has, neither for UDP nor for TCP."""
    first, last = map(int, OWN_OF_SYSTEM.read_text("ascii").split())
    outside = [port for port in range(10000, 65536) if not first <= port <= last]
    left = [port for port in outside if port not in MEDIA and port not in _given]
    while True:
        port = random.SystemRandom().choice(left)
        if _is_free(port):
            _given.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams, socket.socket() as stream:
        try:
            datagrams.bind(("127.0.0.1", port))
            stream.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
