"""Serves the topics (集成办专题): items, rules and questions of one matter together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from core.catalogue import Catalogue
from core.knowledge import NATION
from core.service_items import ServiceItem
from core.store import PopularStore
from core.topics import Topic, names_of, topic_coded
from gateway.policies import EntryReader, PolicyEntry, entry_json, is_expired
from gateway.popular_api import COUNTED

Json = dict[str, object]
Region = Annotated[str | None, Query(max_length=32)]
QUESTIONS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class TopicParts:
    """Hold what the routes use."""

    topics: Sequence[Topic]
    catalogue: Catalogue
    entries: EntryReader
    popular: PopularStore
    now: Callable[[], datetime]


def topic_routes(parts: TopicParts) -> APIRouter:
    """Return the routes under /api/v1/topics."""
    api = APIRouter(prefix="/api/v1/topics")

    @api.get("")
    async def topics(region: Region = None) -> Json:
        """Return all topics, with how much each holds for that region."""
        serving = await parts.entries.in_service()
        return {
            "topics": [
                {
                    **_heading(topic),
                    "items": len(topic.items),
                    "policies": len(_entries(topic, serving, parts.catalogue, region)),
                }
                for topic in parts.topics
            ]
        }

    @api.get("/{code}")
    async def topic(code: str, region: Region = None) -> Json:
        """Return one topic: its items, its rules, what people ask, what can be looked up."""
        found = topic_coded(parts.topics, code)
        serving = await parts.entries.in_service()
        entries = _entries(found, serving, parts.catalogue, region)
        today = parts.now().date()
        counts = await parts.popular.asked_since(
            parts.now() - COUNTED, region=region or None, persona=None
        )
        return {
            **_heading(found),
            "region": region or NATION,
            "items": [_item_json(parts.catalogue.item(one, region)) for one in found.items],
            "policies": [_policy_json(entry, today) for entry in entries],
            "questions": _questions(entries, counts, today),
            "look_ups": [one.value for one in found.look_ups],
            "published": bool(entries),
        }

    return api


def _heading(topic: Topic) -> Json:
    return {"code": topic.code, "name": topic.name, "says": topic.says}


def _entries(
    topic: Topic, serving: Sequence[PolicyEntry], catalogue: Catalogue, region: str | None
) -> tuple[PolicyEntry, ...]:
    """Return the rules that hold there: the region's own first, then the nation's."""
    names = names_of(topic, catalogue)
    fitting = [
        entry
        for entry in serving
        if entry.passage.region in {region or NATION, NATION} and topic.holds(entry.passage, names)
    ]
    return tuple(sorted(fitting, key=lambda entry: entry.passage.region == NATION))


def _questions(entries: Sequence[PolicyEntry], counts: Mapping[str, int], today: date) -> list[str]:
    """Return what can be asked, most asked first; of rules that still hold."""
    holding = [entry for entry in entries if not is_expired(entry.passage, today)]
    by_count = sorted(holding, key=lambda entry: -counts.get(entry.passage.key, 0))
    asked = (entry.passage.asked_as[0] for entry in by_count if entry.passage.asked_as)
    return list(dict.fromkeys(asked))[:QUESTIONS_SHOWN]


def _item_json(item: ServiceItem) -> Json:
    """Return what a citizen has to know before they begin."""
    return {
        "code": item.code,
        "name": item.name,
        "summary": item.summary,
        "who": item.who,
        "region": item.region,
        "materials": [
            {"name": m.name, "needed_when": m.case, "substitute": m.substitute}
            for m in item.materials
        ],
        "ways": [{"channel": w.channel, "where": w.where, "offline": w.offline} for w in item.ways],
        "flow": list(item.flow),
        "time_limit": item.time_limit.text,
        "fee": item.fee,
        "effect": item.effect,
        "basis": list(item.basis),
        "appliable": bool(item.fields),
    }


def _policy_json(entry: PolicyEntry, today: date) -> Json:
    passage = entry.passage
    return {
        **entry_json(entry, today),
        "document": {
            "title": passage.title,
            "issuer": passage.issuer,
            "number": passage.number,
            "date": passage.issued.isoformat(),
            "date_note": passage.date_note,
            "region": passage.region,
        },
    }
