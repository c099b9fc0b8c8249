"""Decides what stands on a leaflet (明白纸): one rule in plain words, for somebody on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from core import leaflet_wording as wording
from core.catalogue import Catalogue
from core.citation import spoken_day
from core.contracts import Passage
from core.knowledge import NATION
from core.service_items import ServiceItem
from gateway.policies import is_expired

NUMBERED_FROM = 3  # so many sentences are easier to follow with numbers
_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”’）]*")


@dataclass(frozen=True, slots=True)
class Part:
    """Be one block of the leaflet."""

    heading: str  # empty for the answer itself
    lines: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """Name who hands the leaflet out."""

    bureau: str
    hotline: str
    hours: str


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Be everything that is printed, in the order of the page."""

    title: str  # a question
    holds: str  # for whom it holds; empty if it does not
    warning: str  # that it no longer holds, or not yet; empty if it does
    passages: tuple[Passage, ...]  # what is told, all of one document
    item: tuple[Part, ...]  # what to bring and where to go; may be empty
    office: Office
    address: str  # where the policy reader answers
    printed_on: date
    is_headed: bool = False  # whether each rule is told under its topic
    is_running: bool = False  # whether sentences follow one another without a new line
    notes: tuple[str, ...] = ()  # what was left out

    @property
    def rules(self) -> tuple[Part, ...]:
        """Return the rules in plain words."""
        return tuple(
            _rule(p, p.topic if self.is_headed else "", self.is_running) for p in self.passages
        )

    @property
    def source(self) -> tuple[str, ...]:
        """Return where the rules stand, and when this was printed."""
        printed = wording.PRINTED.format(bureau=self.office.bureau, day=spoken_day(self.printed_on))
        return (*_source(self.passages), printed)

    @property
    def url(self) -> str:
        """Return where the first rule can be read."""
        return f"{self.address}#{quote(self.passages[0].document_id, safe='')}"

    def shorter(self) -> Leaflet | None:
        """Return this leaflet with less on it, or None if only one rule is left."""
        if self.item:
            return replace(self, item=(), notes=(wording.LEFT_OUT_ITEM,))
        if not self.is_running:
            return replace(self, is_running=True)
        if len(self.passages) > 1:
            return replace(self, passages=self.passages[:-1])
        return None


def entry_leaflet(
    passage: Passage, *, catalogue: Catalogue, office: Office, address: str, today: date
) -> Leaflet:
    """Return the leaflet of one entry; `address` is where the policy reader answers."""
    return Leaflet(
        title=_question(passage),
        holds=_holds(passage, today),
        warning=_warning(passage, today),
        passages=(passage,),
        item=_item_parts(passage, catalogue),
        office=office,
        address=address,
        printed_on=today,
    )


def topic_leaflet(
    passages: Sequence[Passage],
    topic: str,
    *,
    catalogue: Catalogue,
    office: Office,
    address: str,
    today: date,
) -> Leaflet:
    """Return the leaflet of what one document says on a topic: of expired rules only if all are."""
    told = [passage for passage in passages if not is_expired(passage, today)] or list(passages)
    leaflet = entry_leaflet(
        told[0], catalogue=catalogue, office=office, address=address, today=today
    )
    if len(told) == 1:
        return leaflet
    title = wording.ASKED_TOPIC.format(region=told[0].region, topic=topic)
    return replace(leaflet, title=title, passages=tuple(told), is_headed=True)


def with_count(leaflet: Leaflet, whole: Leaflet) -> Leaflet:
    """Return a shortened leaflet that says how many rules of the whole one it lacks."""
    missing = len(whole.passages) - len(leaflet.passages)
    if missing == 0:
        return leaflet
    return replace(leaflet, notes=(*leaflet.notes, wording.LEFT_OUT_RULES.format(count=missing)))


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, each with its closing mark."""
    return tuple(found.strip() for found in _SENTENCE.findall(text) if found.strip())


def _question(passage: Passage) -> str:
    asked = passage.asked_as[0].rstrip("？?。") if passage.asked_as else ""
    if not asked:
        return wording.ASKED_TOPIC.format(region=passage.region, topic=passage.topic)
    return f"{asked}？"


def _holds(passage: Passage, today: date) -> str:
    if _warning(passage, today):
        return ""
    whom = (
        wording.WHOM_NATION
        if passage.region == NATION
        else wording.WHOM_REGION.format(region=passage.region)
    )
    return wording.HOLDS.format(whom=whom)


def _warning(passage: Passage, today: date) -> str:
    if is_expired(passage, today):
        until = passage.in_force_until
        note = passage.expired_note or (
            wording.EXPIRED_SINCE.format(day=spoken_day(until)) if until else ""
        )
        return wording.EXPIRED.format(note=note)
    if passage.in_force_from > today:
        return wording.NOT_YET.format(day=spoken_day(passage.in_force_from))
    return ""


def _rule(passage: Passage, heading: str, is_running: bool) -> Part:
    lines = (passage.plain,) if is_running else sentences(passage.plain)
    return Part(heading, lines, numbered=len(lines) >= NUMBERED_FROM)


def _item_parts(passage: Passage, catalogue: Catalogue) -> tuple[Part, ...]:
    """Return what to bring and where to go, if the rule bears on one item that we know."""
    known = [catalogue.named(name) for name in passage.items]
    items = [item for item in known if item is not None and _holds_there(item, passage)]
    if len(items) != 1:  # with several, the papers of one would be taken for those of another
        return ()
    (item,) = items
    materials = tuple(_material(item, index) for index in range(len(item.materials)))
    return (
        Part(wording.MATERIALS.format(item=item.name), materials),
        Part(wording.WAYS, tuple(way.where for way in item.ways if way.offline)),
    )


def _holds_there(item: ServiceItem, passage: Passage) -> bool:
    return item.region in {NATION, passage.region}


def _material(item: ServiceItem, index: int) -> str:
    material = item.materials[index]
    if not material.case:
        return f"{material.name}{'（' + material.substitute + '）' if material.substitute else ''}"
    form = wording.MATERIAL_OR if material.substitute else wording.MATERIAL
    return form.format(name=material.name, when=material.case, substitute=material.substitute)


def _source(passages: Sequence[Passage]) -> tuple[str, ...]:
    first = passages[0]
    day = spoken_day(first.issued) if first.date_note is None else f"{first.issued.year}年"
    by = (
        wording.SOURCE_BY.format(issuer=first.issuer, day=day)
        if first.number is None
        else wording.SOURCE_NUMBER.format(issuer=first.issuer, number=first.number, day=day)
    )
    sections = dict.fromkeys(passage.section for passage in passages)
    periods = {_period(passage) for passage in passages}
    where = wording.SECTION.format(section="；".join(sections))
    return (
        f"{wording.SOURCE.format(title=first.title)}，{by}。",
        f"{where}。{periods.pop()}。" if len(periods) == 1 else f"{where}。",
    )


def _period(passage: Passage) -> str:
    begin, end = spoken_day(passage.in_force_from), passage.in_force_until
    if end is None:
        return wording.IN_FORCE.format(begin=begin)
    return wording.IN_FORCE_UNTIL.format(begin=begin, end=spoken_day(end))
