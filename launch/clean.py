"""Removes what the tools made and what no longer belongs to this checkout."""

from __future__ import annotations

import shutil
from pathlib import Path

from launch.completion import alone
from launch.environments import MAIN, RASA, TOOLS, environment_folders, python_of
from launch.work import Work

TOOL_CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")


def clean(work: Work) -> int:
    """Remove tool caches, bytecode and old environments; never var/, the citizens' data."""
    checkout = work.places.checkout
    for name in TOOL_CACHES:
        _remove(work, checkout / name)
    for folder in checkout.rglob("__pycache__"):
        _remove(work, folder, quietly=True)
    _remove(work, work.places.bytecode)
    in_use = {python_of(work.places, one).parent.parent for one in (MAIN, RASA, TOOLS)}
    for folder in environment_folders(work.places):
        if folder not in in_use:
            with alone(work, folder, folder.name):
                _remove(work, folder)
    work.tell("clean", f"kept: {work.places.var} (your data) and {work.places.cache}")
    return 0


def _remove(work: Work, folder: Path, *, quietly: bool = False) -> None:
    if folder.is_dir():
        shutil.rmtree(folder)
        if not quietly:
            work.tell("clean", f"removed {folder}")
