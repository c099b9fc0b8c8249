"""Tests that nobody is refused while the program that accepts connections is started again."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from launch.errors import NotReady
from launch.listening import listening_socket
from launch.places import Places
from launch.processes import Program, Programs
from launch.work import Work

ANSWERS_WITHIN = 20.0  # seconds
ACCEPTS = """
import os, socket, sys
listening = socket.socket(fileno=int(sys.argv[1]))
while True:
    connection, _ = listening.accept()
    with connection:
        connection.sendall(str(os.getpid()).encode())
"""


def answer_of(connection: socket.socket) -> int:
    """Return the number of the process that answers."""
    connection.settimeout(ANSWERS_WITHIN)
    with connection:
        return int(connection.recv(100))


def test_who_connects_while_the_program_is_dead_is_served_by_its_next_life(tmp_path: Path) -> None:
    work = Work(Places(tmp_path, tmp_path / "cache", tmp_path / "var"))
    with listening_socket("YIBAO_PORT", "127.0.0.1", 0) as listening, Programs(work) as programs:
        address = listening.getsockname()
        descriptor = listening.fileno()
        command = (sys.executable, "-c", ACCEPTS, str(descriptor))
        log = tmp_path / "log"
        programs.start(Program("door", command, {}, tmp_path, log, None, (descriptor,)))
        first = answer_of(socket.create_connection(address))
        os.kill(first, signal.SIGKILL)
        while Path(f"/proc/{first}").exists():
            time.sleep(0.01)

        waiting = socket.create_connection(address, timeout=1.0)
        until = time.monotonic() + ANSWERS_WITHIN
        while not (guards := programs.guards) or not has_child(guards[0]):
            assert time.monotonic() < until, "it was not started again"
            programs.look_after()
            time.sleep(0.05)

        assert answer_of(waiting) != first


def test_a_taken_port_is_named_with_the_setting_that_changes_it() -> None:
    with listening_socket("YIBAO_PORT", "127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotReady, match=rf"Port {port} .* YIBAO_PORT={port + 1}"):
            listening_socket("YIBAO_PORT", "127.0.0.1", port)


def has_child(guard: int) -> bool:
    """Tell whether a guard has a living program to guard."""
    try:
        return bool(Path(f"/proc/{guard}/task/{guard}/children").read_text().split())
    except FileNotFoundError:
        return False
