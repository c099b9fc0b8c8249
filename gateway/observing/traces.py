"""Sends the stretches of turns to an OpenTelemetry collector, all of a turn under one trace id."""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from core.stretches import DOORS, Stretch
from core.turn_names import TURN

SENT_EVERY = 2_000.0  # milliseconds
SENDING = 3.0  # seconds that one try may take
MOST_WAITING = 4096  # spans; beyond it they are dropped, and no turn waits for them
SAMPLED = TraceFlags(TraceFlags.SAMPLED)
# What another process goes on with hangs below what the first was doing.
BELOW = {Stretch.ACTION: Stretch.RASA, Stretch.DOOR_PHONE: Stretch.PHONE}
# Their ids are made of the turn's name, because others hang below them.
KNOWN = frozenset({Stretch.TURN, Stretch.RASA, Stretch.PHONE})


@dataclass(frozen=True, slots=True)
class _Measured:
    """Be one stretch that is over; times in nanoseconds since 1970."""

    kind: Stretch
    id: int
    parent: int  # 0: the turn itself; of the turn, and of a door: none
    began: int
    ended: int
    failed: bool


@dataclass(slots=True)
class _Within:
    """Be where the work of this context stands."""

    id: int = 0  # of the stretch that is open; 0: none, or the whole turn
    door: _Within | None = None  # the nearest that is open around the work
    turn: str = ""  # of a door: the name of the turn that came in there
    # What was over before the turn had its name: the write that gives it one.
    unnamed: list[_Measured] = field(default_factory=list)


# What nothing has to be above.
FIRST = DOORS | {Stretch.TURN, Stretch.PHONE}


class _Ids(IdGenerator):
    """Give the next span the ids that were set, because others know them, too."""

    def __init__(self) -> None:
        """Begin with none."""
        self.span, self.trace = 1, 1

    def generate_span_id(self) -> int:
        """Return the span's."""
        return self.span

    def generate_trace_id(self) -> int:
        """Return the trace's."""
        return self.trace


class Traces:
    """Measure the stretches of one process's turns; `measure` fulfils core.stretches.Measure.

    Ids are made of the turn's name, which travels with the work and lies in the rows: so the parts
    of a turn come together whichever process measured them, and nothing else has to be carried.
    """

    def __init__(self, url: str, service: str) -> None:
        """Take where a collector takes OTLP over HTTP (.../v1/traces), and the process's name."""
        exporter = OTLPSpanExporter(endpoint=url, timeout=SENDING)
        self._sending = BatchSpanProcessor(
            exporter, max_queue_size=MOST_WAITING, schedule_delay_millis=SENT_EVERY
        )
        self._ids = _Ids()
        provider = TracerProvider(
            resource=Resource({"service.name": service}),
            id_generator=self._ids,
            shutdown_on_exit=False,
        )
        provider.add_span_processor(self._sending)
        self._tracer = provider.get_tracer("yibao")
        self._within: ContextVar[_Within | None] = ContextVar("within", default=None)
        # What cannot be sent is not worth a line every two seconds.
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)

    @contextmanager
    def measure(self, kind: Stretch) -> Iterator[None]:
        """Measure a stretch; nothing of it can fail the work."""
        before, named = self._within.get(), TURN.get()
        is_turn, is_door = kind is Stretch.TURN, kind in DOORS
        holds = is_turn or is_door  # whatever is in it is named once it is over
        own = _span_id(named, kind) if named and kind in KNOWN else secrets.randbits(63) | 1
        within = _Within(
            0 if is_turn else own,
            before.door if before is not None else None,
            unnamed=before.unnamed if before is not None and not holds else [],
        )
        if is_door:
            within.door = within
        self._within.set(within)
        began, failed = time.time_ns(), True
        try:
            yield
            failed = False
        finally:
            self._within.set(before)
            around = within.door if is_turn else before
            parent = around.id if around is not None and not is_door else 0
            one = _Measured(kind, own, parent, began, time.time_ns(), failed)
            if turn := TURN.get() or within.turn:
                for other in (one, *within.unnamed) if holds else (one,):
                    self._tell(turn, other)
                if is_turn and within.door is not None:
                    within.door.turn = turn
            elif before is not None and not holds:
                within.unnamed.append(one)

    def close(self) -> None:
        """Send what waits, within the time of one try."""
        # Without a collector it would wait for half a minute.
        last = threading.Thread(target=self._sending.shutdown, daemon=True)
        last.start()
        last.join(SENDING)

    def _tell(self, turn: str, one: _Measured) -> None:
        trace, below = _trace_id(turn), BELOW.get(one.kind)
        above = Context()
        self._ids.trace = trace
        self._ids.span = _span_id(turn, one.kind) if one.kind in KNOWN else one.id
        is_first = below is None and one.kind in FIRST and not one.parent
        if not is_first:
            parent = one.parent or _span_id(turn, below or Stretch.TURN)
            known = SpanContext(trace, parent, is_remote=True, trace_flags=SAMPLED)
            above = set_span_in_context(NonRecordingSpan(known), Context())
        span = self._tracer.start_span(
            str(one.kind), context=above, attributes={"turn": turn}, start_time=one.began
        )
        if one.failed:
            span.set_status(Status(StatusCode.ERROR))  # without the error's words
        span.end(one.ended)


def _trace_id(turn: str) -> int:
    return int.from_bytes(hashlib.sha256(turn.encode()).digest()[:16]) or 1


def _span_id(turn: str, kind: Stretch) -> int:
    return int.from_bytes(hashlib.sha256(f"{kind} {turn}".encode()).digest()[:8]) or 1
