"""Looks after the catalogue: python -m gateway items [check | diff REGION | schema [--write]]."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.errors import InvalidCatalogue
from gateway.catalogue_diff import diff_words
from gateway.catalogue_files import read_catalogue
from gateway.catalogue_schema import schema_of
from gateway.settings import ROOT, Settings

SCHEMA = ROOT / "docs" / "items.schema.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `items`."""
    parser.add_argument("--folder", type=Path, default=None, help="where the catalogue lies")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("check", help="check every file against every rule")
    diff = actions.add_parser("diff", help="print what a region does otherwise")
    diff.add_argument("region", help="such as 烟台市")
    schema = actions.add_parser("schema", help="print the JSON Schema of the files")
    schema.add_argument("--write", action="store_true", help=f"write it to docs/{SCHEMA.name}")


def run(arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    folder: Path = arguments.folder or Settings().items
    try:
        match arguments.action:
            case "check":
                print(check(folder))
            case "diff":
                return _diff(folder, arguments.region)
            case _:
                _schema(folder, write=arguments.write)
    except InvalidCatalogue as error:
        print(f"清单有错：{error}", file=sys.stderr)
        return 1
    return 0


def check(folder: Path) -> str:
    """Return one Chinese line on a catalogue that keeps every rule; raise InvalidCatalogue."""
    catalogue = read_catalogue(folder)
    appliable = sum(bool(item.fields) for item in catalogue.items)
    return (
        f"清单没有问题：{len(catalogue.items)}个事项，{appliable}个能在线申请，"
        f"{len(catalogue.regional)}个地方版本。"
    )


def _diff(folder: Path, region: str) -> int:
    catalogue = read_catalogue(folder)
    regions = dict.fromkeys(item.region for item in catalogue.regional)
    if region not in regions:
        print(f"没有“{region}”的版本。有：{'、'.join(regions) or '无'}。", file=sys.stderr)
        return 1
    print(diff_words(catalogue.items_in(region), catalogue.items))
    return 0


def _schema(folder: Path, *, write: bool) -> None:
    if write:
        SCHEMA.write_text(schema_of(folder), "utf-8")
        print(f"已写入 {SCHEMA}。")
    else:
        print(schema_of(folder), end="")
