"""Reads the service items from their YAML files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from core.catalogue import Catalogue
from core.errors import InvalidCatalogue
from core.item_rules import complaints_between
from core.knowledge import NATION
from core.service_items import ServiceItem
from gateway.catalogue_shape import (
    Shared,
    Yaml,
    code_of,
    mapping,
    national_item,
    regional_item,
    service_item,
)

NATIONAL, LISTS, TEMPLATES, REGIONS = "national", "lists", "fields", "regions.yml"


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of all items in a folder; raise InvalidCatalogue naming the file."""
    catalogue = Catalogue(sorted(_items(folder), key=lambda item: item.code))
    regions = dict.fromkeys((NATION, *(item.region for item in catalogue.regional)))
    for region in regions:
        for complaint in complaints_between(catalogue.items_in(region)):
            raise InvalidCatalogue(f"{region} {complaint}")
    return catalogue


def read_shared(folder: Path) -> Shared:
    """Return the lists of options and the templates of fields."""
    held = {path.stem: _read(path, path.name) for path in (folder / LISTS).glob("*.yml")}
    templates = mapping(held.pop(TEMPLATES, {}), f"{TEMPLATES}.yml")
    return Shared(
        lists=held,
        templates={
            name: {"key": name, **mapping(template, f"{TEMPLATES}.yml: {name}")}
            for name, template in templates.items()
        },
    )


def _items(folder: Path) -> Iterator[ServiceItem]:
    """Yield every version of every item: all national ones first."""
    shared, national = read_shared(folder), dict[str, Yaml]()
    for path in sorted((folder / NATIONAL).glob("*.yml")):
        where = f"{NATIONAL}/{path.name}"
        whole = national_item(mapping(_read(path, where), where), shared, where)
        code = code_of(whole, where)
        if code in national:
            raise InvalidCatalogue(f"{where}: code: {code} is another file's")
        national[code] = whole
        yield service_item(whole, NATION, where)
    for own, region in _regions(folder).items():
        for path in sorted((folder / own).glob("*.yml")):
            where = f"{own}/{path.name}"
            change = mapping(_read(path, where), where)
            code = code_of(change, where)
            if code not in national:
                raise InvalidCatalogue(f"{where}: code: no {NATION} item {code}")
            yield service_item(regional_item(change, national[code], shared, where), region, where)


def _regions(folder: Path) -> dict[str, str]:
    """Return the folders of regions with the names of the regions."""
    path = folder / REGIONS
    known = mapping(_read(path, REGIONS), REGIONS) if path.exists() else {}
    for own in folder.iterdir():
        if own.is_dir() and own.name not in {NATIONAL, LISTS, *known}:
            raise InvalidCatalogue(f"{own.name}: {REGIONS} does not name it")
    return {own: str(region) for own, region in known.items()}


def _read(path: Path, where: str) -> object:
    try:
        held: object = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InvalidCatalogue(f"{where}: not YAML: {error}") from error
    return held
