"""Tests the gateway from its first second, over real connections of the loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from core.store import InboxStore
from core.wechat_tables import wechat_inbox
from gateway.starting import Starting
from gateway.wechat_door import DOOR, wechat_door
from integrations.wechat.doorstep import Doorstep
from tests.fakes.office import Office
from tests.integrations.wechat.wechat_office import open_wechat, text_xml, wechat_settings


@dataclass
class Building:
    """Build an application when the test lets it, and remember its life."""

    may_go_on: threading.Event = field(default_factory=threading.Event)
    breaks: bool = False
    lived: list[str] = field(default_factory=list)

    def __call__(self) -> Starlette:
        self.may_go_on.wait(10.0)
        if self.breaks:
            raise ValueError("no such model")

        @asynccontextmanager
        async def lifespan(app: Starlette) -> AsyncIterator[None]:
            del app
            self.lived.append("began")
            yield
            self.lived.append("ended")

        async def served(request: Request) -> Response:
            return PlainTextResponse(f"whole {request.url.path}")

        routes = [Route(path, served, methods=["GET", "POST"]) for path in ("/", DOOR)]
        return Starlette(routes=routes, lifespan=lifespan)


@asynccontextmanager
async def served(building: Building, office: Office) -> AsyncIterator[httpx.AsyncClient]:
    doorstep = Doorstep(
        wechat_door(wechat_settings()), InboxStore(office.database), now=office.clock
    )

    def give_up() -> None:
        server.should_exit = True

    starting = Starting(building, path=DOOR, doorstep=doorstep, give_up=give_up)
    server = uvicorn.Server(
        uvicorn.Config(starting, port=0, log_config=None, timeout_graceful_shutdown=2)
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  it tells nobody
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10.0
        ) as client:
            yield client
    finally:
        building.may_go_on.set()
        server.should_exit = True
        await serving


async def test_wechat_is_served_before_the_parts_are_there_and_browsers_wait_for_them(
    office: Office,
) -> None:
    building = Building()
    query, body = open_wechat(office).dressed(text_xml("你好"))

    async with served(building, office) as client:
        browsing = asyncio.create_task(client.get("/"))
        early = await client.post(DOOR, params=query, content=body)
        is_waiting = not browsing.done()
        building.may_go_on.set()
        page = await browsing
        late = await client.post(DOOR, params=query, content=body)

    assert (early.status_code, early.text, is_waiting) == (200, "success", True)
    assert (page.text, late.text) == ("whole /", f"whole {DOOR}")
    assert len(await office.rows(wechat_inbox)) == 1
    assert building.lived == ["began", "ended"]


async def test_what_is_no_push_of_wechat_is_refused_before_the_parts_are_there(
    office: Office,
) -> None:
    query, body = open_wechat(office).dressed(text_xml("你好"))

    async with served(Building(), office) as client:
        forged = await client.post(DOOR, params={**query, "msg_signature": "0"}, content=body)
        endless = await client.post(DOOR, params=query, content=b"x" * 2_000_000)

    assert (forged.status_code, endless.status_code) == (403, 413)
    assert await office.rows(wechat_inbox) == []


async def test_parts_that_never_come_end_the_process_and_nobody_waits_for_them() -> None:
    building, gave_up = Building(breaks=True), asyncio.Event()
    building.may_go_on.set()
    starting = Starting(building, path=DOOR, doorstep=None, give_up=gave_up.set)
    told = asyncio.Queue[Message]()

    async def tell(message: Message) -> None:
        told.put_nowait(message)

    events = asyncio.Queue[Message]()
    living = asyncio.create_task(starting({"type": "lifespan"}, events.get, tell))
    events.put_nowait({"type": "lifespan.startup"})
    await gave_up.wait()
    transport = httpx.ASGITransport(starting)
    async with httpx.AsyncClient(transport=transport, base_url="http://yibao.test") as client:
        page = await client.get("/")
    events.put_nowait({"type": "lifespan.shutdown"})
    await living

    assert (page.status_code, starting.failed) == (503, True)
    assert told.qsize() == 2


async def test_what_comes_first_is_awaited_before_anything_is_built() -> None:
    order, gave_up = list[str](), asyncio.Event()

    async def first() -> None:
        await asyncio.sleep(0)
        order.append("asked what time it is")

    def build() -> Starlette:
        order.append("built")
        raise ValueError("that is enough")

    starting = Starting(build, path=DOOR, doorstep=None, give_up=gave_up.set, first=first)
    events = asyncio.Queue[Message]()

    async def tell(message: Message) -> None:
        del message

    living = asyncio.create_task(starting({"type": "lifespan"}, events.get, tell))
    events.put_nowait({"type": "lifespan.startup"})
    await gave_up.wait()
    events.put_nowait({"type": "lifespan.shutdown"})
    await living

    assert order == ["asked what time it is", "built"]
