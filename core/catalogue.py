"""Holds the catalogue of service items (事项清单), national and regional, and finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.errors import InvalidCatalogue, NotFound
from core.item_rules import complaints
from core.knowledge import NATION
from core.service_items import ServiceItem


class Catalogue:
    """Hold every service item: the national list, and what regions do otherwise."""

    def __init__(self, items: Iterable[ServiceItem]) -> None:
        """Take the items; raise InvalidCatalogue if one breaks a rule (see item_rules)."""
        self._versions: dict[str, dict[str, ServiceItem]] = {}
        for item in items:
            versions = self._versions.setdefault(item.code, {})
            if item.region in versions:
                raise InvalidCatalogue(f"{item.code}: code used twice in {item.region}")
            versions[item.region] = item
        for item in items_of(self._versions):
            national = self._versions[item.code].get(NATION)
            found = complaints(item, national, self._versions.keys())
            if found:
                raise InvalidCatalogue(f"{item.region} {item.code} {item.name} {found[0]}")

    @property
    def items(self) -> tuple[ServiceItem, ...]:
        """Return one version of every item, the national one if there is one."""
        return tuple(v.get(NATION) or next(iter(v.values())) for v in self._versions.values())

    @property
    def regional(self) -> tuple[ServiceItem, ...]:
        """Return all versions that are not national."""
        return tuple(item for item in items_of(self._versions) if item.region != NATION)

    def items_in(self, region: str | None) -> tuple[ServiceItem, ...]:
        """Return every item as it is done in that region; None: the national list."""
        here = (
            versions.get(region or NATION) or versions.get(NATION)
            for versions in self._versions.values()
        )
        return tuple(item for item in here if item is not None)

    def item(self, code: str, region: str | None = None) -> ServiceItem:
        """Return the item with that code as it is done in that region, or raise NotFound."""
        versions = self._versions.get(code)
        if versions is None:
            raise NotFound(f"no service item {code}")
        return (
            versions.get(region or NATION) or versions.get(NATION) or next(iter(versions.values()))
        )

    def named(self, name: str) -> ServiceItem | None:
        """Return the item whose name or alias is exactly `name`."""
        return next((i for i in self.items if name == i.name or name in i.aliases), None)


def items_of(versions: Mapping[str, Mapping[str, ServiceItem]]) -> Iterable[ServiceItem]:
    """Return every version of every item."""
    return [item for own in versions.values() for item in own.values()]
