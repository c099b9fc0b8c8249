"""Keeps the workers of one engine alive, gives them jobs, and tells at once what was lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from core.errors import EngineUnavailable
from voice.engines.backoff import Backoff
from voice.engines.specs import EngineSpec
from voice.engines.states import EngineState, WorkerState
from voice.engines.waiting_line import Job, WaitingLine, WorkRate
from voice.engines.wire import Frame
from voice.engines.worker_process import WorkerProcess

logger = logging.getLogger(__name__)

GLANCE = 0.1  # seconds between two looks for what takes too long


@dataclass(eq=False, slots=True)
class Task:
    """Be what a job consists of: the frames for the worker, and who gets the answer."""

    number: int
    units: float  # seconds of audio or characters
    frames: tuple[Frame, ...]
    answered: Callable[[Frame], None]  # called once: heard, audio or failed
    spare: float = 0.0  # seconds until somebody misses the answer
    began: float = 0.0  # when a worker got it, on the monotonic clock
    died: int = 0  # workers that had it in hand
    expected: float = 0.0  # seconds of work


@dataclass(eq=False, slots=True)
class Member:
    """Be a worker and what it has in hand."""

    process: WorkerProcess
    task: Task | None = None
    streams: dict[int, Callable[[Frame], None]] = field(default_factory=dict)
    owes: dict[int, float] = field(default_factory=dict)  # finished streams, and since when


@dataclass(frozen=True, slots=True)
class Limits:
    """Be how much one engine takes on."""

    waiting: int = 24  # jobs
    patience: float = 3.0  # seconds that a job may be missed before a worker takes it
    job: float = 15.0  # seconds after which a worker counts as hung
    lives: int = 1  # workers that may die of a job, or with it in hand, before it is lost


# Who listens can be asked to wait for the rest of an answer; who is refused never hears it. Twenty
# calls with a clause under way and one ahead are forty jobs. A clause whose worker died is rendered
# by the next one; who speaks is asked at once to say it again, for a caller waits for an answer.
SPEAKING = Limits(waiting=64, patience=20.0, lives=2)


class Crew:
    """Be the workers of one engine."""

    def __init__(self, spec: EngineSpec, limits: Limits) -> None:
        self.spec = spec
        self._limits = limits
        self._members: list[Member] = []
        self._line = WaitingLine(limits.waiting, limits.patience)
        self._tasks: dict[int, Task] = {}  # those that wait
        self._rate = WorkRate(spec.seconds_a_unit)
        self._backoff = Backoff()
        self._chores: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None
        self._stopping = False
        self._done = self._refused = self._lost = self._deaths = 0

    async def start(self) -> None:
        """Start the workers; they load their engines while callers may already come."""
        for _ in range(self.spec.workers):
            await self._add()
        self._watching = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """End all workers and whatever waits for them."""
        self._stopping = True
        chores = [*self._chores, *([self._watching] if self._watching else [])]
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await asyncio.gather(*(member.process.stop() for member in list(self._members)))
        for task in list(self._tasks.values()):
            self._line.leave(task.number)
            self._fail(task, "stopped")

    @property
    def hopeless(self) -> bool:
        """Tell whether there is no worker and the last ones died young, so that none will come."""
        return self._backoff.looping and not any(each.process.ready for each in self._members)

    def submit(self, task: Task) -> bool:
        """Let a task wait for a worker; return False if that would take too long."""
        now = time.monotonic()
        task.expected = self._rate.expects(task.units)
        job = Job(task.number, task.expected, now, task.spare)
        # While a worker is being replaced, one waits as if it were there.
        workers = max(1, sum(member.process.ready for member in self._members))
        running = self._in_hand(now)
        if self.hopeless or not self._line.join(job, running=running, workers=workers):
            self._refused += 1
            return False
        self._tasks[task.number] = task
        self._dispatch()
        return True

    def cancel(self, task: Task) -> None:
        """Forget a task: it is not begun any more, or its answer reaches nobody."""
        if self._line.leave(task.number):
            del self._tasks[task.number]
        task.answered = _nobody

    def hurry(self, task: Task) -> None:
        """Say that somebody waits for a task that was only a guess."""
        task.spare = 0.0
        self._line.hurry(task.number)

    def attach(self, number: int, on_frame: Callable[[Frame], None]) -> Callable[[Frame], None]:
        """Give an utterance to a worker of a streaming engine; return what sends it frames.

        Raises EngineUnavailable if none is ready or all have as many as they can bear.
        """
        able = [
            member
            for member in self._members
            if member.process.ready and len(member.streams) < self.spec.streams
        ]
        if not able:
            self._refused += 1
            raise EngineUnavailable(self.spec.name)
        member = min(able, key=lambda each: len(each.streams))
        member.streams[number] = on_frame

        def send(frame: Frame) -> None:
            if frame.kind == "drop":
                member.streams.pop(number, None)
                member.owes.pop(number, None)
            elif frame.kind == "finish" and number in member.streams:
                member.owes[number] = time.monotonic()
            member.process.send(frame)

        return send

    def state(self) -> EngineState:
        """Say how the engine is."""
        workers = tuple(
            WorkerState(
                pid=member.process.pid,
                ready=member.process.ready,
                busy=member.task is not None,
                streams=len(member.streams),
                megabytes=round(member.process.resident / 1e6, 1),
            )
            for member in self._members
        )
        return EngineState(
            name=self.spec.name,
            why=self.spec.why,
            ready=any(worker.ready for worker in workers),
            waiting=len(self._line),
            done=self._done,
            refused=self._refused,
            lost=self._lost,
            deaths=self._deaths,
            seconds_a_unit=round(self._rate.seconds_a_unit, 4),
            workers=workers,
        )

    async def _add(self) -> None:
        process = WorkerProcess(self.spec, self._said, self._ended)
        await process.start()
        self._members.append(Member(process))  # before anything else runs, so before it can speak

    def _dispatch(self) -> None:
        """Give those who wait to the workers that have nothing in hand."""
        for member in self._members:
            if member.task is None and member.process.ready and (job := self._line.next_one()):
                member.task = self._tasks.pop(job.number)
                member.task.began = time.monotonic()
                for frame in member.task.frames:
                    member.process.send(frame)

    def _said(self, process: WorkerProcess, frame: Frame) -> None:
        """Take what a worker says."""
        member = next(each for each in self._members if each.process is process)
        if frame.kind == "ready":
            took = time.monotonic() - process.began
            logger.info("%s worker %d ready in %.1f s", self.spec.name, process.pid, took)
        elif (on_frame := member.streams.get(frame.number)) is not None:
            if frame.kind != "words":
                del member.streams[frame.number]
                member.owes.pop(frame.number, None)
                self._done += 1
            on_frame(frame)
        elif member.task is not None and member.task.number == frame.number:
            if frame.kind == "words":
                return
            task, member.task = member.task, None
            self._done += 1
            self._rate.took(task.units, time.monotonic() - task.began)
            task.answered(frame)
        self._dispatch()

    def _ended(self, process: WorkerProcess) -> None:
        """Tell everybody whose work died with a worker, and replace it."""
        member = next(each for each in self._members if each.process is process)
        self._members.remove(member)
        if member.task is not None and not self._waits_again(member.task):
            self._lost += 1
            self._fail(member.task, "crashed")
        for number, on_frame in member.streams.items():
            self._lost += 1
            on_frame(_failure(self.spec.name, number, "crashed"))
        if self._stopping:
            return
        self._deaths += 1
        wait = self._backoff.died(time.monotonic() - process.began)
        logger.error("%s worker %d died, next in %.1f s", self.spec.name, process.pid, wait)
        chore = asyncio.get_running_loop().create_task(self._replace(wait))
        self._chores.add(chore)
        chore.add_done_callback(self._chores.discard)

    def _waits_again(self, task: Task) -> bool:
        """Let a task whose worker died wait for the next one; False if it may not, or cannot."""
        task.died += 1
        again = not self._stopping and task.died < self._limits.lives
        return again and task.answered is not _nobody and self.submit(task)

    async def _replace(self, wait: float) -> None:
        await asyncio.sleep(wait)
        with contextlib.suppress(OSError):  # no process to be had now: the watch tries again
            await self._add()

    async def _watch(self) -> None:
        """Refuse who waited too long, and kill workers that hang."""
        while True:
            await asyncio.sleep(GLANCE)
            now = time.monotonic()
            for job in self._line.expired(now):
                self._refused += 1
                self._fail(self._tasks[job.number], "busy")
            for member in self._members:
                since = [member.task.began] if member.task else []
                if any(now - began > self._limits.job for began in (*since, *member.owes.values())):
                    logger.error("%s worker %d hangs", self.spec.name, member.process.pid)
                    member.process.kill()
            if len(self._members) + len(self._chores) < self.spec.workers:
                await self._replace(self._backoff.first)

    def _fail(self, task: Task, reason: str) -> None:
        self._tasks.pop(task.number, None)
        task.answered(_failure(self.spec.name, task.number, reason))

    def _in_hand(self, now: float) -> float:
        """Return the seconds of work left in what the workers are doing."""
        tasks = [member.task for member in self._members if member.task]
        return sum(max(0.0, task.began + task.expected - now) for task in tasks)


def _failure(engine: str, number: int, reason: str) -> Frame:
    return Frame("failed", number, {"engine": engine, "reason": reason})


def _nobody(_: Frame) -> None:
    """Take an answer that nobody wants any more."""
