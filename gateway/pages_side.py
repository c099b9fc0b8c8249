"""Builds what the citizens' pages beside the chat use: topics, progress, printed sheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from bot.following_up import FollowingUp
from core.catalogue import Catalogue
from core.store import PopularStore
from gateway.leaflet import Office
from gateway.leaflet_pdf import leaflet_press
from gateway.policies import EntryReader
from gateway.policies_api import PolicyParts
from gateway.printing_api import PrintParts, printing_routes
from gateway.progress_api import ProgressParts, progress_routes
from gateway.settings import Settings
from gateway.stores import Stores
from gateway.topic_files import read_topics
from gateway.topics_api import TopicParts, topic_routes


@dataclass(frozen=True, slots=True)
class PagesSide:
    """Hold what these routes use."""

    topics: TopicParts
    printing: PrintParts
    progress: ProgressParts
    tiles: str = ""  # template of the address of a map's tiles; empty: maps are schematic

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes."""
        return (
            topic_routes(self.topics),
            printing_routes(self.printing),
            progress_routes(self.progress),
        )


def policy_parts(
    settings: Settings, entries: EntryReader, catalogue: Catalogue, now: Callable[[], datetime]
) -> PolicyParts:
    """Build what the policy reader uses; without a Chinese font it prints no leaflets."""
    return PolicyParts(
        entries=entries,
        catalogue=catalogue,
        press=leaflet_press(settings.leaflet_font),
        office=Office(settings.bureau, settings.hotline, settings.hours),
        public_url=settings.public_url,
        now=now,
    )


def pages_side(
    settings: Settings,
    stores: Stores,
    policies: PolicyParts,
    popular: PopularStore,
    following_up: FollowingUp,
) -> PagesSide:
    """Join the stores with what the policy reader has: catalogue, entries, office, address."""
    catalogue, now = policies.catalogue, policies.now
    topics = read_topics(settings.items, catalogue)
    return PagesSide(
        topics=TopicParts(topics, catalogue, policies.entries, popular, now),
        printing=PrintParts(
            catalogue=catalogue,
            applications=stores.applications,
            conversations=stores.conversations,
            office=policies.office,
            public_url=policies.public_url,
            now=now,
        ),
        progress=ProgressParts(stores.conversations, following_up),
        tiles=settings.map_tiles,
    )
