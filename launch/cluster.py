"""Runs two gateways and two Rasa servers on one machine, with what joins them and a proxy."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from launch import postgresql
from launch.errors import NotReady
from launch.places import Places
from launch.prepare import Prepared, prepare
from launch.processes import Program, Programs
from launch.readiness import check_ports, wait_until_ready
from launch.run import (
    finish,
    product_settings,
    programs,
    simulator,
    stop_in_peace,
    watch_over,
    welcome,
)
from launch.tools import find_cluster, find_postgresql, postgresql_programs, program
from launch.work import Work

FIRST_PORT = "YIBAO_CLUSTER_PORT"  # the proxy's; the others follow
READY_WITHIN = 300.0  # seconds; four big programs start on perhaps two cores
DATABASE, SERVING = "yibao", postgresql.SERVING
OWN = {"YIBAO_DATABASE_URL", "YIBAO_DATABASE_OWNER_URL"}  # of the cluster: its server is its own
HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """Say where each program listens, all on the loopback."""

    desk: int  # the proxy, for citizens and staff
    actions: int  # the proxy, for Rasa servers that ask a gateway
    rasa: int  # the proxy, for gateways that ask a Rasa server
    gateways: tuple[int, int]
    rasas: tuple[int, int]
    redis: int
    core: int

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Ports:
        """Give each program one of nine ports."""
        desk, actions, rasa, first, second, rasa_1, rasa_2, redis, core = numbers
        return cls(desk, actions, rasa, (first, second), (rasa_1, rasa_2), redis, core)

    @property
    def all(self) -> tuple[int, ...]:
        """Return every port."""
        own = (self.desk, self.actions, self.rasa)
        return (*own, *self.gateways, *self.rasas, self.redis, self.core)

    def as_settings(self, places: Places) -> dict[str, str]:
        """Return what conf/haproxy.cfg takes from the environment."""
        listening = {
            "PROXY": self.desk,
            "PROXY_ACTIONS": self.actions,
            "PROXY_RASA": self.rasa,
            "GATEWAY_1": self.gateways[0],
            "GATEWAY_2": self.gateways[1],
            "RASA_1": self.rasas[0],
            "RASA_2": self.rasas[1],
        }
        told = {f"YIBAO_{name}": f"{HERE}:{port}" for name, port in listening.items()}
        # Nothing ends TLS in front of it.
        told["YIBAO_PROXY_BELIEVES"] = "127.0.0.2/32"
        return told | {"YIBAO_PROXY_ADMIN": str(places.socket("proxy"))}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Describe the programs, in the order in which they are to start."""

    database: Program
    redis: Program
    core: Program
    rasas: tuple[Program, Program]
    gateways: tuple[Program, Program]
    proxy: Program
    settings: Mapping[str, str]  # of commands of the gateway
    folder: Path  # of the database

    def database_answers(self) -> bool:
        """Tell whether the database server takes connections."""
        return postgresql.answers(_postgresql(), self.folder)


def cluster(work: Work) -> int:
    """Prepare, start everything, and watch until somebody stops it."""
    find_postgresql(work)
    find_cluster(work)
    places = replace(work.places, var=work.places.var / "cluster")
    ports = ports_from(os.environ)
    check_ports((FIRST_PORT, HERE, port) for port in ports.all)
    prepared = prepare(work)
    work = replace(work, places=places)
    described = describe(places, prepared, ports, os.environ)
    with Programs(work) as running:
        try:
            for one in (*described.rasas, described.database, described.redis, described.core):
                running.start(one)
            running.start(described.proxy)
            make_database(described)
            for step in ("migrate", "index"):
                finish(work, prepared, described.settings, step)
            for one in described.gateways:
                running.start(one)
            address = f"http://{HERE}:{ports.desk}"
            for port in (*ports.gateways, ports.desk):
                wait_until_ready(work, running, f"http://{HERE}:{port}/readyz", READY_WITHIN)
            watch_over(running, welcome(address, places, plays_core=True))
        except KeyboardInterrupt:
            stop_in_peace(work)
    work.tell("product", "stopped")
    return 0


def ports_from(given: Mapping[str, str]) -> Ports:
    """Return nine ports in a row, from the one that the setting names."""
    text = given.get(FIRST_PORT) or "8100"
    if not text.isdigit() or not 0 < int(text) < 65536 - 9:
        raise NotReady(f"{FIRST_PORT} must be a port number below 65527, not {text!r}.")
    return Ports.of(range(int(text), int(text) + 9))


def describe(places: Places, prepared: Prepared, ports: Ports, given: Mapping[str, str]) -> Cluster:
    """Describe every program; the folders that they need are made."""
    places.logs.mkdir(parents=True, exist_ok=True)
    folder = _database_folder(places)
    secret = secrets.token_urlsafe(24)
    settings = _settings(places, prepared, ports, given) | {
        "YIBAO_DATABASE_URL": postgresql.address(folder, DATABASE, SERVING),
        "YIBAO_REDIS_URL": f"redis://:{secret}@{HERE}:{ports.redis}/0",
    }
    pairs = [
        programs(
            places,
            prepared,
            settings | {"YIBAO_PORT": str(gateway), "YIBAO_RASA_PORT": str(rasa)},
            listening=None,
        )
        for gateway, rasa in zip(ports.gateways, ports.rasas, strict=True)
    ]
    (rasa_1, rasa_2), (gateway_1, gateway_2) = (
        [_numbered(pair[which], number, places) for number, pair in enumerate(pairs, 1)]
        for which in (0, 1)
    )
    return Cluster(
        database=_server("PostgreSQL", _serving(folder), {}, places),
        redis=_server("Redis", _redis(places, ports.redis, secret), {}, places),
        core=simulator(places, prepared, settings),
        rasas=(rasa_1, rasa_2),
        gateways=(gateway_1, gateway_2),
        proxy=_server(
            "proxy",
            [_installed("haproxy"), "-db", "-f", str(places.checkout / "conf" / "haproxy.cfg")],
            ports.as_settings(places),
            places,
        ),
        settings=settings | {"YIBAO_DATABASE_OWNER_URL": postgresql.address(folder, DATABASE)},
        folder=folder,
    )


