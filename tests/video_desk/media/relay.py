"""Runs the TURN server with the configuration that we ship, on ports of the loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from launch.places import CHECKOUT
from tests.ports import free_port

SHIPPED = CHECKOUT / "conf" / "turnserver.conf"
HOST, SECRET, REALM = "127.0.0.1", "shared by the tests", "video.example"
READY_WITHIN = 15.0  # seconds


@dataclass(frozen=True, slots=True)
class Relay:
    """Be a TURN server that runs."""

    port: int  # UDP and TCP
    tls_port: int
    log: Path

    @property
    def address(self) -> tuple[str, int]:
        """Return where it is asked."""
        return HOST, self.port


@contextmanager
def relay(folder: Path, *more: str) -> Iterator[Relay]:
    """Run coturn with the shipped file and further lines, as an operator appends them."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.skip("turnserver is missing: apt-get install coturn")
    port, tls_port = free_port(), free_port()
    lines = [
        SHIPPED.read_text("ascii"),
        *(f"listening-ip={HOST}", f"relay-ip={HOST}", f"realm={REALM}"),
        *(f"listening-port={port}", f"tls-listening-port={tls_port}"),
        *(f"static-auth-secret={SECRET}", f"pidfile={folder}/turn.pid"),
        f"userdb={folder}/turn.db",
        *more,
    ]
    configuration, log = folder / "turnserver.conf", folder / "turnserver.log"
    configuration.write_text("\n".join(lines) + "\n", "ascii")
    with log.open("wb") as written:
        process = subprocess.Popen(
            [program, "-c", str(configuration)], stdout=written, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_it_listens(process, port, log)
        yield Relay(port, tls_port, log)
    finally:
        process.terminate()
        process.wait(10)


def own_addresses() -> Sequence[str]:
    """Return the addresses of this machine at which its media process can be reached."""
    found = set()
    for family, far in ((socket.AF_INET, "198.51.100.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as datagrams:
            try:
                datagrams.connect((far, 9))  # sends nothing: only asks for the way there
            except OSError:
                continue
            found.add(str(datagrams.getsockname()[0]))
    return sorted(found)


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as stream:
            if stream.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"coturn does not listen:\n{log.read_text('utf-8', 'replace')}")
