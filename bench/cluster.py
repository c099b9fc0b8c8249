"""Measures what joins two gateways: words between them, Redis away and back, a gateway killed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, perf_counter, process_time

import httpx
from pydantic import SecretStr

from bench._citizen import questions
from bench._figures import percentile, show_load, show_table
from bench._steady import steady
from gateway.clock import SharedClock
from gateway.settings import Settings
from gateway.together import together
from integrations.listeners import Event
from integrations.redis_fan_out import CHANNEL, PLACE
from tests.cluster.people import Agent, door, next_of, stream
from tests.cluster.running_cluster import RunningCluster, running_cluster
from tests.engine.test_killed import INSTITUTION, START, Teller
from tests.fakes.keys import KEYS
from tests.people import MOBILE, NAME, next_id_number
from tests.redis_server import RedisServer, running_redis

WORDS, WORDS_WITHOUT, RESTARTS, KILLS, EVENTS = 100, 5, 10, 4, 5_000
TEXT = "您好，我是王工，请您稍等，我正在为您核对参保信息。"
WITHIN = 60.0  # seconds
SENDS = """
import socket, sys
line = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
line.sendall(sys.stdin.buffer.read())
line.shutdown(socket.SHUT_WR)
while line.recv(65536):
    pass
"""
A_SECOND = 20  # messages, of issue 8: p95 <= 500 ms on two cores
LOAD_HEAD = ("at", "answered", "p50 ms", "p95 ms (wanted <= 500)", "failed", "handled as")
HEAD = ("what", "n", "p50 ms", "p95 ms", "most ms")


def main() -> None:
    """Start the cluster, measure, and print."""
    heard, told = asyncio.run(_cost_of_events())
    print(f"an event costs a gateway {heard * 1e6:.0f} us to hear, {told * 1e6:.0f} us to tell")
    with tempfile.TemporaryDirectory() as folder, running_cluster(Path(folder)) as cluster:
        show_load("before the first word")
        asked = questions()
        loads = [
            _load("one gateway", cluster.url_of(1), asked),
            _load("two gateways, through the proxy", cluster.url, asked),
        ]
        show_load("after the load")
        rows = [*_words(cluster), *_kills(cluster)]
        show_load("after the last kill")
    show_table(f"{A_SECOND} messages a second on this machine", LOAD_HEAD, loads)
    show_table("Two gateways, two Rasa servers, PostgreSQL, Redis and HAProxy", HEAD, rows)


def _load(what: str, url: str, asked: Iterator[str]) -> Sequence[object]:
    """Let citizens write at a steady rate; a little of it is not counted, to warm up."""
    asyncio.run(steady(url, asked, 2, turns=3))
    told = asyncio.run(steady(url, asked, A_SECOND))
    times = told.milliseconds
    figures = [f"{percentile(times, percent):.0f}" for percent in (50, 95)]
    handled = ", ".join(f"{name} {number}" for name, number in told.handled.most_common())
    return (what, len(times), *figures, told.failures, handled)


def _words(cluster: RunningCluster) -> Iterator[Sequence[object]]:
    """Let an agent at one gateway speak to a citizen at the other, with Redis and without."""
    with ExitStack() as stack:
        first, second = (stack.enter_context(door(cluster.url_of(one))) for one in (1, 2))
        teller, agent = Teller(first), Agent(second, cluster)
        teller.says("转人工")
        ticket = agent.accepts(teller)
        page = stack.enter_context(stream(cluster.url_of(1), teller))
        next_of(page, "welcome")

        def said() -> float:
            begun = perf_counter()
            agent.says(ticket, TEXT)
            next_of(page, "agent")
            return perf_counter() - begun

        yield _row(
            "an agent's words reach a page at the other gateway", [said() for _ in range(WORDS)]
        )
        gone, back, without = [], [], []
        for number in range(RESTARTS):
            begun = perf_counter()
            cluster.redis.kill()
            _until_hears(cluster, False)
            gone.append(perf_counter() - begun)
            if number < WORDS_WITHOUT:
                without.append(said())
            begun = perf_counter()
            cluster.redis.start()
            _until_hears(cluster, True)
            back.append(perf_counter() - begun)
        yield _row("Redis killed: both gateways know", gone)
        yield _row("an agent's words while Redis is away", without)
        yield _row("Redis started: both gateways hear each other", back)


def _kills(cluster: RunningCluster) -> Iterator[Sequence[object]]:
    """Kill one gateway after the other while a citizen fills in a form through the proxy."""
    waits = []
    with door(cluster.url) as client:
        for number in range(KILLS):
            teller = Teller(client)
            teller.says_all(START, NAME)
            cluster.gateways[number % 2].kill()
            begun = perf_counter()
            answer = _answered(teller, next_id_number(), "m")
            waits.append(perf_counter() - begun)
            assert answer == "mobile"
            assert teller.says_all(MOBILE, INSTITUTION, "确认").turn.number
            cluster.gateways[number % 2].start()
            cluster.gateways[number % 2].wait_until_ready()
    yield _row("a gateway killed: the next turn through the proxy is answered", waits)


def _answered(teller: Teller, text: str, message_id: str) -> str | None:
    """Say something until it is answered, as the page does; return what is asked next."""
    until = monotonic() + WITHIN
    while True:
        try:
            return teller.says(text, message_id).turn.awaiting
        except httpx.HTTPError:
            if monotonic() > until:
                raise


def _until_hears(cluster: RunningCluster, state: bool) -> None:
    until = monotonic() + WITHIN
    while {cluster.hears(1), cluster.hears(2)} != {state}:
        assert monotonic() < until


async def nobody_asked() -> None:
    """Be a database that has no clock."""


async def _cost_of_events() -> Sequence[float]:
    """Return the seconds of the processor that one event takes: heard, and told."""
    there: list[bool] = []
    with running_redis() as server:
        settings = Settings(redis_url=SecretStr(server.url))
        now = SharedClock(settings.timezone, nobody_asked)
        others = together(settings, KEYS, lambda: there.append, now)
        chores = [asyncio.create_task(chore.run()) for chore in others.chores]
        listeners = others.listeners("citizens")
        heard: list[Event] = []

        async def send(one: Event) -> None:
            heard.append(one)

        event = {"type": "agent", "text": TEXT, "name": "王工", "seq": 7}
        words = json.dumps(["citizens", "c1", event], ensure_ascii=False)
        sealed = f"another {KEYS.sealed(PLACE, 'another', words)}"
        orders = f'PUBLISH {CHANNEL} "{sealed}"\r\n'.encode() * EVENTS
        await _until(lambda: bool(there))
        async with listeners.listening("c1", send):
            begun = process_time()
            await asyncio.to_thread(_from_another_process, server, orders)
            await _until(lambda: len(heard) == EVENTS)
            hearing = process_time() - begun
        published = _published(server)
        begun = process_time()
        for _ in range(EVENTS // 2):  # more would be dropped
            await listeners.deliver("nobody here", event)
        await _until(lambda: _published(server) >= published + EVENTS // 2)
        telling = process_time() - begun
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await others.close()
    return hearing / EVENTS, telling / (EVENTS // 2)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN):
        while not holds():  # noqa: ASYNC110  another process sets no event of ours
            await asyncio.sleep(0.05)


def _from_another_process(server: RedisServer, orders: bytes) -> None:
    subprocess.run(
        [sys.executable, "-c", SENDS, str(server.port)],
        input=orders,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _published(server: RedisServer) -> int:
    """Return how many events Redis was given."""
    calls = server.order("INFO", "commandstats").partition("cmdstat_publish:calls=")[2]
    return int(calls.partition(",")[0] or 0)


def _row(what: str, seconds: Sequence[float]) -> Sequence[object]:
    figures = [percentile(seconds, 50), percentile(seconds, 95), max(seconds)]
    return (what, len(seconds), *(f"{figure * 1000:.0f}" for figure in figures))


if __name__ == "__main__":
    main()
