"""Gives the citizen's browser a network of its own (a Linux network namespace) behind a bad wire.

Everything happens in a namespace that this process makes for itself: the machine's own network is
not touched, and nothing is left of it afterwards. Needs Linux, `ip`, `nsenter`, `unshare` and
/dev/net/tun, and either root or user namespaces. The wire is made of two TUN devices and a
process that passes IP packets between them, so TCP really sends again what is lost.
"""

from __future__ import annotations

import fcntl
import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench._bad_wire import Counts, Weather
from launch.places import CHECKOUT

BUREAU, CITIZEN = "10.77.0.1", "10.77.0.2"
NEAR, FAR = "wlan0", "net0"  # names: Chromium takes tun0 for a VPN, and prefers others
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000  # linux/if_tun.h
INSIDE = "YIBAO_BENCH_NETWORK"


def enter_own_network() -> None:
    """Begin this program again in a network namespace of its own, unless it is in one."""
    if os.environ.get(INSIDE):
        return
    users = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    again = ["unshare", *users, "--net", sys.executable, "-m", "bench.video_network"]
    os.execvpe(again[0], [*again, *sys.argv[1:]], os.environ | {INSIDE: "1"})


@dataclass(slots=True)
class CitizensNetwork:
    """Be the citizen's network."""

    namespace: str  # where /proc shows it
    wire: subprocess.Popen[str]
    inner: str = CITIZEN  # the address that the citizen's device has
    outer: str = CITIZEN  # the address that the bureau sees
    weather: Weather = field(default_factory=Weather)

    def become(self, weather: Weather) -> tuple[Counts, Counts]:
        """Change the weather; return what became of the packets until now, up and down."""
        self.weather = weather
        return self._tell()

    def counted(self) -> tuple[Counts, Counts]:
        """Return what became of the packets since this was asked last, up and down."""
        return self._tell()

    def take_another_address(self, address: str) -> None:
        """Let the device lose its address and have another, as from WLAN to mobile; it is told."""
        for command in (
            f"ip addr flush dev {NEAR}",
            f"ip addr add {address}/24 dev {NEAR}",
            f"ip route replace default via {BUREAU} dev {NEAR}",
        ):
            self.run(*command.split())
        self.inner = self.outer = address
        self._tell()

    def be_seen_as(self, address: str) -> None:
        """Let the router show the citizen by another address; the device is told nothing."""
        self.outer = address
        self._tell()

    def run(self, *command: str) -> None:
        """Run a command in there."""
        subprocess.run(["nsenter", f"--net={self.namespace}", "--", *command], check=True)

    def browser(self, folder: Path) -> Path:
        """Return a program that is the browser, in there."""
        program = folder / "browser-behind-the-wire"
        chromium = os.environ["YIBAO_CHROMIUM"]
        program.write_text(
            f'#!/bin/sh\nexec nsenter --net={self.namespace} -- "{chromium}" "$@"\n', "utf-8"
        )
        program.chmod(0o700)
        return program

    def _tell(self) -> tuple[Counts, Counts]:
        assert self.wire.stdin is not None
        assert self.wire.stdout is not None
        told = asdict(self.weather) | {"inner": self.inner, "outer": self.outer}
        self.wire.stdin.write(json.dumps(told) + "\n")
        self.wire.stdin.flush()
        up, down = json.loads(self.wire.stdout.readline())
        return Counts(**up), Counts(**down)


@contextmanager
def citizens_network(seed: int) -> Iterator[CitizensNetwork]:
    """Lay the wire for the time of the block; this process must be in a namespace of its own."""
    _run("ip link set lo up")
    citizen = subprocess.Popen(
        ["unshare", "--net", "sh", "-c", "echo; exec sleep infinity"], stdout=subprocess.PIPE
    )
    near, far = _tun(NEAR), _tun(FAR)
    try:
        assert citizen.stdout is not None
        citizen.stdout.readline()  # it is in its namespace now
        namespace = f"/proc/{citizen.pid}/ns/net"
        _run(f"ip link set {NEAR} netns {citizen.pid}")
        _run(f"ip addr add {BUREAU}/24 dev {FAR}")
        _run(f"ip link set {FAR} up")
        wire = subprocess.Popen(
            [sys.executable, "-m", "bench._wire_process", str(near), str(far), CITIZEN, str(seed)],
            pass_fds=(near, far),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )
        try:
            network = CitizensNetwork(namespace, wire)
            for command in (
                "ip link set lo up",
                f"ip addr add {CITIZEN}/24 dev {NEAR}",
                f"ip link set {NEAR} up",
                f"ip route add default via {BUREAU} dev {NEAR}",
            ):
                network.run(*command.split())
            network.counted()
            yield network
        finally:
            wire.communicate()
    finally:
        for device in (near, far):
            os.close(device)
        citizen.kill()
        citizen.wait()


def _tun(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def _run(command: str) -> None:
    subprocess.run(command.split(), check=True)
