"""Talks to the running product as a citizen's page does, with a stopwatch."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import httpx

from core.id_number import check_character
from core.knowledge import NATION
from knowledge_base.documents import read_packs

REGION = "烟台市"
START = "我要办门诊统筹签约"


def nobody(number: int) -> str:
    """Return the ID number of an invented person; the sequence number is invented, below 1000."""
    first_17 = f"11010119900307{number:03}"
    return first_17 + check_character(first_17)


STEPS = ("王秀英", nobody(4), "13800138000", "市人民医院", "确认")
DROPPED = "不办了"  # the product refuses to file the same application twice in a conversation


@dataclass(frozen=True, slots=True)
class Timed:
    """Be one turn that was measured."""

    milliseconds: float
    handled: str  # which part of the service dealt with it; "" if a person serves


class Citizen:
    """Be one conversation."""

    def __init__(self, client: httpx.AsyncClient, address: str, token: str) -> None:
        """Take the conversation's address and its bearer token."""
        self._client = client
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"}

    @classmethod
    async def arrived(cls, client: httpx.AsyncClient, product: str) -> Self:
        """Open a conversation."""
        answer = await client.post(
            f"{product}/api/v1/conversations", json={"channel": "web", "region": REGION}
        )
        answer.raise_for_status()
        opened: Mapping[str, object] = answer.json()
        address = f"{product}/api/v1/conversations/{opened['conversation_id']}/messages"
        return cls(client, address, str(opened["token"]))

    async def say(self, text: str) -> Timed:
        """Say something and wait for the answer."""
        began = time.perf_counter()
        answer = await self._client.post(self._address, json={"text": text}, headers=self._headers)
        milliseconds = (time.perf_counter() - began) * 1000
        answer.raise_for_status()
        turn = answer.json()["turn"]
        return Timed(milliseconds, "" if turn is None else str(turn["handled"]))


def questions() -> Iterator[str]:
    """Yield policy questions, none twice: a repeated one would be answered from memory."""
    asked = {
        question
        for entry in read_packs()
        if entry.passage.region in {REGION, NATION} and entry.superseded_by is None
        for question in entry.passage.asked_as
    }
    order = sorted(asked)
    random.Random(20261122).shuffle(order)
    yield from order


def ten_turns(asked: Iterator[str], *, form_first: bool) -> list[str]:
    """Return ten turns of a mixed conversation: a dropped application and four questions."""
    form = [START, *STEPS[:-1], DROPPED]
    rest = [next(asked) for _ in range(4)]
    return [*form, *rest] if form_first else [*rest, *form]
