"""Lets citizens of the web page and of WeChat talk until they are told to stop."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from bench._wechat_crowd import Crowd
from bench.faults.evidence import Answered, Told
from bench.faults.people import CONFIRM, NAME, PLACE, QUESTIONS, START, People, Person
from bench.faults.talk import Talk

THINKS = (0.4, 1.6)  # seconds between an answer and the next message, from and to
ASIDES = 0.12  # share of the messages in a form that ask for something else
QUESTIONS_EACH = 15  # of somebody in WeChat, after their application
AFTER = 2  # questions after an application, before the next person comes
SILENCE = 120.0  # seconds in which what is under way comes to its end


class Townspeople:
    """Talk, and count what was said."""

    def __init__(
        self, url: str, client: httpx.AsyncClient, wechat: Crowd | None, people: People
    ) -> None:
        """Take the product's address, the way to it, and who writes in WeChat."""
        self._url = url
        self._client = client
        self._wechat = wechat
        self._people = people
        self._open = asyncio.Event()
        self._open.set()
        self._stopped = asyncio.Event()
        self._under_way = 0
        self._idle = asyncio.Event()
        self.told: list[Told] = []
        self.said = 0
        self.nicknames: list[str] = []

    async def live(self, name: str, web: int, wechat: int, seed: str) -> None:
        """Let so many talk on either side until `stop`; then all have their last answer."""
        self.nicknames = []
        async with asyncio.TaskGroup() as group:
            for number in range(web):
                group.create_task(self._on_the_web(random.Random(f"{seed}/web/{number}")))
            for number in range(wechat if self._wechat else 0):
                nickname = f"{name}市民{number}"
                group.create_task(self._in_wechat(nickname, random.Random(f"{seed}/{nickname}")))

    def stop(self) -> None:
        """Let everybody say what they are at, and go."""
        self._stopped.set()
        self._open.set()

    @asynccontextmanager
    async def quiet(self) -> AsyncIterator[None]:
        """Let nobody say anything new during the block, and begin when all are answered."""
        self._open.clear()
        try:
            async with asyncio.timeout(SILENCE):
                while self._under_way:
                    self._idle.clear()
                    await self._idle.wait()
            yield
        finally:
            self._open.set()

    async def talk(self, url: str | None = None) -> Talk:
        """Open a conversation, at one gateway or wherever; what is said in it is counted."""
        return await Talk.opened(self._client, url or self._url, self._note)

    def somebody(self) -> Person:
        """Return somebody who has not said anything yet."""
        return self._people.next()

    def _note(self, told: Told) -> None:
        self.told.append(told)
        self.said += 1

    async def _on_the_web(self, dice: random.Random) -> None:
        while not self._stopped.is_set():
            person, talk = self._people.next(), await self.talk()
            answer = await self._turn(talk, START, dice)
            asked = 0
            while not self._stopped.is_set() and asked < AFTER:
                value = person.value_of(answer.awaiting) if answer and answer.awaiting else None
                if answer and answer.state == "confirming":
                    value = CONFIRM
                if value is None or dice.random() < ASIDES:
                    asked += value is None
                    value = dice.choice(QUESTIONS)
                following = await self._turn(talk, value, dice)
                if following is None:
                    break  # the record tells; somebody else comes
                if following.status == "engine_failed":
                    await asyncio.sleep(dice.uniform(2.0, 4.0))  # "in a moment, please"
                else:
                    answer = following

    async def _turn(self, talk: Talk, text: str, dice: random.Random) -> Answered | None:
        async with self._saying(dice):
            return await talk.say(text, confirms=text == CONFIRM)

    async def _in_wechat(self, nickname: str, dice: random.Random) -> None:
        """Let one after the other write, none more than an account may at once."""
        assert self._wechat is not None
        while not self._stopped.is_set():
            person, writes = self._people.next(), f"{nickname}之{len(self.nicknames)}"
            self.nicknames.append(writes)
            questions = [dice.choice(QUESTIONS[:4]) for _ in range(QUESTIONS_EACH)]
            form = [START, NAME, person.id_number, person.mobile, PLACE, CONFIRM]
            for text in (*form, *questions):
                if self._stopped.is_set():
                    break
                async with self._saying(dice):
                    self.said += 1
                    await self._wechat.converse(writes, [text])

    @asynccontextmanager
    async def _saying(self, dice: random.Random) -> AsyncIterator[None]:
        """Think, wait until one may speak, and be under way during the block."""
        await asyncio.sleep(dice.uniform(*THINKS))
        await self._open.wait()
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()
