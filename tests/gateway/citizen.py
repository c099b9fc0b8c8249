"""Is somebody who opened a conversation over HTTP, as tests of the gateway see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from tests.gateway.front import Front


@dataclass(frozen=True, slots=True)
class Citizen:
    """Be somebody who opened a conversation over HTTP."""

    front: Front
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """Return what proves who they are."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        """Return where the conversation lives."""
        return f"/api/v1/conversations/{self.id}"

    async def say(self, text: str, message_id: str | None = None) -> httpx.Response:
        """Send a message."""
        body = {"text": text} | ({"message_id": message_id} if message_id else {})
        return await self.front.http.post(f"{self.path}/messages", json=body, headers=self.headers)
