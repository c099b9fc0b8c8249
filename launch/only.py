"""Becomes one program of the product, prepared before: what a container runs."""

from __future__ import annotations

import os

from launch.errors import NotReady
from launch.prepare import prepare
from launch.run import product_settings, programs
from launch.training import rasa_settings
from launch.work import Work

STEPS = ("migrate", "index")


def only(work: Work, which: str | None) -> int:
    """Replace this process by Rasa, the gateway, or one of the gateway's commands.

    Everything comes from the environment: what the launcher would make up is told by somebody.
    """
    prepared = prepare(work)
    settings = product_settings(os.environ, work.places) | prepared.as_settings(work.places)
    rasa, gateway = programs(work.places, prepared, settings, listening=None)
    if which == "rasa":
        command, more, folder = rasa.command, rasa_settings(work.places), rasa.folder
    elif which == "gateway":
        command, more, folder = gateway.command, {}, gateway.folder
    elif which in STEPS:
        command, more, folder = (*gateway.command[:-1], which), {}, gateway.folder
    else:
        raise NotReady(f"python -m launch only rasa|gateway|{'|'.join(STEPS)}, not {which!r}.")
    os.chdir(folder)
    os.execve(command[0], list(command), os.environ | settings | more)  # noqa: S606  no shell
