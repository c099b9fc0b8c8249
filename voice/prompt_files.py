"""Finds in the catalogue's and the knowledge packs' files what is spoken word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from voice.prompts import HOLE, matters, questions

_SPOKEN = "spoken"  # of a policy entry


def texts_of_items(folder: Path) -> Iterator[str]:
    """Yield what is asked and said about every service item of a catalogue folder (core/items).

    Only the words are taken: the files are checked where the catalogue is read. Raises OSError
    and yaml.YAMLError.
    """
    templates = _mapping(_loaded(folder / "lists" / "fields.yml"))
    for path in sorted(folder.glob("*/*.yml")):
        if path.parent.name == "lists":
            continue
        item = _mapping(_loaded(path))
        yield from matters(str(item.get("name", "")))
        for entry in _list(item.get("fields")):
            field = _mapping(entry)
            template = _mapping(templates.get(str(field.get("use", ""))))
            yield from _field({**template, **field}, folder)


def texts_of_packs(folder: Path) -> Iterator[str]:
    """Yield the spoken form of every policy entry (knowledge_base/packs); raises as above."""
    for path in sorted(folder.glob("*/*.yml")):
        for entry in _list(_mapping(_loaded(path)).get("entries")):
            spoken = _mapping(entry).get(_SPOKEN)
            if isinstance(spoken, str):
                yield spoken


def _field(field: Mapping[str, object], folder: Path) -> Iterator[str]:
    options = field.get("options")
    if isinstance(options, str):
        options = _loaded(folder / "lists" / f"{options}.yml")
    names = [_option(option) for option in _list(options)]
    label, prompt = str(field.get("label", HOLE)), str(field.get("prompt", HOLE))
    yield from questions(label, prompt, names)
    yield str(field.get("why", HOLE))
    for ending in _mapping(field.get("ends")).values():
        yield str(_mapping(ending).get("says", HOLE))


def _option(option: object) -> str:
    return str(_mapping(option).get("value", HOLE)) if isinstance(option, Mapping) else str(option)


def _loaded(path: Path) -> object:
    # The parser in C is ten times as fast; the catalogue has 70 files.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: object = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506  both are safe
    return loaded


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
