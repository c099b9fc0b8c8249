"""Keeps what was pushed, with every attempt, and what each citizen saw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from integrations.wechat_simulator.letters import Letter

Json = dict[str, object]
BUSY = "该公众号提供的服务出现故障，请稍后再试"  # what the platform says instead of us


@dataclass(frozen=True, slots=True)
class Attempt:
    """Be one request to the door."""

    cause: str  # first, retry, overlap, duplicate, late
    at: float  # Unix seconds
    milliseconds: float
    outcome: str  # reply, acknowledged, bad, timeout, broken, cut
    why: str = ""  # of a bad one


@dataclass(slots=True)
class Pushed:
    """Be a letter on its way to the door."""

    number: int
    openid: str
    kind: str
    key: str  # MsgId, or CreateTime and Event
    words: str
    at: float  # Unix seconds
    outcome: str = "pending"  # reply, acknowledged, busy
    is_answered: bool = False  # by a passive reply
    fault: str = ""  # that was drawn for it, whether it could be used or not
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """Be something in a citizen's chat."""

    number: int
    openid: str
    at: float  # Unix seconds
    side: str  # citizen, office, platform
    way: str  # said, passive, customer, template, subscription, busy
    body: Json  # shaped like a customer message: msgtype and what it says
    about: int = 0  # number of the letter that it answers or is; 0: it is not known
    is_repeat: bool = False  # the same letter was answered before


class Record:
    """Keep both, in order; nothing is ever removed."""

    def __init__(self, now: Callable[[], float]) -> None:
        """Take the platform's time."""
        self._now = now
        self.pushed: list[Pushed] = []
        self.shown: list[Shown] = []
        self._changed = asyncio.Event()

    def push(self, letter: Letter) -> Pushed:
        """Begin the account of a letter."""
        key = letter.message_id or f"{letter.created} {letter.kind}"
        number = len(self.pushed) + 1
        self.pushed.append(
            Pushed(number, letter.openid, letter.kind, key, letter.words, self._now())
        )
        return self.pushed[-1]

    def show(
        self,
        openid: str,
        side: str,
        way: str,
        body: Json,
        about: int = 0,
        *,
        is_repeat: bool = False,
    ) -> Shown:
        """Put something into a citizen's chat."""
        number = len(self.shown) + 1
        shown = Shown(number, openid, self._now(), side, way, body, about, is_repeat)
        self.shown.append(shown)
        self._changed.set()
        self._changed = asyncio.Event()
        return shown

    def chat(self, openid: str, after: int = 0) -> list[Shown]:
        """Return what a citizen saw, from a number on."""
        return [one for one in self.shown[after:] if one.openid == openid]

    async def news(self, openid: str, after: int, seconds: float) -> list[Shown]:
        """Return what is new in a chat as soon as there is something, or nothing in the end."""
        try:
            async with asyncio.timeout(seconds):
                while not (found := self.chat(openid, after)):
                    await self._changed.wait()
                return found
        except TimeoutError:
            return []

    def told(self, pushed_after: int = 0, shown_after: int = 0) -> Json:
        """Return both as JSON, from the given numbers on."""
        return {
            "pushed": [asdict(one) for one in self.pushed[pushed_after:]],
            "shown": [asdict(one) for one in self.shown[shown_after:]],
        }
