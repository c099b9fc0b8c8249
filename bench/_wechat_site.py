"""Starts the simulator of WeChat, and a tiny door where no other is named."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

from tests.ports import free_port

READY_WITHIN = 30.0  # seconds
TINY_DOOR = "tests.integrations.wechat_simulator.tiny_door"


@dataclass(frozen=True, slots=True)
class Site:
    """Be the simulator at work, and the way to it."""

    client: httpx.AsyncClient
    secret: str

    async def act(self, nickname: str, does: str, text: str = "") -> tuple[str, int]:
        """Let a citizen do something; return their openid and the number of the push."""
        told = await self._post("/acts", {"nickname": nickname, "does": does, "text": text})
        return str(told["openid"]), int(str(told["pushed"]))

    async def spoil(self, seed: int, share: float, seconds: float) -> None:
        """Let things go wrong from now on."""
        body = {"seed": seed, "api": share, "pushes": share, "seconds": seconds}
        await self._post("/faults/seeded", body)

    async def plan(self, fault: str, path: str, seconds: float) -> None:
        """Let the next call of a path meet a fault."""
        await self._post("/faults", {"fault": fault, "path": path, "seconds": seconds})

    async def put_forward(self, seconds: float) -> None:
        """Let so many seconds pass for the platform."""
        await self._post("/clock", {"seconds": seconds})

    async def heal(self) -> None:
        """Let nothing go wrong any more."""
        (await self.client.delete("/faults", headers=self._headers)).raise_for_status()

    async def record(self, pushed_after: int, shown_after: int) -> Mapping[str, object]:
        """Return what was pushed and shown from the numbers on."""
        query = {"pushed_after": pushed_after, "shown_after": shown_after}
        answer = await self.client.get("/record", params=query, headers=self._headers)
        return dict(answer.raise_for_status().json())

    async def report(self) -> Mapping[str, object]:
        """Return the report of the faults."""
        return dict((await self.client.get("/faults")).raise_for_status().json())

    @property
    def _headers(self) -> dict[str, str]:
        return {"X-Simulator-Secret": self.secret}

    async def _post(self, path: str, body: Mapping[str, object]) -> Mapping[str, object]:
        answer = await self.client.post(path, json=dict(body), headers=self._headers)
        answer.raise_for_status()
        return dict(answer.json()) if answer.content else {}


def invented() -> dict[str, str]:
    """Return the settings of an account that exists for this run only."""
    return {
        "YIBAO_WECHAT_APP_ID": f"wx{secrets.token_hex(8)}",
        "YIBAO_WECHAT_SECRET": secrets.token_hex(16),
        "YIBAO_WECHAT_TOKEN": secrets.token_hex(12),
        "YIBAO_WECHAT_AES_KEY": secrets.token_hex(22)[:43],
        "YIBAO_WECHAT_ACCOUNT": "gh_simulated0001",
        "YIBAO_WECHAT_MODE": "safe",
    }


@asynccontextmanager
async def running_site(
    settings: Mapping[str, str], door: str, port: str = "", late: float = 20.0
) -> AsyncIterator[Site]:
    """Run the simulator for the time of the block; without a door, a tiny one beside it."""
    port = port or str(free_port())
    address = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as ends:
        if not door:
            door_port = str(free_port())
            door = f"http://127.0.0.1:{door_port}/door"
            command = (TINY_DOOR, "--port", door_port, "--api", address)
            await ends.enter_async_context(_program(settings, *command))
        command = ("integrations.wechat_simulator", "--port", port, "--door", door)
        await ends.enter_async_context(_program(settings, *command, "--late", str(late)))
        client = httpx.AsyncClient(base_url=address, trust_env=False, timeout=60.0)
        await ends.enter_async_context(client)
        await _until_alive(client)
        yield Site(client, settings["YIBAO_WECHAT_SECRET"])


@asynccontextmanager
async def _program(settings: Mapping[str, str], *command: str) -> AsyncIterator[None]:
    """Run a module for the time of the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *command), env=os.environ | dict(settings)
    )
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(10.0):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _until_alive(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while True:
            try:
                (await client.get("/healthz")).raise_for_status()
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
