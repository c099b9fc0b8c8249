"""Runs the programs of `make cluster` for tests, on free ports, all data in one folder."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from launch.cluster import Cluster, Ports, describe, make_database
from launch.places import CHECKOUT, Places
from launch.prepare import Prepared
from launch.processes import Program
from launch.run import finish
from launch.work import Work
from tests.ports import free_port
from tests.postgresql import PostgreSQL
from tests.running import Service, take_own_password

METRIC = "yibao_redis_up"


@dataclass(frozen=True, slots=True)
class RunningCluster:
    """Be what the tests speak to, stop and start again."""

    ports: Ports
    gateways: tuple[Service, Service]
    rasas: tuple[Service, Service]
    redis: Service
    proxy: Service
    service_of_database: Service
    described: Cluster
    database: PostgreSQL
    admin: Path  # the proxy's socket
    first_login: Path

    @property
    def url(self) -> str:
        """Return the address of the proxy."""
        return f"http://127.0.0.1:{self.ports.desk}"

    def url_of(self, gateway: int) -> str:
        """Return the address of one gateway, 1 or 2."""
        return f"http://127.0.0.1:{self.ports.gateways[gateway - 1]}"

    def credentials(self) -> tuple[str, str]:
        """Return the name and the password of the first member of staff."""
        name, password = self.first_login.read_text("utf-8").splitlines()
        return name.split()[-1], password.split()[-1]

    def only(self, backend: str, server: str, servers: tuple[str, str]) -> None:
        """Let the proxy give new requests to one server; the other ends what it has."""
        for one in servers:
            state = "ready" if one == server else "drain"
            self.order(f"set server {backend}/{one} state {state}")

    def order(self, command: str) -> str:
        """Tell the proxy something; return what it says."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.admin))
            line.sendall(f"{command}\n".encode())
            said = b""
            while piece := line.recv(65536):
                said += piece
        return said.decode()

    def hears(self, gateway: int) -> bool:
        """Tell whether a gateway says that Redis is there."""
        shown = httpx.get(f"{self.url_of(gateway)}/metrics", trust_env=False).text
        return f"{METRIC} 1.0" in shown.splitlines()


@contextmanager
def running_cluster(
    folder: Path,
    changed: Callable[[Mapping[str, str]], Mapping[str, str]] = lambda _: {},
    ports: Ports | None = None,
) -> Iterator[RunningCluster]:
    """Run everything until the block ends.

    `changed` is given the settings that gateways share, and returns those that are to be others,
    for Rasa servers as well; the ports are free ones if none are named.
    """
    places = Places(CHECKOUT, Path(os.environ["YIBAO_MODELS"]).parent, folder)
    prepared = Prepared(
        main_python=Path(sys.executable),
        rasa_python=Path(os.environ["YIBAO_RASA_PYTHON"]),
        rasa_model=Path(os.environ["YIBAO_RASA_MODEL"]),
    )
    ports = ports or Ports.of([free_port() for _ in range(9)])
    hours = {"YIBAO_OPENS": "00:00", "YIBAO_CLOSES": "23:59:59"}  # a person at any hour
    described = describe(places, prepared, ports, {})
    more = hours | dict(changed(described.settings))
    work = Work(places)

    def given(one: Program) -> Program:
        return replace(one, settings={**one.settings, **more})

    with ExitStack() as ends:
        ends.callback(shutil.rmtree, described.folder, ignore_errors=True)

        def service(program: Program, *addresses: str) -> Service:
            one = Service(work, program, addresses)
            ends.callback(one.stop)
            return one

        gateways = tuple(
            service(given(one), f"http://127.0.0.1:{port}/readyz")
            for one, port in zip(described.gateways, ports.gateways, strict=True)
        )
        rasas = tuple(
            service(given(one), f"http://127.0.0.1:{port}/")
            for one, port in zip(described.rasas, ports.rasas, strict=True)
        )
        database, redis, core = map(service, (described.database, described.redis, described.core))
        proxy = service(described.proxy, f"http://127.0.0.1:{ports.desk}/readyz")
        for one in (*rasas, database, redis, core, proxy):
            one.start()
        make_database(described)
        for step in ("migrate", "index"):
            finish(work, prepared, {**described.settings, **more}, step)
        for one in gateways:
            one.start()
        for one in (*gateways, proxy):
            one.wait_until_ready()
        first_login = Path(described.settings["YIBAO_FIRST_LOGIN"])
        take_own_password(f"http://127.0.0.1:{ports.desk}", first_login)
        yield RunningCluster(
            ports=ports,
            gateways=(gateways[0], gateways[1]),
            rasas=(rasas[0], rasas[1]),
            redis=redis,
            proxy=proxy,
            service_of_database=database,
            described=described,
            database=PostgreSQL(described.folder, Path("/usr/bin")),
            admin=places.socket("proxy"),
            first_login=first_login,
        )
