"""Holds the gateway's listening socket: who connects while it restarts waits and is served."""

from __future__ import annotations

import socket

from launch.errors import NotReady
from launch.readiness import port_taken

BACKLOG = 1024  # connections that wait; more than the kernel's own limit is cut down to that


def listening_socket(setting: str, host: str, port: int) -> socket.socket:
    """Open the socket; raise NotReady if the port, which the setting names, is taken.

    It outlives the gateway that accepts from it, as with socket activation (sd_listen_fds(3)):
    between two lives of the gateway nobody is refused.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise NotReady(port_taken(setting, host, port, error.strerror or "")) from error
