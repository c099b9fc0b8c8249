"""Asks Rasa what a message means and what to say; fulfils Dialogue."""

from __future__ import annotations

import asyncio

import httpx

from bot.call import SEGMENT, WARM_UP
from bot.normalise import clean
from bot.offered import chosen
from core.answer_json import answer_from_json
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.messages import Answer, Message
from core.stretches import Stretch, stretch
from core.turn_names import TURN

ENGINE = "rasa"
WEBHOOK = "/webhooks/rest/webhook"
WARM_UP_TIMEOUT = 30.0  # seconds
# More at once make no turn quicker: each takes longer, until all come too late.
AT_ONCE = 6
TURNS_PER_SESSION = 20  # a turn costs more the longer Rasa's history is; ours is in the database


class RasaDialogue:
    """Talk to one Rasa server over loopback HTTP."""

    def __init__(self, client: httpx.AsyncClient, *, url: str, timeout: float) -> None:
        """Take an HTTP client, Rasa's address, and how many seconds to wait for an answer."""
        self._client = client
        self._url = url.rstrip("/")
        self._timeout = timeout
        self._places = asyncio.Semaphore(AT_ONCE)

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        """Return Rasa's answer, or raise EngineUnavailable."""
        session = conversation.turns // TURNS_PER_SESSION
        text = chosen(conversation.last_reply, message.text)
        body: dict[str, object] = {
            "sender": f"{conversation.id}{SEGMENT}{session}",
            # Rasa obeys texts that begin with a slash; what a citizen types is only text.
            "message": clean(text).lstrip("/ ") or text.replace("/", "／"),
        }
        if turn := TURN.get():
            body["metadata"] = {"turn": turn}  # comes back with the call of the action
        with stretch(Stretch.RASA):
            replies = await self._in_turn(body)
        # An empty list means that the action server failed: Rasa answers 200 all the same.
        if not isinstance(replies, list) or not replies:
            raise EngineUnavailable(ENGINE)
        try:
            return answer_from_json(replies[-1]["custom"])
        except (KeyError, TypeError, ValueError) as error:
            raise EngineUnavailable(ENGINE) from error

    async def _in_turn(self, body: dict[str, object]) -> object:
        try:
            async with asyncio.timeout(self._timeout), self._places:
                return await self._post(WEBHOOK, body, seconds=self._timeout)
        except TimeoutError as error:
            raise EngineUnavailable(ENGINE) from error

    async def warm_up(self) -> None:
        """Let Rasa do one whole turn; its first one takes seconds. Raise EngineUnavailable."""
        body: dict[str, object] = {"sender": f"{WARM_UP}{SEGMENT}0", "message": "您好"}
        if not await self._post(WEBHOOK, body, seconds=WARM_UP_TIMEOUT):
            raise EngineUnavailable(ENGINE)

    async def _post(self, path: str, body: dict[str, object], *, seconds: float) -> object:
        try:
            response = await self._client.post(self._url + path, json=body, timeout=seconds)
            response.raise_for_status()
            data: object = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise EngineUnavailable(ENGINE) from error
        return data
