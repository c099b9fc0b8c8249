"""Counts what happens in this process, for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from core.happenings import Doubled, Erased, Filed, Happening, Queued, Repeated, Turned

CHANNELS = frozenset({"web", "wechat", "phone", "video", "text"})
OTHER = "other"  # a label is one of a known few: what is not known must not make a new series
ANYBODY = "anybody"  # instead of a team
# A chat answers in tenths of a second; Rasa is given 4 s, WeChat gives up after 5.
TURN_SECONDS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 10.0)
WAIT_SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)


class Meters:
    """Hold the counters of one gateway, in a registry of their own."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry()
        self._turns = self._counter("turns", "Messages answered.", "channel", "outcome")
        self._turn_seconds = Histogram(
            "yibao_turn_seconds",
            "From a message to its answer.",
            ("channel",),
            buckets=TURN_SECONDS,
            registry=self.registry,
        )
        self._repeated = self._counter(
            "repeated_messages", "Messages that came again and got the same answer.", "channel"
        )
        self._filed = self._counter(
            "applications_submitted", "Applications accepted, with a receipt.", "item", "channel"
        )
        self._doubled = self._counter(
            "applications_doubled", "Applications whose matter was under way.", "item", "channel"
        )
        self._handovers = self._counter(
            "handovers", "Citizens put into the queue for a person.", "channel", "team"
        )
        self._erased = self._counter(
            "retention_erased", "What was erased because it was kept long enough.", "what"
        )
        self._write_wait = Histogram(
            "yibao_database_write_wait_seconds",
            "How long a write waited for its turn.",
            buckets=WAIT_SECONDS,
            registry=self.registry,
        )

    def tell(self, happening: Happening) -> None:
        """Count what happened; fulfils core.happenings.Tell."""
        if isinstance(happening, Erased):
            self._erased.labels(happening.what).inc(happening.count)
            return
        channel = happening.channel if happening.channel in CHANNELS else OTHER
        match happening:
            case Turned(outcome=outcome, seconds=seconds):
                self._turns.labels(channel, outcome).inc()
                self._turn_seconds.labels(channel).observe(seconds)
            case Repeated():
                self._repeated.labels(channel).inc()
            case Filed(item_code=item):
                self._filed.labels(item, channel).inc()
            case Doubled(item_code=item):
                self._doubled.labels(item, channel).inc()
            case Queued(team=team):
                self._handovers.labels(channel, team or ANYBODY).inc()

    def redis(self) -> Callable[[bool], None]:
        """Return what is told whether Redis is there; it is shown from then on."""
        up = Gauge(
            "yibao_redis_up",
            "Whether the gateways reach each other over Redis (1), or look at the rows (0).",
            registry=self.registry,
        )
        return up.set

    def waited(self, seconds: float) -> None:
        """Count how long a write waited for its turn."""
        self._write_wait.observe(seconds)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"yibao_{name}", told, labels, registry=self.registry)
