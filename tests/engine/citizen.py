"""Is a citizen who talks to the product over its HTTP contract."""

from __future__ import annotations

import httpx

from core.answer_json import answer_from_json
from core.messages import Answer

ANSWER_WITHIN = 20.0  # seconds


class Citizen:
    """Hold one conversation."""

    def __init__(self, client: httpx.Client, region: str | None = None) -> None:
        """Open the conversation; the client knows the address of the product."""
        self._client = client
        opened = client.post("/api/v1/conversations", json={"channel": "web", "region": region})
        opened.raise_for_status()
        self._path = f"/api/v1/conversations/{opened.json()['conversation_id']}/messages"
        self._headers = {"Authorization": f"Bearer {opened.json()['token']}"}

    def says(self, text: str) -> Answer:
        """Say one sentence and return what is answered."""
        response = self._client.post(self._path, json={"text": text}, headers=self._headers)
        response.raise_for_status()
        return answer_from_json(response.json())

    def rates(self, number: str, level: int) -> None:
        """Rate what was filed under this receipt number; 5 is 非常满意, 1 非常不满意."""
        path = f"/api/v1/applications/{number}/rating"
        self._client.post(path, json={"level": level}, headers=self._headers).raise_for_status()

    def says_all(self, *texts: str) -> Answer:
        """Say one sentence after the other and return the last answer."""
        return [self.says(text) for text in texts][-1]
