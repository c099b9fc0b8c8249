"""Declares the metrics that looks find, and writes them for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from gateway.observing.looks import Figure


@dataclass(frozen=True, slots=True)
class Family:
    """Be one metric; it is a counter if its name ends in _total."""

    name: str
    told: str
    labels: tuple[str, ...] = ()


# Rows of the database are told by every gateway alike: add none of those up, take max().
FAMILIES = (
    Family("yibao_part_state", "1 for the state that a part is in.", ("part", "state")),
    Family("yibao_looked_timestamp_seconds", "When all parts were looked at last."),
    Family("yibao_queue_waiting", "Citizens who wait for a person.", ("team",)),
    Family("yibao_queue_oldest_seconds", "How long the first of them waits.", ("team",)),
    Family("yibao_wechat_inbox_waiting", "WeChat messages that nobody answered yet."),
    Family("yibao_wechat_inbox_oldest_seconds", "How long the oldest of them waits."),
    Family("yibao_wechat_outbox_waiting", "Messages to WeChat that are due and not sent."),
    Family("yibao_wechat_outbox_oldest_seconds", "How long the oldest of them waits."),
    Family("yibao_wechat_parked", "Messages that wait for their citizen to write again."),
    Family("yibao_phone_calls", "Telephone calls that go on."),
    Family("yibao_phone_calls_most", "Telephone calls that are taken at the same time."),
    Family("yibao_phone_calls_answered_total", "Telephone calls answered."),
    Family("yibao_phone_calls_announced_total", "Callers who heard that all lines are taken."),
    Family("yibao_phone_calls_refused_total", "Telephone calls refused."),
    Family("yibao_speech_workers", "Workers that are loaded.", ("engine",)),
    Family("yibao_speech_busy", "Workers that are at something.", ("engine",)),
    Family("yibao_speech_waiting", "Jobs that wait for a worker.", ("engine",)),
    Family("yibao_speech_refused_total", "Jobs refused as too many waited.", ("engine",)),
    Family("yibao_speech_lost_total", "Jobs lost with a worker that died.", ("engine",)),
    Family("yibao_media_processes", "Media processes that answer."),
    Family("yibao_media_processes_wanted", "Media processes that there should be."),
    Family("yibao_media_rooms", "Video calls that media processes carry."),
    Family("yibao_video_calls", "Video calls that go on."),
    Family("yibao_video_unsealed", "Ended video calls whose evidence is not sealed."),
    Family("yibao_video_unsealed_oldest_seconds", "How long the oldest of them waits."),
    Family("yibao_knowledge_release", "The release that answers here."),
    Family("yibao_knowledge_release_newest", "The release that should answer."),
    Family("yibao_knowledge_release_timestamp_seconds", "When the newest was published."),
    Family("yibao_database_answer_seconds", "How long the database took for one question."),
    Family("yibao_audit_rows", "Rows of the audit trail that were found as written."),
    Family("yibao_audit_verified_timestamp_seconds", "When the audit trail was verified last."),
    Family("yibao_audit_flawed", "1 if a row of the audit trail is not as it was written."),
    Family("yibao_backup_timestamp_seconds", "When the newest backup was finished."),
    Family("yibao_disk_free_bytes", "Room left where the data lies."),
    Family("yibao_disk_size_bytes", "Size of the disk where the data lies."),
)
BY_NAME = {family.name: family for family in FAMILIES}


class Looked(Collector):
    """Tell Prometheus what the last look found; what was not found is not told."""

    def __init__(self, figures: Callable[[], Sequence[Figure]]) -> None:
        """Take what returns the figures of the last look."""
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Yield every family, also those without any value."""
        figures = self._figures()
        for family in FAMILIES:
            kind = CounterMetricFamily if family.name.endswith("_total") else GaugeMetricFamily
            metric = kind(family.name, family.told, labels=family.labels)
            for figure in figures:
                if figure.name == family.name:
                    metric.add_metric(figure.labels, figure.value)
            yield metric
