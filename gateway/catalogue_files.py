"""Reads the service items from their YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from core.catalogue import Catalogue
from core.errors import InvalidCatalogue
from core.service_items import ServiceItem

_items = TypeAdapter(ServiceItem)


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of all items in a folder; raise InvalidCatalogue naming the file."""
    lists = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in (folder / "lists").glob("*.yml")
    }
    return Catalogue(_read(path, lists) for path in sorted(folder.glob("*.yml")))


def _read(path: Path, lists: Mapping[str, object]) -> ServiceItem:
    """Read one item; a field's `options` may name a list in lists/."""
    data = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(data, Mapping):
        raise InvalidCatalogue(f"{path.name}: not a service item")
    unknown = set(data) - set(ServiceItem.__dataclass_fields__)
    if unknown:
        raise InvalidCatalogue(f"{path.name}: unknown keys {sorted(unknown)}")
    for field in data["fields"]:
        name = field.get("options")
        if isinstance(name, str):
            if name not in lists:
                raise InvalidCatalogue(f"{path.name}: no list {name}")
            field["options"] = lists[name]
    try:
        return _items.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise InvalidCatalogue(f"{path.name}: {place}: {first['msg']}") from error
