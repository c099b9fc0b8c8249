"""Backs up and restores what `make run` serves, with the same settings."""

from __future__ import annotations

import os
from pathlib import Path

from launch.errors import NotReady
from launch.prepare import prepare_main
from launch.run import product_settings
from launch.work import Work


def back_up(work: Work, folder: str | None) -> int:
    """Run `python -m gateway backup`; return its exit status."""
    return _gateway(work, "backup", folder, "make backup TO=/mnt/backup/2026-12-21")


def restore(work: Work, folder: str | None) -> int:
    """Run `python -m gateway restore`; return its exit status."""
    return _gateway(work, "restore", folder, "make restore FROM=/mnt/backup/2026-12-21")


def _gateway(work: Work, step: str, folder: str | None, example: str) -> int:
    if not folder:
        raise NotReady(f"Which folder? {example}")
    command = [str(prepare_main(work)), "-m", "gateway", step, str(Path(folder).absolute())]
    status, _ = work.show(command, os.environ | product_settings(os.environ, work.places))
    return status
