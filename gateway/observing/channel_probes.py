"""Looks at the channels and at what they need: queue, speech, telephone, video, WeChat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core import health_wording as say
from core.errors import EngineUnavailable
from core.store.observed import Backlog, ObservedStore, WeChatBacklogs
from gateway.observing.line_reports import LineReport, LineReports
from gateway.observing.looks import Figure, Look, State
from gateway.observing.meters import ANYBODY
from video_desk.engines import Load
from voice.engines.states import EngineState, ServiceState

TOO_LONG = 60.0  # seconds: WeChat's messages are answered in seconds
SEALED_WITHIN = 600.0  # seconds after the end of a call


@dataclass(slots=True)
class SpeechProbe:
    """Ask the speech service how it is."""

    state: Callable[[], Awaitable[ServiceState]]
    was_there: bool = False

    async def look(self) -> Look:
        """Tell whether citizens can be heard and spoken to; never there: there is none here."""
        try:
            state = await self.state()
        except EngineUnavailable:
            return Look(State.DOWN, say.NO_ANSWER) if self.was_there else Look(State.UNUSED)
        self.was_there = True
        return speech_look(state)


@dataclass(frozen=True, slots=True)
class PhoneProbe:
    """Read what the phone process reported."""

    reports: LineReports

    async def look(self) -> Look:
        """Tell whether calls are taken; never reported: there is no line here."""
        report = self.reports.newest()
        if report is not None:
            return phone_look(report)
        return Look(State.DOWN, say.LINE_SILENT) if self.reports.ever else Look(State.UNUSED)


@dataclass(frozen=True, slots=True)
class MediaProbe:
    """Ask the media processes for their load."""

    loads: Callable[[], Awaitable[Sequence[Load | None]]] | None  # None: pages reach each other
    store: ObservedStore

    async def look(self) -> Look:
        """Tell whether video calls are carried."""
        calls = Figure("yibao_video_calls", await self.store.video_calls())
        if self.loads is None:
            return Look(State.UNUSED, figures=(calls,))
        look = media_look(await self.loads())
        return Look(look.state, look.problem, (calls, *look.figures))


@dataclass(frozen=True, slots=True)
class EvidenceProbe:
    """Look for calls whose evidence should have been sealed."""

    store: ObservedStore
    now: Callable[[], datetime]

    async def look(self) -> Look:
        """Tell whether evidence is sealed in time."""
        waiting = await self.store.unsealed(self.now())
        figures = (
            Figure("yibao_video_unsealed", waiting.count),
            Figure("yibao_video_unsealed_oldest_seconds", waiting.oldest),
        )
        return _late(waiting, SEALED_WITHIN, say.UNSEALED_LONG, figures)


@dataclass(frozen=True, slots=True)
class QueueProbe:
    """Look who waits for a person."""

    store: ObservedStore
    patience: float  # seconds
    now: Callable[[], datetime]

    async def look(self) -> Look:
        """Tell whether somebody waits too long."""
        return queue_look(await self.store.queue(self.now()), self.patience)


@dataclass(frozen=True, slots=True)
class WeChatProbe:
    """Look what waits on the way from and to WeChat."""

    store: ObservedStore
    used: bool  # whether an account is configured
    now: Callable[[], datetime]

    async def look(self) -> Look:
        """Tell whether messages flow."""
        return wechat_look(await self.store.wechat(self.now())) if self.used else Look(State.UNUSED)


def speech_look(state: ServiceState) -> Look:
    """Judge the speech service."""
    figures = (
        *_engine_figures("recognizer", state.recognizer),
        *_engine_figures("synthesizer", state.synthesizer),
    )
    engines = ((say.HEARING, state.recognizer), (say.SPEAKING, state.synthesizer))
    missing = [name for name, engine in engines if not engine.ready]
    if missing:
        problem = say.SPEECH_LOADING.format(engine="、".join(missing))
        return Look(State.DEGRADED, problem, figures)
    return Look(State.OK, figures=figures)


def phone_look(report: LineReport) -> Look:
    """Judge a telephone line."""
    figures = (
        Figure("yibao_phone_calls", report.calls),
        Figure("yibao_phone_calls_most", report.most_calls),
        Figure("yibao_phone_calls_answered_total", report.answered),
        Figure("yibao_phone_calls_announced_total", report.announced),
        Figure("yibao_phone_calls_refused_total", report.refused),
    )
    if report.registered is False:
        return Look(State.DOWN, say.NOT_REGISTERED, figures)
    if report.calls >= report.most_calls:
        return Look(State.DEGRADED, say.LINES_TAKEN.format(calls=report.calls), figures)
    return Look(State.OK, figures=figures)


def media_look(loads: Sequence[Load | None]) -> Look:
    """Judge the media processes; None: one that did not answer."""
    there = [load for load in loads if load is not None]
    figures = (
        Figure("yibao_media_processes", len(there)),
        Figure("yibao_media_processes_wanted", len(loads)),
        Figure("yibao_media_rooms", sum(_number(load, "rooms") for load in there)),
    )
    if not there:
        return Look(State.DOWN, say.NO_ANSWER, figures)
    if len(there) < len(loads):
        problem = say.MEDIA_SOME.format(wanted=len(loads), there=len(there))
        return Look(State.DEGRADED, problem, figures)
    return Look(State.OK, figures=figures)


def queue_look(waiting: Mapping[str | None, Backlog], patience: float) -> Look:
    """Judge the queue, by team; `patience` in seconds."""
    figures: list[Figure] = []
    for team, backlog in waiting.items():
        labels = (team or ANYBODY,)
        figures.append(Figure("yibao_queue_waiting", backlog.count, labels))
        figures.append(Figure("yibao_queue_oldest_seconds", backlog.oldest, labels))
    longest = max(waiting.values(), key=lambda one: one.oldest, default=Backlog())
    return _late(longest, patience, say.QUEUE_LONG, tuple(figures))


def wechat_look(backlogs: WeChatBacklogs) -> Look:
    """Judge what waits on the way from and to WeChat."""
    figures = (
        Figure("yibao_wechat_inbox_waiting", backlogs.inbox.count),
        Figure("yibao_wechat_inbox_oldest_seconds", backlogs.inbox.oldest),
        Figure("yibao_wechat_outbox_waiting", backlogs.outbox.count),
        Figure("yibao_wechat_outbox_oldest_seconds", backlogs.outbox.oldest),
        Figure("yibao_wechat_parked", backlogs.parked),
    )
    late = _late(backlogs.inbox, TOO_LONG, say.INBOX_LONG, figures)
    if late.state is State.OK:
        late = _late(backlogs.outbox, TOO_LONG, say.OUTBOX_LONG, figures)
    return late


def _late(backlog: Backlog, patience: float, problem: str, figures: tuple[Figure, ...]) -> Look:
    if backlog.oldest <= patience:
        return Look(State.OK, figures=figures)
    minutes = int(backlog.oldest // 60)
    return Look(State.DEGRADED, problem.format(minutes=minutes), figures)


def _engine_figures(name: str, engine: EngineState) -> Sequence[Figure]:
    loaded = [worker for worker in engine.workers if worker.ready]
    values = {
        "yibao_speech_workers": len(loaded),
        "yibao_speech_busy": sum(worker.busy for worker in loaded),
        "yibao_speech_waiting": engine.waiting,
        "yibao_speech_refused_total": engine.refused,
        "yibao_speech_lost_total": engine.lost,
    }
    return [Figure(key, value, (name,)) for key, value in values.items()]


def _number(load: Load, name: str) -> float:
    value = load.get(name)
    return float(value) if isinstance(value, int | float) else 0.0
