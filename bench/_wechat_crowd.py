"""Lets many invented citizens write to the door, and hears what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bench._wechat_judge import Pushed, Shown, read
from bench._wechat_site import Site

GLANCE = 0.15  # seconds between two looks at the record
# Seconds that a citizen waits for an answer, so that none rides with the reply to what was said
# next: nobody could tell which is whose. A minute's pause for the access token, twice, is in it.
PATIENCE = 180.0
# The same after the platform's error line: what was recorded all the same is answered by then.
AFTER_ERROR_LINE = 30.0


@dataclass(slots=True)
class Chat:
    """Be what a citizen has seen so far."""

    answered: set[int] = field(default_factory=set)  # numbers of messages
    failed: set[int] = field(default_factory=set)  # numbers of those that got the error line
    written: int = 0  # customer messages: they name no message that they answer


class Crowd:
    """Follow all chats with one look at the record."""

    def __init__(self, site: Site) -> None:
        """Take the simulator."""
        self._site = site
        self._chats: dict[str, Chat] = {}  # by openid
        self._openids: dict[str, str] = {}  # by nickname, of who follows the account
        self._shown: list[Shown] = []
        self._changed = asyncio.Event()
        self._said = 0

    async def follow(self) -> None:
        """Read what is new until cancelled."""
        while True:
            told = await self._site.record(1_000_000_000, len(self._shown))
            _, shown = read(told)
            for one in shown:
                chat = self._chats.setdefault(one.openid, Chat())
                if one.side == "office":
                    chat.answered.add(one.about)
                    chat.written += one.way == "customer"
                elif one.side == "platform":
                    chat.failed.add(one.about)
            if shown:
                self._shown += shown
                self._changed.set()
                self._changed = asyncio.Event()
            await asyncio.sleep(GLANCE)

    async def converse(self, nickname: str, script: Sequence[str]) -> None:
        """Say one thing after the other; each waits for its answer."""
        chat = self._chats.setdefault(await self.openid(nickname), Chat())
        for text in script:
            before = chat.written
            _, number = await self._site.act(nickname, "say", text)
            self._said += 1
            await self._answered(chat, number, before)

    async def openid(self, nickname: str) -> str:
        """Return by what the account knows somebody, who follows it from now on."""
        if nickname not in self._openids:
            self._openids[nickname], _ = await self._site.act(nickname, "follow")
        return self._openids[nickname]

    async def has_said(self, number: int) -> None:
        """Wait until so many messages were sent by those who converse."""
        while self._said < number:
            await self._changed.wait()

    async def say_steadily(self, texts: Iterator[str], rate: float, seconds: float) -> None:
        """Say so many things a second, each by somebody else, whether there are answers or not."""
        clock = asyncio.get_running_loop()
        began, number = clock.time(), 0
        async with asyncio.TaskGroup() as group:
            while number < rate * seconds:
                await asyncio.sleep(max(0.0, began + number / rate - clock.time()))
                group.create_task(self._site.act(f"市民{number % 200}", "say", next(texts)))
                number += 1

    async def all_told(self) -> tuple[list[Pushed], list[Shown]]:
        """Return the whole record."""
        return read(await self._site.record(0, 0))

    async def _answered(self, chat: Chat, number: int, before: int) -> None:
        is_told = False
        try:
            async with asyncio.timeout(PATIENCE) as patience:
                while number not in chat.answered and chat.written <= before:
                    if number in chat.failed and not is_told:
                        is_told = True
                        patience.reschedule(asyncio.get_running_loop().time() + AFTER_ERROR_LINE)
                    await self._changed.wait()
        except TimeoutError:
            return  # the record will tell


async def settled(site: Site, seconds: float) -> None:
    """Wait until nothing is under way: late repetitions come long afterwards."""
    try:
        async with asyncio.timeout(seconds):
            while int(str((await site.report())["under_way"])) > 0:  # noqa: ASYNC110  far away
                await asyncio.sleep(0.5)
    except TimeoutError:
        print(f"not settled within {seconds:.0f} s")
