"""Reads the YAML files of the packs, or says what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from core.errors import InvalidPack

Yaml = Mapping[str, object]


def read_yaml(file: Path) -> object:
    """Return what a file holds; raise InvalidPack if it is not YAML."""
    try:
        held: object = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise InvalidPack(f"{file.name}: not YAML: {error}") from error
    return held


def mapping(value: object, where: str) -> Yaml:
    """Return a mapping with texts as keys; raise InvalidPack for anything else."""
    if not isinstance(value, dict):
        raise InvalidPack(f"{where}: must be a mapping")
    return {str(key): inner for key, inner in value.items()}
