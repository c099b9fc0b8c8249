"""Describes the catalogue's files in JSON Schema, for editors' tools."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from gateway.catalogue_files import read_shared
from gateway.catalogue_shape import ItemFile

Schema = dict[str, object]

_objects = TypeAdapter(dict[str, Schema])
_names = TypeAdapter(list[str])
BY_THE_FOLDER = "region"  # the one key of an item that its file does not say


def schema_of(folder: Path) -> str:
    """Return the schema of a national or regional file, as JSON text that ends in a newline.

    Templates and lists of that folder are the ones that a file may name.
    """
    shared = read_shared(folder)
    kinds = _objects.validate_python(ItemFile.model_json_schema()["$defs"])
    written = _entry(kinds["Field"], sorted(shared.templates), sorted(shared.lists))
    # A field is whole, or a template with what differs; in a region's file it is a patch.
    kinds["FieldOfItem"] = {
        **written,
        "anyOf": [{"required": ["use"]}, {"required": _required(kinds["Field"])}],
    }
    kinds["FieldOfRegion"] = {
        **written,
        "properties": {
            **_objects.validate_python(written["properties"]),
            "drop": {"type": "boolean", "description": "leave the national field out"},
            "before": {"type": "string", "description": "key of the field that comes after it"},
        },
        "anyOf": [{"required": ["use"]}, {"required": ["key"]}],
    }
    item = kinds["ServiceItem"]
    kinds["ServiceItem"] = _file(item, "FieldOfItem", "A service item in the national list.")
    kinds["RegionalChange"] = {
        **_file(item, "FieldOfRegion", "What a region does otherwise than the national list."),
        "required": ["code"],
    }
    whole: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "医疗保障服务事项清单",
        "anyOf": [{"$ref": "#/$defs/ServiceItem"}, {"$ref": "#/$defs/RegionalChange"}],
        "$defs": kinds,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _entry(field: Schema, templates: list[str], lists: list[str]) -> Schema:
    """Return a field as a file writes it: templates and lists by name."""
    properties = _objects.validate_python(field["properties"])
    options = {"anyOf": [{"enum": lists}, {**properties["options"], "title": "written out"}]}
    return {
        **{key: value for key, value in field.items() if key != "required"},
        "properties": {
            **properties,
            "options": options,
            "use": {"enum": templates, "description": "a template of lists/fields.yml"},
        },
    }


def _file(item: Schema, field: str, description: str) -> Schema:
    """Return an item as its file says it: no region, fields as entries."""
    properties = _objects.validate_python(item["properties"])
    fields: Schema = {"type": "array", "items": {"$ref": f"#/$defs/{field}"}}
    kept = {key: said for key, said in properties.items() if key != BY_THE_FOLDER}
    return {**item, "description": description, "properties": {**kept, "fields": fields}}


def _required(field: Schema) -> list[str]:
    return _names.validate_python(field["required"])
