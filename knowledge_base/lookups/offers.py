"""Answers what can be done where: from the matrix of items and places, and the catalogue."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.catalogue import Catalogue
from core.knowledge import NATION
from core.lookup_results import Collection, ListedItem, WayOfItem, Ways
from core.lookups import Offer, PlaceKind, TableKind, Total, Via
from core.service_items import ServiceItem

# What the catalogue calls a channel, as a kind of place and as ways.
_KIND_OF = {
    "counter": PlaceKind.AGENCY,
    "hospital": PlaceKind.HOSPITAL,
    "village": PlaceKind.TOWN,
}
_VIA_OF = {
    "online": (Via.WEB, Via.MOBILE),
    "phone": (Via.PHONE,),
    "video": (Via.VIDEO,),
}
_LITTLE = re.compile(r"城乡居民|参保人员|基本医疗保险|医疗保险|人员|居民|职工|医保|业务|手续")
SHORTEST_ITEM = 4  # characters of a shortened item name that still says what is meant
MATRIX_PART = "办理方式"


class Offers:
    """Know which items are done at which places, and in which ways."""

    def __init__(
        self, offers: Sequence[Offer], totals: Sequence[Total], catalogue: Catalogue
    ) -> None:
        """Take the rows in force, and the catalogue of service items."""
        self._offers = tuple(offers)
        self._totals = tuple(totals)
        self._catalogue = catalogue
        self.regions = tuple(dict.fromkeys(offer.origin.region for offer in offers))
        written = {offer.item: {offer.item} for offer in offers}
        for item in catalogue.items:
            written.setdefault(item.name, {item.name}).update(item.aliases)
        self._called: dict[str, set[str]] = {}
        for name, called in written.items():
            short = {_LITTLE.sub("", one) for one in called}
            for one in called | {s for s in short if len(s) >= SHORTEST_ITEM}:
                self._called.setdefault(one, set()).add(name)

    def items_in(self, text: str) -> tuple[str, ...]:
        """Return the names of the items that a text in unified writing names, longest first."""
        for called in sorted(self._called, key=len, reverse=True):
            if len(called) >= SHORTEST_ITEM and called in text:
                return tuple(sorted(self._called[called]))
        return ()

    def items_at(
        self,
        kind: PlaceKind | None,
        region: str | None,
        *,
        via: Via | None = None,
        who: str = "",
    ) -> Collection:
        """Return the items done there or so; the nation's where the region has none."""
        fitting = [
            offer
            for offer in self._offers
            if (kind is None or offer.kind is kind)
            and (via is None or offer.via is via)
            and (not who or offer.who in {"", who})
        ]
        regions = tuple(
            dict.fromkeys(o.origin.region for o in fitting if o.origin.region != NATION)
        )
        answering = region if region in {o.origin.region for o in fitting} else NATION
        own = [offer for offer in fitting if offer.origin.region == answering]
        total = next(
            (t for t in self._totals if (t.kind, t.origin.region) == (kind, answering)), None
        )
        listed = {
            offer.item: ListedItem(
                offer.item,
                offer.note,
                offer.counted,
                offer.origin.source(TableKind.MATRIX, offer.item),
                offer.origin.demo,
            )
            for offer in own
        }
        if who != "单位":
            for item in self._catalogue.items:
                if _done(item, kind, via) and not _among(item, listed):
                    source = item.source(MATRIX_PART)
                    listed[item.name] = ListedItem(item.name, "", False, source, demo=True)
        return Collection(
            region=answering,
            asked_region=region,
            kind=kind,
            via=via,
            who=who,
            items=tuple(listed.values()),
            total=total.count if total is not None else None,
            total_source=total.origin.source(TableKind.TOTALS, str(kind)) if total else None,
            regions=tuple(r for r in regions if r != answering),
        )

    def ways_of(self, item: str, region: str | None) -> Ways:
        """Return the ways in which an item is done, those without a smartphone first."""
        found = [
            WayOfItem(
                where=_where(offer),
                offline=offer.kind is not None or bool(offer.place),
                note=offer.note,
                source=offer.origin.source(TableKind.MATRIX, offer.item),
                demo=offer.origin.demo,
            )
            for offer in self._offers
            if offer.item == item and offer.origin.region in {region, NATION}
        ]
        service_item = self._catalogue.named(item)
        if service_item is not None:
            source = service_item.source(MATRIX_PART)
            found += [
                WayOfItem(way.where, way.offline, "", source, demo=True)
                for way in service_item.ways
            ]
        return Ways(item, region, tuple(sorted(found, key=lambda way: not way.offline)))

    def places_for(self, item: str, region: str | None) -> tuple[set[PlaceKind], set[str]]:
        """Return at which kinds of place, and at which single places, an item is done."""
        own = [o for o in self._offers if o.item == item and o.origin.region in {region, NATION}]
        kinds = {offer.kind for offer in own if offer.kind is not None and not offer.place}
        service_item = self._catalogue.named(item)
        if service_item is not None:
            kinds |= {_KIND_OF[w.channel] for w in service_item.ways if w.channel in _KIND_OF}
        return kinds, {offer.place for offer in own if offer.place}


def _done(item: ServiceItem, kind: PlaceKind | None, via: Via | None) -> bool:
    """Tell whether the catalogue says that an item is done there, or so."""
    if kind is not None:
        return any(_KIND_OF.get(way.channel) is kind for way in item.ways)
    return any(via in _VIA_OF.get(way.channel, ()) for way in item.ways)


def _among(item: ServiceItem, listed: dict[str, ListedItem]) -> bool:
    return any(name in listed for name in (item.name, *item.aliases))


def _where(offer: Offer) -> str:
    if offer.place:
        return f"{offer.place}（{offer.via.value}）"
    if offer.kind is None:
        return f"{offer.via.value}办"
    return f"{offer.kind.value}（{offer.via.value}）"
