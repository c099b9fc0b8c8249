"""Is one conversation of the web page that is sent again under the same id until answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from itertools import count
from time import monotonic
from typing import Self

import httpx

from bench.faults.evidence import Answered, Told

PATIENCE = 20.0  # seconds for one attempt, as the page has
PAUSES = (0.5, 1.0, 2.0, 3.0)  # seconds between attempts; the last one from then on
GIVES_UP = 600.0  # seconds; what comes that late counts as no answer


class Talk:
    """Speak as the page does: what was sent and not answered goes out again, with its id."""

    def __init__(
        self, client: httpx.AsyncClient, url: str, opened: Mapping[str, str], note: Note
    ) -> None:
        """Take what the product said when the conversation was opened."""
        self._client = client
        self._url = url
        self.id = opened["conversation_id"]
        self.token = opened["token"]
        self._note = note
        self._numbers = count(1)

    @classmethod
    async def opened(cls, client: httpx.AsyncClient, url: str, note: Note) -> Self:
        """Open a conversation, if need be after many attempts."""
        until = monotonic() + GIVES_UP
        while True:
            try:
                body = {"channel": "web", "region": "烟台市"}
                answer = await client.post(
                    f"{url}/api/v1/conversations", json=body, timeout=PATIENCE
                )
                if answer.is_success:
                    return cls(client, url, answer.json(), note)
            except httpx.HTTPError:
                pass
            if monotonic() > until:
                raise TimeoutError(f"no conversation could be opened at {url}")
            await asyncio.sleep(1.0)

    def message(self, *, confirms: bool = False) -> Told:
        """Begin the account of the next message."""
        told = Told(self.id, f"m{next(self._numbers)}", monotonic(), confirms)
        self._note(told)
        return told

    async def say(self, text: str, *, confirms: bool = False) -> Answered | None:
        """Say something until it is answered; None if that never happens."""
        return await self.repeat(self.message(confirms=confirms), text)

    async def repeat(self, told: Told, text: str) -> Answered | None:
        """Send a message under its id until it is answered; None if that never happens."""
        while monotonic() < told.said + GIVES_UP:
            answer = await self.attempt(told, text)
            if answer is not None:
                return answer
            await asyncio.sleep(PAUSES[min(told.attempts, len(PAUSES)) - 1])
        return None

    async def attempt(self, told: Told, text: str, url: str | None = None) -> Answered | None:
        """Send a message once, through one door if it is named; None if no answer came."""
        told.attempts += 1
        path = f"{url or self._url}/api/v1/conversations/{self.id}/messages"
        body = {"text": text, "message_id": told.message_id}
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            response = await self._client.post(path, json=body, headers=headers, timeout=PATIENCE)
        except httpx.HTTPError:
            return None  # the page says in its own words that the line is down
        if not response.is_success:
            told.refusals.append(shown(response))
            return None
        told.answer = answered(response.json())
        told.answered = monotonic()
        return told.answer


Note = Callable[[Told], None]


def shown(response: httpx.Response) -> str:
    """Return what a citizen reads instead of an answer: the detail, or all of a page."""
    try:
        said = json.loads(response.content)
    except ValueError:
        return f"{response.status_code} {response.text}"
    detail = said.get("detail") if isinstance(said, dict) else None
    return f"{response.status_code} {detail or response.text}"


def answered(body: Mapping[str, Mapping[str, object]]) -> Answered:
    """Read an answer of the public contract."""
    reply, turn = body["reply"], body["turn"]
    fields, awaiting, number = turn["fields"], turn["awaiting"], turn.get("number")
    assert isinstance(fields, dict)
    return Answered(
        text=str(reply["text"]),
        status=str(reply["status"]),
        state=str(turn["state"]),
        awaiting=None if awaiting is None else str(awaiting),
        fields={str(key): str(value) for key, value in fields.items()},
        number=None if number is None else str(number),
    )
