"""Runs the cluster with a simulated WeChat for runs of faults, and looks into its rows."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx

from bench._wechat_crowd import Crowd
from bench._wechat_site import Site, running_site
from bench.faults.evidence import Kept
from bench.faults.talk import PATIENCE, answered
from bench.faults.wire import Wire, carried
from launch import postgresql
from launch.cluster import Ports
from launch.places import CHECKOUT
from launch.wechat import WECHAT_PORT, wechat_settings
from tests.cluster.running_cluster import RunningCluster, running_cluster
from tests.ports import free_port
from tests.running import Service

DATABASE, SOCKET = "yibao", ".s.PGSQL.5432"
INDEX = CHECKOUT / "var" / "chaos" / "index"  # kept: to make it takes longer than many a class
LATE = 20.0  # seconds until a late repetition of a push
RECOVERS = 600.0  # seconds after which a recovery is given up
GREETING = "你好"  # understood by Rasa only, so that its answer proves that it is back


@dataclass(frozen=True, slots=True)
class Town:
    """Be everything that runs."""

    cluster: RunningCluster
    folder: Path
    settings: Mapping[str, str]
    wires: Sequence[Wire] = ()  # the first is the citizens'; none: they come to the proxy
    site: Site | None = None  # of the simulated WeChat; None: nobody writes there
    wechat: Crowd | None = None

    @property
    def url(self) -> str:
        """Return the address that citizens use: the near end of their wire."""
        return f"http://127.0.0.1:{self.wires[0].near}" if self.wires else self.cluster.url

    async def order(self, sql: str, database: str = DATABASE) -> str:
        """Ask the database something; raise AssertionError if it does not answer."""
        return await asyncio.to_thread(self.cluster.database.order, sql, database)

    async def kept(self, conversations: set[str], database: str = DATABASE) -> Kept:
        """Return what a database holds of some conversations."""
        lines: dict[tuple[str, str, str], int] = {}
        told = await self.order(
            "SELECT conversation_id, message_id, who, count(*) FROM lines"
            " WHERE message_id IS NOT NULL GROUP BY 1, 2, 3",
            database,
        )
        for row in told.splitlines():
            conversation, message_id, who, rows = row.split("|")
            if conversation in conversations:
                lines[conversation, message_id, who] = int(rows)
        filings: dict[str, dict[str, int]] = {}
        told = await self.order(
            "SELECT conversation_id, number, (SELECT count(*) FROM audit WHERE action = 'submitted'"
            " AND subject = 'application:' || applications.id)"
            " FROM applications WHERE number IS NOT NULL",
            database,
        )
        for row in told.splitlines():
            conversation, number, submissions = row.split("|")
            if conversation in conversations:
                filings.setdefault(conversation, {})[number] = int(submissions)
        return Kept(lines, filings)

    async def audit_flaw(self) -> str | None:
        """Check the audit trail as an operator does; return what is wrong with it, if anything."""
        status, said = await gateway(self.settings, "audit", "verify")
        return None if status == 0 else said[-400:]

    async def good_turn(self, url: str | None = None) -> float | None:
        """Talk to the product until Rasa answers; return when (monotonic), None if never."""
        until, opened = monotonic() + RECOVERS, None
        async with httpx.AsyncClient(
            base_url=url or self.url, trust_env=False, timeout=PATIENCE
        ) as client:
            while monotonic() < until:
                try:
                    if opened is None:
                        answer = await client.post("/api/v1/conversations", json={})
                        opened = answer.json() if answer.is_success else None
                    if opened is not None:
                        answer = await client.post(
                            f"/api/v1/conversations/{opened['conversation_id']}/messages",
                            json={"text": GREETING},
                            headers={"Authorization": f"Bearer {opened['token']}"},
                        )
                        if answer.is_success and answered(answer.json()).status != "engine_failed":
                            return monotonic()
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.1)
        return None

    def gateway(self, number: int) -> tuple[Service, str]:
        """Return one gateway, 0 or 1, and its own address."""
        return self.cluster.gateways[number], self.cluster.url_of(number + 1)


async def gateway(settings: Mapping[str, str], *words: str) -> tuple[int, str]:
    """Run a command of the gateway as an operator does; return its status and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", *words),
        env=os.environ | dict(settings),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode("utf-8", "replace")


@contextmanager
def running_programs(
    folder: Path, seed: int
) -> Iterator[tuple[RunningCluster, Mapping[str, str], Sequence[Wire]]]:
    """Run the cluster with an account of WeChat; yield it, its settings, and the wires in it.

    Everybody comes to everybody over a wire, which is clean until a fault is wanted.
    """
    port, *near = (free_port() for _ in range(5))
    desk, rasa, actions, redis = near
    ports = Ports.of([free_port() for _ in range(9)])
    sockets = folder / "wire"
    sockets.mkdir(mode=0o755)
    wires = [
        Wire("citizens", desk, ports.desk),
        Wire("gateways to Rasa", rasa, ports.rasa),
        Wire("Rasa to gateways", actions, ports.actions),
        Wire("gateways to Redis", redis, ports.redis),
        Wire("gateways to PostgreSQL", sockets / SOCKET, folder / "postgresql" / SOCKET),
    ]
    for wire in wires:
        wire.dice.seed(f"{seed}/{wire.name}")
    own = {
        **wechat_settings({WECHAT_PORT: str(port)}),
        "YIBAO_RASA_URL": f"http://127.0.0.1:{rasa}",
        "YIBAO_ACTION_URL": f"http://127.0.0.1:{actions}/rasa/actions",
        "YIBAO_DATABASE_URL": postgresql.address(sockets, DATABASE, postgresql.SERVING),
        "YIBAO_INDEX": str(INDEX),
        # F15 puts clocks years forward, and what was said must still be there to be counted.
        **{f"YIBAO_{what}_DAYS": "3650" for what in ("CHAT", "DRAFT", "PHOTO")},
    }

    def over_wires(settings: Mapping[str, str]) -> Mapping[str, str]:
        direct, ours = f":{ports.redis}/", f":{redis}/"
        return own | {"YIBAO_REDIS_URL": settings["YIBAO_REDIS_URL"].replace(direct, ours)}

    with carried(wires), running_cluster(folder, over_wires, ports) as cluster:
        settings = cluster.described.settings
        assert cluster.described.folder == folder / "postgresql"
        yield cluster, {**settings, **over_wires(settings)}, wires


@asynccontextmanager
async def town(
    cluster: RunningCluster, folder: Path, settings: Mapping[str, str], wires: Sequence[Wire]
) -> AsyncIterator[Town]:
    """Run the simulator of WeChat before the cluster, and follow its chats, during the block."""
    door, port = f"http://127.0.0.1:{wires[0].near}/wechat", settings[WECHAT_PORT]
    async with running_site(settings, door, port, LATE) as site:
        crowd = Crowd(site)
        following = asyncio.create_task(crowd.follow())
        try:
            yield Town(cluster, folder, settings, wires, site, crowd)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
