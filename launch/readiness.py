"""Asks the running product whether it is ready to serve."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterable

from launch.errors import NotReady
from launch.processes import Programs
from launch.work import Work

LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy
FINE = (True, "ok", "ready", "up")


def check_ports(ports: Iterable[tuple[str, str, int]]) -> None:
    """Raise NotReady if a port, given as (setting, host, number), is taken."""
    for setting, host, port in ports:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise NotReady(port_taken(setting, host, port, error.strerror or "")) from error


def port_taken(setting: str, host: str, port: int, reason: str) -> str:
    """Say that a port cannot be used and how to choose another."""
    return (
        f"Port {port} on {host} cannot be used ({reason}): stop the program that has it, "
        f"or choose another with {setting}={port + 1} make run."
    )


def wait_until_ready(work: Work, programs: Programs, url: str, limit: float) -> None:
    """Wait until the address answers 200, telling what is still missing."""
    until = time.monotonic() + limit
    told, tell_again_at = "", 0.0
    while True:
        programs.look_after()
        missing = ask(url)
        if not missing:
            return
        now, news = time.monotonic(), "waiting for " + ", ".join(missing)
        if now > until:
            raise NotReady(
                f"Not ready after {limit:.0f} s, {news}; the logs are in {work.places.logs}."
            )
        if news != told or now > tell_again_at:
            work.tell("product", news)
            told, tell_again_at = news, now + 10.0
        time.sleep(0.25)


def ask(url: str) -> list[str]:
    """Return what is still missing; nothing if the product is ready."""
    try:
        with LOOPBACK.open(url, timeout=5.0):
            return []
    except urllib.error.HTTPError as answer:
        with answer:
            return missing_parts(answer.read())
    except (OSError, ValueError):
        return ["the gateway"]


def missing_parts(body: bytes) -> list[str]:
    """Read what readyz says is missing: {"missing": [..]} or {part: true or false or why}."""
    try:
        said = json.loads(body)
    except ValueError:
        return ["a readable answer"]
    if not isinstance(said, dict):
        return ["a readable answer"]
    missing = said.get("missing")
    if isinstance(missing, dict):
        return [f"{part} ({why})" for part, why in missing.items()] or ["nothing that it names"]
    if isinstance(missing, list):
        return [str(part) for part in missing] or ["nothing that it names"]
    parts = said.get("checks", said)
    if not isinstance(parts, dict):
        return ["a readable answer"]
    waiting = [str(part) for part, state in parts.items() if state not in FINE]
    return waiting or ["nothing that it names"]
