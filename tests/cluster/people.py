"""Speaks to the running cluster as the pages of citizens and agents do."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.cluster.running_cluster import RunningCluster
from tests.engine.citizen import ANSWER_WITHIN
from tests.engine.test_killed import Teller

Event = dict[str, object]


@contextmanager
def door(url: str) -> Iterator[httpx.Client]:
    """Open a way to the product, past any proxy of this machine."""
    with httpx.Client(base_url=url, timeout=ANSWER_WITHIN, trust_env=False) as client:
        yield client


@contextmanager
def stream(url: str, teller: Teller, last: int = 0) -> Iterator[ClientConnection]:
    """Open the stream of a citizen's page."""
    address = f"{url.replace('http', 'ws', 1)}/api/v1/conversations/{teller.id}/stream"
    with connect(address, proxy=None) as socket:
        socket.send(json.dumps({"type": "hello", "token": teller.token, "last": last}))
        yield socket


def next_of(socket: ClientConnection, kind: str) -> Event:
    """Return the next event of that type."""
    while True:
        event: Event = json.loads(socket.recv(timeout=ANSWER_WITHIN))
        if event["type"] == kind:
            return event


class Agent:
    """Be a member of staff whose page is at one gateway."""

    def __init__(self, client: httpx.Client, cluster: RunningCluster) -> None:
        """Sign in."""
        self._client = client
        name, password = cluster.credentials()
        body = {"name": name, "password": password}
        client.post("/api/v1/staff/session", json=body).raise_for_status()

    def accepts(self, teller: Teller) -> str:
        """Take the waiting citizen; return the ticket."""
        tickets = self._client.get("/api/v1/staff/tickets").raise_for_status().json()["tickets"]
        (mine,) = [one["id"] for one in tickets if one["conversation_id"] == teller.id]
        self._client.post(f"/api/v1/staff/tickets/{mine}/accept").raise_for_status()
        return str(mine)

    def says(self, ticket: str, text: str) -> None:
        """Say something to the citizen."""
        body = {"text": text, "message_id": secrets.token_hex(8)}
        path = f"/api/v1/staff/tickets/{ticket}/messages"
        self._client.post(path, json=body).raise_for_status()

    def stream(self, url: str) -> ClientConnection:
        """Open the stream of the desk's page."""
        ticket = (
            self._client.post("/api/v1/staff/stream-ticket").raise_for_status().json()["ticket"]
        )
        cookie = "; ".join(f"{one.name}={one.value}" for one in self._client.cookies.jar)
        address = f"{url.replace('http', 'ws', 1)}/api/v1/staff/stream?ticket={ticket}"
        return connect(address, proxy=None, additional_headers={"Cookie": cookie})
