"""Runs the real simulator of the insurance core: over a loopback socket, or without any."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from socket import socket

import httpx
import uvicorn
from fastapi import FastAPI

from core.identity import Person
from integrations.identity import HttpIdentityProvider
from integrations.insurance_core.client import InsuranceCoreClient
from integrations.insurance_simulator.app import make_simulator
from integrations.insurance_simulator.faults import Fault, Faults, Planned
from integrations.insurance_simulator.filings import Journal
from integrations.insurance_simulator.people import Invented, invent
from tests.fakes.clock import StandingClock
from tests.people import ID_NUMBER

SECRET = "only the gateway knows"
SEED = 1
STEP = 60.0  # seconds between two decisions
ADDRESS = "http://core.test"
PEOPLE = invent(SEED)
UNKNOWN = ID_NUMBER  # a valid number that nobody in the simulator has


@dataclass(frozen=True, slots=True)
class Simulator:
    """Be the simulator, with what a test may look at and turn."""

    clock: StandingClock
    client: httpx.AsyncClient
    app: FastAPI
    faults: Faults
    journal: Journal
    url: str = ADDRESS
    waited: list[float] = field(default_factory=list)  # pauses that the adapter took

    def core(self, timeout: float = 1.5, secret: str = SECRET) -> InsuranceCoreClient:
        """Return a new adapter, which remembers no failure."""

        async def pause(seconds: float) -> None:
            self.waited.append(seconds)

        return InsuranceCoreClient(
            self.client,
            url=self.url,
            secret=secret,
            timeout=timeout,
            clock=lambda: self.clock.at.timestamp(),
            pause=pause,
            chance=lambda: 0.5,
        )

    def provider(self, secret: str = SECRET) -> HttpIdentityProvider:
        """Return the adapter of the identity provider; a proof lasts for half an hour."""
        return HttpIdentityProvider(
            self.client, url=self.url, secret=secret, timeout=1.5, lasts=timedelta(minutes=30)
        )

    def plan(self, fault: Fault, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next requests meet a fault."""
        self.faults.plan(Planned(fault, times, seconds))

    async def face(self, page: str, person: Invented, face: str = "good") -> str:
        """Press the button on the provider's page; return where the browser is sent."""
        form = {"person": person.id_number, "face": face}
        response = await self.client.post(page, data=form)
        return response.headers["location"] if response.status_code == 303 else ""


def simulator(clock: StandingClock | None = None) -> Simulator:
    """Return the simulator without a socket, for tests that need no real connection."""
    at, faults, journal = clock or StandingClock(), Faults(), Journal()
    app = make_simulator(
        PEOPLE, secret=SECRET, journal=journal, faults=faults, step=STEP,
        now=lambda: at.at.timestamp(),
    )  # fmt: skip
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS)
    return Simulator(at, client, app, faults, journal)


@asynccontextmanager
async def served_simulator() -> AsyncIterator[Simulator]:
    """Serve the simulator on a free port of the loopback for the time of the block."""
    made = simulator()
    await made.client.aclose()
    server = _Server(uvicorn.Config(made.app, "127.0.0.1", 0, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    await server.listening.wait()
    url = f"http://127.0.0.1:{server.port}"
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        yield Simulator(made.clock, client, made.app, made.faults, made.journal, url)
    server.should_exit = True
    await serving


def somebody(kind: str | None, state: str = "正常参保") -> Invented:
    """Return the first person who is insured in that way."""
    return next(p for p in PEOPLE.values() if (p.kind, p.state) == (kind, state))


def proven(person: Invented, at: datetime) -> Person:
    """Return the person as a provider vouches for them."""
    return Person(person.name, person.id_number, at, at + timedelta(minutes=30), "模拟认证")


class _Server(uvicorn.Server):
    """Tell when it listens, and leave the test run's signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.port = 0

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, and say so."""
        await super().startup(sockets)
        self.port = int(self.servers[0].sockets[0].getsockname()[1])
        self.listening.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield
