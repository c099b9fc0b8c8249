"""Sends the tiny door's customer messages by the rules of the reference, in few lines."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping

import httpx

STALE = {40001, 40014, 42001}
ANSWER_WITHIN = 8.0  # seconds
TRIES = 8


class TinySender:
    """Hold one token, and park what cannot be sent until the citizen writes again."""

    def __init__(
        self, api: str, app_id: str, secret: str, client: httpx.AsyncClient | None = None
    ) -> None:
        self.api = api
        self.owner = {"grant_type": "client_credential", "appid": app_id, "secret": secret}
        self.client = client or httpx.AsyncClient(trust_env=False, timeout=ANSWER_WITHIN)
        self.token = ""
        self.lock = asyncio.Lock()
        self.parked: dict[str, list[str]] = defaultdict(list)
        self.unknown = 0  # sends of which nobody knows the outcome

    def acted(self, openid: str) -> None:
        """Take note that a citizen did something."""
        self.parked.setdefault(openid, [])

    def with_parked(self, openid: str, words: str) -> str:
        """Return the words with those that are still owed."""
        return "\n".join([*self.parked.pop(openid, []), words])

    async def send(self, openid: str, words: str) -> None:
        """Send a text once; what has surely not arrived is tried again or parked."""
        body = {"touser": openid, "msgtype": "text", "text": {"content": words}}
        pause, refreshed = 0.2, False
        for _ in range(TRIES):
            try:
                code = await self._post(body)
            except httpx.HTTPError:
                self.unknown += 1
                return  # it may have arrived: never blindly again
            if code == 0:
                return
            if code in STALE and not refreshed:
                refreshed, self.token = True, ""
                continue
            if code in {45015, 45047}:
                break
            await asyncio.sleep(pause)
            pause, refreshed = min(pause * 2, 4.0), False
        self.parked[openid].append(words)

    async def _post(self, body: Mapping[str, object]) -> int:
        token = await self._token()
        if not token:
            return -1
        answer = await self.client.post(
            f"{self.api}/cgi-bin/message/custom/send",
            params={"access_token": token},
            json=dict(body),
        )
        return -1 if answer.status_code != 200 else int(answer.json()["errcode"])

    async def _token(self) -> str:
        async with self.lock:
            if not self.token:
                try:
                    answer = await self.client.post(
                        f"{self.api}/cgi-bin/stable_token", json=self.owner
                    )
                    self.token = str(answer.json().get("access_token", ""))
                except (httpx.HTTPError, ValueError):
                    return ""  # asking for a token may be repeated
            return self.token
