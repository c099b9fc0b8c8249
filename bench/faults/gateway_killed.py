"""F1: kills gateways, at any moment and at the moments where a message can be half done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from time import monotonic

from bench._wechat_site import Site
from bench.faults.evidence import Hit
from bench.faults.people import CONFIRM, NAME, PLACE, QUESTIONS, START
from bench.faults.scene import Scene, locked, rasas_still, until
from bench.faults.talk import Talk

HANG, SENDS, HANGS = "hang", "/cgi-bin/message/custom/send", 12.0  # seconds
KILLS = 3  # at any moment; of one gateway, then the other, then both


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Kill gateways while people talk, then once at each named point."""
    first = scene.dice.randrange(2)
    for numbers in ((first,), (1 - first,), (0, 1))[:KILLS]:
        await scene.calm()
        yield await killed(scene, numbers)
    for name, point in POINTS.items():
        await scene.calm()
        yield await killed_at(scene, scene.dice.randrange(2), name, point)
    if scene.town.site is not None and scene.people.nicknames:
        await scene.calm()
        yield await _killed_while_sending(scene, scene.town.site, scene.people.nicknames[0])


async def killed(scene: Scene, numbers: tuple[int, ...]) -> Hit:
    """Kill some gateways at the same moment; return when citizens are answered again."""
    services = [scene.town.gateway(number)[0] for number in numbers]
    return await scene.killed(services, f"{len(numbers)} of 2 gateways", "gateway")


class _Victim:
    """Be somebody whose message is under way when its gateway dies."""

    def __init__(self, scene: Scene, talk: Talk, url: str) -> None:
        self.town = scene.town
        self.talk = talk
        self._url = url
        self.told = talk.message(confirms=True)
        self._sent: asyncio.Task[object] | None = None

    def confirms(self) -> None:
        """Send the last message of a form to the gateway that is to die."""
        attempt = self.talk.attempt(self.told, CONFIRM, self._url)
        self._sent = asyncio.create_task(attempt)

    async def has_line_of(self, who: str) -> bool:
        """Tell whether the message, or its answer, is a row."""
        told = await self.town.order(
            f"SELECT count(*) FROM lines WHERE conversation_id = '{self.talk.id}'"
            f" AND message_id = '{self.told.message_id}' AND who = '{who}'"
        )
        return told != "0"

    async def was_recorded(self) -> bool:
        """Tell whether the message is a row."""
        return await self.has_line_of("citizen")

    async def was_answered(self) -> bool:
        """Tell whether the answer is a row."""
        return await self.has_line_of("assistant")

    def hears_nothing(self) -> None:
        """Go away before an answer can arrive."""
        assert self._sent is not None
        self._sent.cancel()

    async def gives_up(self) -> None:
        """Notice that nobody answers."""
        assert self._sent is not None
        await asyncio.gather(self._sent, return_exceptions=True)


Point = Callable[[_Victim], AbstractAsyncContextManager[str]]


def _while_a_row_waits(table: str, proof: str) -> Point:
    """Return the point at which what is said, or its answer, waits to become a row."""

    @asynccontextmanager
    async def reached(victim: _Victim) -> AsyncIterator[str]:
        async with locked(victim.town, table) as is_waited_for:
            victim.confirms()
            await until(is_waited_for, f"a row of {table} to be about to be written")
            yield proof

    return reached


@asynccontextmanager
async def _before_the_dialogue(victim: _Victim) -> AsyncIterator[str]:
    with rasas_still(victim.town):
        victim.confirms()
        await until(victim.was_recorded, "the message to be recorded")
        yield "its row was there, Rasa stood still"


@asynccontextmanager
async def _after_the_answer_is_committed(victim: _Victim) -> AsyncIterator[str]:
    victim.confirms()
    await until(victim.was_answered, "the answer to be committed")
    victim.hears_nothing()
    yield "its answer was a row, and nobody heard it"


POINTS: dict[str, Point] = {
    "before the message is recorded": _while_a_row_waits("lines", "its row waited for a lock"),
    "after it is recorded, before the dialogue": _before_the_dialogue,
    "after the dialogue, before the answer is committed": _while_a_row_waits(
        "turns", "its answer waited for a lock"
    ),
    "after the answer is committed, before it is heard": _after_the_answer_is_committed,
}


async def killed_at(scene: Scene, number: int, name: str, point: Point) -> Hit:
    """Let one citizen file something at a gateway that is killed at a named point of it."""
    service, url = scene.town.gateway(number)
    async with scene.people.quiet():
        talk = await scene.people.talk()
        person = scene.people.somebody()
        for said in (START, NAME, person.id_number, person.mobile, PLACE):
            await talk.say(said)
        victim = _Victim(scene, talk, url)
        async with point(victim) as proof:
            began = monotonic()
            await asyncio.to_thread(service.kill)
        await victim.gives_up()
    restart = asyncio.create_task(scene.restarted(service))
    again = asyncio.create_task(talk.repeat(victim.told, CONFIRM))
    hit = await scene.recovered(f"SIGKILL of a gateway {name}", "gateway", began, proof)
    await asyncio.gather(restart, again)
    return hit


async def _killed_while_sending(scene: Scene, site: Site, nickname: str) -> Hit:
    """Kill the gateways while a message to a citizen of WeChat is sent, and its effect is there."""

    async def hangs() -> int:
        used = (await site.report())["used"]
        assert isinstance(used, dict)
        return int(used.get(HANG, 0))

    before = await hangs()

    async def is_sent() -> bool:
        return await hangs() > before

    async with scene.people.quiet():
        await site.plan(HANG, SENDS, HANGS)
        with rasas_still(scene.town):  # so that the answer comes too late for a passive reply
            await site.act(nickname, "say", QUESTIONS[0])
            await until(is_sent, "a message to be sent to a citizen")
        hit = await killed(scene, (0, 1))
    what = "SIGKILL of both gateways while WeChat's interface is called"
    return replace(hit, what=what, proof="the message was in the chat, the call hung")
