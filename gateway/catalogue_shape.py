"""Turns what a catalogue file says into a whole service item, national or regional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import InvalidCatalogue
from core.knowledge import NATION
from core.service_items import ServiceItem

Yaml = Mapping[str, object]


class ItemFile(BaseModel):
    """Be a service item as its file must be when it is whole: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid")

    item: ServiceItem


@dataclass(frozen=True, slots=True)
class Shared:
    """Hold what files share: lists of options and templates of fields, by name."""

    lists: Mapping[str, object]
    templates: Mapping[str, Yaml]


def national_item(data: Yaml, shared: Shared, where: str) -> Yaml:
    """Return a national item with its fields written out."""
    return {**data, "fields": _written_out(data.get("fields", ()), shared, where)}


def regional_item(change: Yaml, national: Yaml, shared: Shared, where: str) -> Yaml:
    """Return a national item with what a region does otherwise.

    Keys replace the national ones; `fields` patch the field of the same key, add one (`before`
    another) or `drop` one.
    """
    fields = _whole_fields(national)
    for n, entry in enumerate(_entries(change.get("fields", ()), where)):
        _change(fields, entry, shared, f"{where}: fields.{n}")
    return {**national, **change, "fields": fields}


def service_item(data: Yaml, region: str, where: str) -> ServiceItem:
    """Return the service item, or raise InvalidCatalogue naming file, key and reason."""
    if "region" in data:
        raise InvalidCatalogue(f"{where}: region: the folder says it")
    try:
        return ItemFile.model_validate({"item": {**data, "region": region}}).item
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"][1:])
        raise InvalidCatalogue(f"{where}: {place}: {first['msg']}") from error


def code_of(data: Yaml, where: str) -> str:
    """Return the code of an item, or raise InvalidCatalogue."""
    code = data.get("code")
    if not isinstance(code, str):
        raise InvalidCatalogue(f"{where}: code: there is none")
    return code


def mapping(value: object, where: str) -> Yaml:
    """Return a mapping with texts as keys; raise InvalidCatalogue for anything else."""
    if not isinstance(value, Mapping):
        raise InvalidCatalogue(f"{where}: must be a mapping")
    return {str(key): inner for key, inner in value.items()}


def _change(fields: list[Yaml], entry: Yaml, shared: Shared, where: str) -> None:
    """Patch, add or drop the field that the entry speaks of."""
    dropped, before = entry.get("drop", False), entry.get("before")
    said = {key: value for key, value in entry.items() if key not in {"drop", "before"}}
    field = _with_template(said, shared, where)
    keys = [own.get("key") for own in fields]
    known = field.get("key") in keys
    place = keys.index(field.get("key")) if known else len(fields)
    if dropped and not known:
        raise InvalidCatalogue(f"{where}.key: no field {field.get('key')} in the {NATION} item")
    if before is not None and before not in keys:
        raise InvalidCatalogue(f"{where}.before: no field {before}")
    old = fields.pop(place) if known else {}
    if dropped:
        return
    if before is not None:
        place = [own.get("key") for own in fields].index(before)
    fields.insert(place, {**old, **field})


def _whole_fields(national: Yaml) -> list[Yaml]:
    fields = national["fields"]
    assert isinstance(fields, list)  # written out by national_item
    return list(fields)


def _written_out(fields: object, shared: Shared, where: str) -> list[Yaml]:
    return [
        _with_template(entry, shared, f"{where}: fields.{n}")
        for n, entry in enumerate(_entries(fields, where))
    ]


def _with_template(entry: Yaml, shared: Shared, where: str) -> Yaml:
    """Return a field with what its template says, unless the entry says otherwise."""
    name = entry.get("use")
    if name is not None and name not in shared.templates:
        raise InvalidCatalogue(f"{where}.use: no template {name}")
    template = shared.templates[str(name)] if name is not None else {}
    field = {**template, **{key: value for key, value in entry.items() if key != "use"}}
    options = field.get("options")
    if isinstance(options, str):
        if options not in shared.lists:
            raise InvalidCatalogue(f"{where}.options: no list {options}")
        field["options"] = shared.lists[options]
    return field


def _entries(fields: object, where: str) -> list[Yaml]:
    if not isinstance(fields, Sequence) or isinstance(fields, str):
        raise InvalidCatalogue(f"{where}: fields: must be a list")
    return [mapping(field, f"{where}: fields.{n}") for n, field in enumerate(fields)]
