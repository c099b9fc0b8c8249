"""Joins what counts and what looks with the parts of the gateway."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from core.store.observed import ObservedStore
from gateway.audit_anchors import anchors_of
from gateway.background import Chore
from gateway.board import board_room
from gateway.board_api import board_routes
from gateway.observing.audit_check import AuditCheck
from gateway.observing.channel_probes import (
    EvidenceProbe,
    MediaProbe,
    PhoneProbe,
    QueueProbe,
    SpeechProbe,
    WeChatProbe,
)
from gateway.observing.families import Looked
from gateway.observing.health_api import health_routes
from gateway.observing.meters import Meters
from gateway.observing.metrics_api import metrics_door, metrics_routes
from gateway.observing.observer import Observer
from gateway.observing.probes import (
    AuditProbe,
    BackupProbe,
    DatabaseProbe,
    DiskProbe,
    KnowledgeProbe,
    ModelsProbe,
    RasaProbe,
)
from gateway.observing.runbooks import the_runbooks
from gateway.parts import Parts
from gateway.settings import Settings


@dataclass(frozen=True, slots=True)
class ObservingSide:
    """Hold what the routes use, and what is done in the background."""

    observer: Observer
    audit_check: AuditCheck
    api: tuple[APIRouter, ...]

    @property
    def chores(self) -> tuple[Chore, ...]:
        """Return what is done in the background."""
        return (
            Chore("observer", self.observer.step, self.observer.every),
            Chore("audit check", self.audit_check.step, self.audit_check.every),
        )

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return self.api


def observing_side(settings: Settings, parts: Parts, meters: Meters) -> ObservingSide:
    """Let every part be looked at; `meters` are those that the parts count with."""
    now, store = parts.now, ObservedStore(parts.database)
    audit_check = AuditCheck(parts.afterwards.cases.trail, anchors_of(settings), now)
    observer = Observer(
        {
            "database": DatabaseProbe(parts.database),
            "rasa": RasaProbe(parts.readiness),
            "knowledge": KnowledgeProbe(parts.readiness, store, parts.admin.served),
            "desk": QueueProbe(store, settings.queue_overflow * 60, now),
            "phone": PhoneProbe(parts.desk.phone.phone.line),
            "wechat": WeChatProbe(store, parts.wechat is not None, now),
            "speech": SpeechProbe(parts.voice.state),
            "media": MediaProbe(parts.desk.video.carriage.loads, store),
            "evidence": EvidenceProbe(store, now),
            "disk": DiskProbe(settings.beside_the_database("data").parent),
            "models": ModelsProbe(bool(settings.model_key)),
            "audit": AuditProbe(audit_check, now),
            "backup": BackupProbe(store, now),
        },
        now=now,
    )
    meters.registry.register(Looked(observer.figures))
    allows = metrics_door(settings.metrics_networks, settings.metrics_token.get_secret_value())
    return ObservingSide(
        observer,
        audit_check,
        (
            metrics_routes(meters.registry, allows),
            health_routes(parts.staff.door, observer, the_runbooks()),
            board_routes(
                parts.staff.door,
                board_room(parts.database, parts.admin, parts.ratings.rectifications),
            ),
        ),
    )
