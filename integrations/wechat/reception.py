"""Takes in pushes: recorded before they are acknowledged, answered once and in order."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from core import wechat_wording as say
from core.errors import EngineUnavailable, YibaoError
from core.store.wechat_inbox import Arrival, InboxStore, Recorded
from core.store.wechat_outbox import OutboxStore
from core.stretches import Stretch, door, stretch
from core.turn_names import continuing
from core.wechat_messages import Ride
from integrations.wechat.answering import Answering, Outcome
from integrations.wechat.arrivals import arrival_of, lease_of, patience
from integrations.wechat.attempts import Attempt, Attempts
from integrations.wechat.faults import NoAnswer
from integrations.wechat.pace import Pace
from integrations.wechat.passive import HUNG_UP, Passive
from integrations.wechat.pushes import Push
from integrations.wechat.riding import once_more, riding

logger = logging.getLogger(__name__)

TAKEN_WITHIN = timedelta(seconds=5)  # WeChat hangs up then
SURELY_TAKEN = 4.7  # seconds after which a reply may have come too late
HANDED_FOR = timedelta(seconds=10)  # until a reply counts as lost, if we died while writing it
AGAIN = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=20))
GLANCE = 1.0  # seconds between two looks at a row that another process may answer
DATABASE_AGAIN = 0.25  # seconds between two tries to record a push
LAST_ATTEMPT = 3  # WeChat calls three times, five seconds apart
KEPT_BACK = 1_000  # pushes that wait in memory while the database is down
AT_ONCE = 50


class Reception:
    """Answer pushes within their seconds, or later through the outbox."""

    def __init__(
        self,
        *,
        inbox: InboxStore,
        outbox: OutboxStore,
        answering: Answering,
        pace: Pace,
        show_typing: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        budget: float = 4.0,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the stores and who answers; `budget` in seconds for a passive reply."""
        self._inbox = inbox
        self._outbox = outbox
        self._answering = answering
        self._pace = pace
        self._show_typing = show_typing
        self._now = now
        self._budget = budget
        self._pause = pause
        self._holder = str(uuid.uuid4())
        self._pumps: dict[str, asyncio.Task[None]] = {}
        self._more: set[str] = set()  # whose pushes came while others of theirs are answered
        self._finished: dict[int, asyncio.Event] = {}
        self._rides: dict[int, Ride] = {}  # replies that wait to be written
        self._handed: list[int] = []  # of the outbox, written in time
        self._attempts = Attempts()
        self._unrecorded: dict[str, tuple[int, Arrival]] = {}  # attempts without a database
        self._background: set[asyncio.Task[None]] = set()

    async def receive(
        self,
        push: Push,
        started: float,
        gone: Callable[[], Awaitable[bool]],
        called_at: int,
    ) -> Passive | None:
        """Return the passive reply; None: acknowledge, what is said comes through the outbox.

        `started` is when the call came, by time.monotonic(), and `called_at` when WeChat made it;
        `gone` tells whether WeChat hung up.
        Raise NoAnswer if the push could not be recorded and WeChat will call again.
        """
        recorded = await self._take(push, started)
        if isinstance(recorded, Passive):
            return recorded
        left = patience(push, self._now())
        if left <= 0 and recorded.done:  # a reply that was given to it was lost on its way
            await self._outbox.missed(recorded.id, push.openid, self._now(), once_more)
            return None
        until = started + min(self._budget, left)
        attempt = Attempt(called_at, started)
        with self._attempts.answering(recorded.id, attempt):
            if not await self._done(recorded, until, attempt):
                self._run(self._show_typing(push.openid), "typing")
                return None
            if not self._attempts.is_newest(recorded.id, attempt):
                return None
            passive = await self._passive(recorded)
            if passive is not None and await gone():
                await passive.written(HUNG_UP)
                return None
            return passive

    async def step(self) -> int:
        """Go on with what a process that died, or a database that was away, left behind."""
        for key, (_, arrival) in tuple(self._unrecorded.items()):
            lease = lease_of(arrival.kind)
            await self._inbox.take(arrival, self._now(), self._holder, lease)
            self._pump(arrival.openid)
            self._unrecorded.pop(key, None)
        waiting = await self._inbox.waiting(self._now(), AT_ONCE)
        for openid in waiting:
            self._pump(openid)
        return len(waiting)

    async def settled(self) -> None:
        """Wait until everything that was begun here is done."""
        while self._pumps or self._background:
            await asyncio.gather(*self._pumps.values(), *self._background, return_exceptions=True)
            await asyncio.sleep(0)

    async def close(self) -> None:
        """Let go; what was not answered stays in the inbox."""
        tasks = (*self._pumps.values(), *self._background)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self, push: Push, started: float) -> Recorded | Passive:
        arrival = await self._pace.kept(arrival_of(push))
        while True:
            try:
                lease = lease_of(arrival.kind)
                recorded, mine = await self._inbox.take(arrival, self._now(), self._holder, lease)
            except EngineUnavailable:
                if time.monotonic() - started < self._budget:
                    await self._pause(DATABASE_AGAIN)
                    continue
                return await self._not_recorded(arrival, started)
            self._unrecorded.pop(push.key, None)
            if not recorded.done:
                self._finished.setdefault(recorded.id, asyncio.Event())
                self._pump(recorded.openid, recorded if mine else None)
            return recorded

    async def _not_recorded(self, arrival: Arrival, started: float) -> Passive:
        """Keep a push in memory; say so only when WeChat calls no more."""
        attempts = self._unrecorded.get(arrival.key, (0, arrival))[0] + 1
        if arrival.key in self._unrecorded or len(self._unrecorded) < KEPT_BACK:
            self._unrecorded[arrival.key] = (attempts, arrival)
        logger.error("the database is away: attempt %d of a push was not recorded", attempts)
        if attempts < LAST_ATTEMPT:
            # An error at once would be shown to the citizen; silence makes WeChat call again.
            await self._pause(max(0.0, HUNG_UP - (time.monotonic() - started)))
            raise NoAnswer

        async def written(seconds: float) -> None:
            del seconds

        return Passive(say.RECOVERING, written)

    async def _done(self, recorded: Recorded, until: float, attempt: Attempt) -> bool:
        """Wait for the answer to a push, whoever makes it; False: not in time."""
        if recorded.done:
            return True
        finished = self._finished.setdefault(recorded.id, asyncio.Event())
        try:
            while True:
                left = until - time.monotonic()
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(0.0, min(GLANCE, left))):
                        await finished.wait()
                if finished.is_set() or (await self._inbox.row(recorded.id)).done:
                    return True
                if left <= 0:
                    return False
                self._pump(recorded.openid)
        finally:
            if self._attempts.is_newest(recorded.id, attempt):  # nobody else waits for it
                self._finished.pop(recorded.id, None)

    async def _passive(self, recorded: Recorded) -> Passive | None:
        ride = self._rides.pop(recorded.id, None) or await self._outbox.ride(
            recorded.id, recorded.openid, self._now() + HANDED_FOR, riding(recorded.id)
        )
        if ride is None:
            return None

        async def written(seconds: float) -> None:
            if not ride.ids:  # given before, to an attempt that may have missed it
                return
            if seconds < SURELY_TAKEN:
                await self._note_handed(ride.ids)
            else:
                await self._outbox.not_handed(recorded.id, ride.ids, self._now())

        return Passive(ride.text, written)

    async def _note_handed(self, ids: Sequence[int]) -> None:
        """Store what was written; many at once while the database is busy."""
        waits = bool(self._handed)
        self._handed += ids
        if waits:
            return
        await asyncio.sleep(0)
        while self._handed:
            some = tuple(self._handed)
            await self._outbox.handed(some, self._now())
            del self._handed[: len(some)]

    def _pump(self, openid: str, first: Recorded | None = None) -> None:
        """Answer the citizen's pushes one after the other, unless that is being done.

        `first` is the one that was taken on already.
        """
        if first is None or openid in self._pumps:
            self._more.add(openid)
        if openid not in self._pumps:
            self._pumps[openid] = asyncio.create_task(
                self._answer_all(openid, first), name="wechat"
            )

    async def _answer_all(self, openid: str, first: Recorded | None) -> None:
        try:
            recorded = first or await self._next(openid)
            while recorded is not None and await self._answer(recorded):
                recorded = await self._next(openid)
        finally:  # before anything else happens, so that no push falls between
            del self._pumps[openid]
            self._more.discard(openid)

    async def _next(self, openid: str) -> Recorded | None:
        """Take on the citizen's next push; most wait for their answer, and there is none."""
        while openid in self._more:
            self._more.discard(openid)
            recorded = await self._inbox.claim_next(openid, self._holder, self._now(), lease_of)
            if recorded is not None:
                self._more.add(openid)  # it need not be the last
                return recorded
        return None

    async def _answer(self, recorded: Recorded) -> bool:
        with door("wechat"):
            try:
                if recorded.attempts < len(AGAIN):
                    outcome = await self._answering.answer(recorded)
                else:
                    outcome = self._answering.broken(recorded)
                turn = outcome.outgoing[0].turn if outcome.outgoing else ""
                with continuing(turn), stretch(Stretch.DELIVER):
                    await self._store(recorded, outcome)
            except Exception:  # the edge of a background task: the inbox brings it again
                logger.exception("push %d was not answered", recorded.id)
                again = AGAIN[min(recorded.attempts, len(AGAIN) - 1)]
                await self._inbox.failed(recorded, self._now() + again)
                return False
            finished = self._finished.pop(recorded.id, None)
            if finished is not None:
                finished.set()
            return True

    async def _store(self, recorded: Recorded, outcome: Outcome) -> None:
        now = self._now()
        # As long as an attempt may wait for it, the answer is kept for the passive reply.
        first_after = max(now, recorded.arrived_at + TAKEN_WITHIN)
        is_waited_for = recorded.id in self._finished
        ride = await self._inbox.answered(
            recorded,
            now,
            outcome.outgoing,
            outcome.choices,
            figures=outcome.figures,
            shown=outcome.shown,
            first_after=first_after,
            ride=(riding(recorded.id), now + HANDED_FOR) if is_waited_for else None,
        )
        if ride is None:
            return
        if recorded.id in self._finished:
            self._rides[recorded.id] = ride
        else:  # whoever waited for it has gone meanwhile
            await self._outbox.not_handed(recorded.id, ride.ids, first_after)

    def _run(self, work: Awaitable[None], name: str) -> None:
        async def guarded() -> None:
            try:
                await work
            except YibaoError as error:
                logger.info("wechat %s: %s", name, error)

        task = asyncio.create_task(guarded(), name=f"wechat {name}")
        self._background.add(task)
        task.add_done_callback(self._background.discard)
