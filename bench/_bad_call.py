"""Brings a citizen behind a bad wire and an agent into a real call through the real product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright

from bench._citizens_network import BUREAU, CitizensNetwork
from bench._watched_pages import note
from core.privacy import mask_mobile
from tests.browser.call_page import CallPage
from tests.browser.fake_camera import browser_with_camera
from tests.browser.video_desk_page import VideoDeskPage
from tests.browser.video_desk_studio import Studio, connected
from tests.browser.video_desk_wire import HOST, wire
from tests.running import Product, Service

FIELD = "mobile"
PATIENCE = 60_000  # milliseconds; on a bad wire a page takes its time


@dataclass(frozen=True, slots=True)
class BadCall:
    """Be a call that goes on, and the network of its citizen."""

    network: CitizensNetwork
    citizen: CallPage
    agent: VideoDeskPage
    media: Service  # carries the call
    numbers: Iterator[int] = field(default_factory=count)

    def write(self) -> str:
        """Let the agent write a telephone number; return what the citizen is to read of it."""
        number = f"1380000{next(self.numbers):04}"
        self.agent.write(FIELD, number)
        return mask_mobile(number)

    def wait(self, seconds: float) -> None:
        """Let the call go on for a while."""
        self.citizen.page.wait_for_timeout(seconds * 1000)


@contextmanager
def bad_call(network: CitizensNetwork, product: Product, folder: Path) -> Iterator[BadCall]:
    """Begin one on a clean wire; the agent ends it, unless the block fails."""
    complaints: list[str] = []  # browsers complain of lines that break: that is the matter here
    expect.set_options(timeout=PATIENCE)
    with ExitStack() as ends:
        # Stands for the proxy that a bureau has before the gateway.
        gateway = (HOST, int(urlsplit(product.url).port or 0))
        laid = ends.enter_context(wire(gateway, gateway, BUREAU))
        url = f"http://{BUREAU}:{laid.stream_port}"
        playwright = ends.enter_context(sync_playwright())
        here = ends.enter_context(browser_with_camera(playwright))
        there = ends.enter_context(
            browser_with_camera(
                playwright,
                f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {BUREAU}",
                f"--unsafely-treat-insecure-origin-as-secure={url}",
                program=str(network.browser(folder)),
            )
        )
        agent = ends.enter_context(Studio(here, product).desk(complaints))
        chat = ends.enter_context(Studio(there, product).telephone(complaints, url=url))
        call = connected(chat, agent)
        note(call.page, "#stage .tile.large video", FIELD)
        note(agent.page, "#call .picture.big video", FIELD)
        yield BadCall(network, call, agent, product.media)
        agent.end_the_call()