def make_database(described: Cluster) -> None:
    """Wait for the server, and create the database and who serves; without a table."""
    until = time.monotonic() + READY_WITHIN
    while not described.database_answers():
        if time.monotonic() > until:
            raise NotReady(f"PostgreSQL does not start; {described.database.log} says why.")
        time.sleep(0.1)
    command = ["psql", "-X", "-q", "-A", "-t", "-h", str(described.folder)]
    command += ["-U", postgresql.ROLE, "-d", "postgres", "-c"]
    for known, name, order in (
        ("datname FROM pg_database", DATABASE, f"CREATE DATABASE {DATABASE} TEMPLATE template0"),
        ("rolname FROM pg_roles", SERVING, f"CREATE ROLE {SERVING} LOGIN"),
    ):
        there = subprocess.run(
            [*command, f"SELECT {known}"], check=True, capture_output=True, text=True
        )
        if name not in there.stdout.split():
            subprocess.run([*command, order], check=True)


def _settings(
    places: Places, prepared: Prepared, ports: Ports, given: Mapping[str, str]
) -> dict[str, str]:
    """Return what all gateways and Rasa servers share; no WeChat and no media process runs here."""
    own = {
        "YIBAO_PORT": str(ports.desk),
        "YIBAO_RASA_URL": f"http://{HERE}:{ports.rasa}",
        "YIBAO_ACTION_URL": f"http://{HERE}:{ports.actions}/rasa/actions",
        "YIBAO_CORE_PORT": str(ports.core),
        "YIBAO_MEDIA_PROCESSES": "0",
    }
    passed = {name: value for name, value in given.items() if name not in OWN}
    settings = product_settings(passed | own, places) | prepared.as_settings(places)
    settings |= {
        "YIBAO_PUBLIC_URL": given.get("YIBAO_PUBLIC_URL") or f"http://{HERE}:{ports.desk}",
        "YIBAO_KEYS": str(places.var / "keys.json"),
        "YIBAO_AUDIT_ANCHORS": str(places.var / "audit-anchors.jsonl"),
    }
    return {n: value for n, value in settings.items() if not n.startswith("YIBAO_WECHAT_")}


def _numbered(one: Program, number: int, places: Places) -> Program:
    name = f"{one.name} {number}"
    log = places.logs / f"{name.lower().replace(' ', '-')}.log"
    return replace(one, name=name, log=log, deaths_allowed=None)


def _server(name: str, command: list[str], settings: Mapping[str, str], places: Places) -> Program:
    return Program(
        name=name,
        command=command,
        settings=settings,
        folder=places.var,
        log=places.logs / f"{name.lower()}.log",
        deaths_allowed=None,
    )


def _serving(folder: Path) -> list[str]:
    programs_folder = _postgresql()
    postgresql.make_data(programs_folder, folder)
    return postgresql.serve_command(programs_folder, folder)


def _redis(places: Places, port: int, secret: str) -> list[str]:
    """Return the command; what `ps` must not show, stands in a file that only we can read."""
    file = places.var / "redis.conf"
    file.touch(mode=0o600)
    shared = places.checkout / "conf" / "redis.conf"
    file.write_text(f"include {shared}\nport {port}\nrequirepass {secret}\n", "ascii")
    return [_installed("redis-server"), str(file)]


def _database_folder(places: Places) -> Path:
    """Return a folder that the server's own account can enter; root's own folders it cannot."""
    folder = places.var / "postgresql"
    folder.mkdir(parents=True, exist_ok=True)
    as_other = postgresql.as_somebody_else()
    if as_other:
        shutil.chown(folder, "postgres", "postgres")
    enters = subprocess.run([*as_other, "test", "-x", str(folder)], check=False).returncode == 0
    if enters and len(os.fsencode(folder)) < 80:  # the socket's path has to fit behind it
        return folder
    digest = sha256(os.fsencode(folder)).hexdigest()[:12]
    outside = Path(tempfile.gettempdir()) / f"yibao-postgresql-{digest}"
    outside.mkdir(mode=0o700, exist_ok=True)
    if outside.owner() not in {pwd.getpwuid(os.geteuid()).pw_name, "postgres"}:
        raise NotReady(f"{outside} belongs to somebody else: remove it.")
    return outside


def _postgresql() -> Path:
    found = postgresql_programs()
    if found is None:
        raise NotReady("No PostgreSQL server was found: apt-get install postgresql.")
    return found


def _installed(name: str) -> str:
    found = program(name)
    if found is None:
        raise NotReady(f"{name} was not found: apt-get install {name}.")
    return found
