"""Knows every door of the cluster, and throws malformed things at them by seed."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from time import time

import httpx

from bench._memory import family, resident
from bench.faults import rubbish
from bench.faults.doors import Counted, Platform, half_sent, is_let_go, label_of, raw, stream
from bench.faults.talk import Talk
from bench.faults.town import Town
from launch.places import CHECKOUT
from launch.wechat import ACCOUNT
from tests.gateway.role_matrix import CITIZEN, NOBODY
from tests.running import Service

FUZZED = 20.0  # seconds for each kind of caller
PICTURES, SOUNDS = 60, 30
HALF, HELD = 150, 15.0  # connections at each door; seconds


class Throwing:
    """Know the doors, and throw."""

    def __init__(
        self, town: Town, dice: random.Random, talk: Talk, client: httpx.AsyncClient
    ) -> None:
        """Take what is thrown at, and the conversation in whose name that is done."""
        self.town, self.dice = town, dice
        self._talk = talk
        self._client = client
        self._headers = {"Authorization": f"Bearer {talk.token}"}

    def pids(self) -> dict[str, list[int]]:
        """Return the processes of every program."""
        cluster = self.town.cluster
        programs = {
            **{f"gateway {n}": one for n, one in enumerate(cluster.gateways, 1)},
            **{f"Rasa {n}": one for n, one in enumerate(cluster.rasas, 1)},
            "HAProxy": cluster.proxy,
            "PostgreSQL": cluster.service_of_database,
            "Redis": cluster.redis,
        }
        return {name: _pids(one) for name, one in programs.items()}

    def weights(self) -> dict[str, float]:
        """Return what each gateway has in memory, with all that it started, in GiB."""
        return {
            name: sum(resident(one) for pid in pids for one in (pid, *family(pid)))
            for name, pids in self.pids().items()
            if name.startswith("gateway")
        }

    def traces(self) -> int:
        """Return how many stack traces the gateways have written to their logs."""
        logs = (one.program.log for one in self.town.cluster.gateways)
        return sum(log.read_bytes().count(b"Traceback") for log in logs)

    async def warm_up(self) -> None:
        """Let each gateway read a picture, as large as any that is let in."""
        large = await asyncio.to_thread(rubbish.bomb, rubbish.LARGE)
        for number in (0, 1):
            await self._picture(self.town.gateway(number)[1], "image/png", large)

    async def fuzz(self) -> Counted:
        """Send generated requests to every route that is open to citizens."""
        counted: Counted = Counter()
        for role in (NOBODY, CITIZEN):
            command = ("-m", "bench.faults.fuzzed", self.town.url, role, self._talk.id)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, *command, self._talk.token, str(FUZZED)),
                str(self.dice.randrange(1_000_000)),
                cwd=CHECKOUT,
                stdout=asyncio.subprocess.PIPE,
            )
            told, _ = await process.communicate()
            assert process.returncode == 0, f"the generator of requests ended as {role}"
            counted.update(json.loads(told.splitlines()[-1]))
        return counted

    async def pictures(self) -> Counted:
        """Hand in what is no photograph, in turn through the proxy and at each gateway."""
        counted: Counted = Counter()
        found = await asyncio.to_thread(lambda: list(rubbish.pictures(self.dice, PICTURES)))
        doors = (self.town.url, *(self.town.gateway(number)[1] for number in (0, 1)))
        for number, (kind, body) in enumerate(found):
            counted[await self._picture(doors[number % len(doors)], kind, body)] += 1
        return counted

    async def letters(self) -> Counted:
        """Push XML that is sealed and signed as WeChat does, and XML that is not."""
        platform, openid = await self._platform()
        counted: Counted = Counter()
        for body in rubbish.letters(self.dice, openid, ACCOUNT, int(time())):
            counted[await platform.push(body)] += 1
            counted[await platform.post({"timestamp": "1", "nonce": "x"}, body)] += 1
        return counted

    async def sounds(self) -> Counted:
        """Send recordings and pictures over WeChat that hold none."""
        platform, openid = await self._platform()
        counted: Counted = Counter()
        first = self.dice.randrange(10**15, 10**16)
        for number, sound in enumerate(rubbish.sounds(self.dice, SOUNDS)):
            counted[await platform.say_aloud(openid, sound, first + number)] += 1
        png = await asyncio.to_thread(rubbish.picture, "PNG", self.dice)
        for _ in range(SOUNDS // 3):
            await platform.show(openid, png[:8] + rubbish.spoilt(png[8:], self.dice))
            counted["shown"] += 1
        return counted

    async def frames(self) -> Counted:
        """Send frames that no page sends on the chat's and the voice's stream."""
        base = f"{self.town.url.replace('http', 'ws', 1)}/api/v1/conversations/{self._talk.id}"
        hello = json.dumps({"type": "hello", "token": self._talk.token, "last": 0})
        counted: Counted = Counter()
        for frame in rubbish.frames(self.dice):
            counted[await stream(f"{base}/stream", hello, frame)] += 1
            counted[await stream(f"{base}/stream", None, frame)] += 1
            counted[await stream(f"{base}/voice", None, frame)] += 1
        return counted

    async def requests(self) -> Counted:
        """Send what is hardly HTTP to the proxy and to each gateway."""
        counted: Counted = Counter()
        for content in rubbish.requests(self.dice):
            labels = await asyncio.gather(*(raw(port, content) for port in self._ports()))
            counted.update(labels)
        return counted

    async def half(self) -> Counted:
        """Begin many requests at each door and do not go on: slow lorises."""
        head = b"POST /api/v1/conversations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        begun = [head, head + b"Content-Length: 40\r\n\r\n{", b"P", head + b"X: "]
        counted: Counted = Counter()
        for port in self._ports():
            async with half_sent(port, (begun[n % len(begun)] for n in range(HALF))) as readers:
                await asyncio.sleep(HELD)
                ended = await asyncio.gather(*(is_let_go(one) for one in readers))
                counted.update("let go" if one else "still held" for one in ended)
        return counted

    async def large(self) -> Counted:
        """Send more than any door takes: announced, in pieces, and honestly."""
        counted: Counted = Counter()
        body = bytes(11 * rubbish.MEBIBYTE)
        paths = (
            "/api/v1/conversations",
            f"/api/v1/conversations/{self._talk.id}/photos",
            "/wechat",
        )
        for path in paths:
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n"
            for port in self._ports():
                announced = head + f"Content-Length: {len(body)}\r\n\r\n"
                counted[await raw(port, announced.encode())] += 1
                counted[await raw(port, announced.encode() + body)] += 1
                pieces = head + "Transfer-Encoding: chunked\r\n\r\n"
                counted[await raw(port, pieces.encode() + b"ffff\r\n" + body)] += 1
        return counted

    def _ports(self) -> tuple[int, ...]:
        """Return the doors: the citizens' wire to the proxy, and each gateway itself."""
        near = self.town.wires[0].near if self.town.wires else self.town.cluster.ports.desk
        assert isinstance(near, int)
        return (near, *self.town.cluster.ports.gateways)

    async def _picture(self, url: str, kind: str, body: bytes) -> str:
        path = f"{url}/api/v1/conversations/{self._talk.id}/photos"
        headers = {**self._headers, "Content-Type": kind}
        try:
            answer = await self._client.post(path, content=body, headers=headers)
        except httpx.HTTPError:
            return "closed"
        return label_of(answer.status_code, answer.content)

    async def _platform(self) -> tuple[Platform, str]:
        assert self.town.site is not None
        openid, _ = await self.town.site.act("乱发消息的人", "follow")
        return Platform(self.town.url, self.town.settings, self._client), openid


def _pids(program: Service) -> list[int]:
    try:
        return program.pids
    except OSError:  # its guard has ended, too
        return []
