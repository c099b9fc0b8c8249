"""Becomes one program of the product, prepared before: what a container runs."""

from __future__ import annotations

import os

from launch.errors import NotReady
from launch.prepare import prepare
from launch.run import product_settings, programs
from launch.work import Work

SERVERS, STEPS = ("rasa", "gateway"), ("migrate", "index")


def only(work: Work, which: str | None) -> int:
    """Replace this process by Rasa, the gateway, or one of the gateway's commands.

    Everything comes from the environment: what the launcher would make up, somebody has to name.
    """
    if which not in (*SERVERS, *STEPS):
        raise NotReady(f"python -m launch only {'|'.join((*SERVERS, *STEPS))}, not {which}.")
    prepared = prepare(work)
    settings = product_settings(os.environ, work.places) | prepared.as_settings(work.places)
    rasa, gateway = programs(work.places, prepared, settings, listening=None)
    chosen = rasa if which == "rasa" else gateway
    command = list(chosen.command)
    if which in STEPS:
        command[-1] = which
    os.chdir(chosen.folder)
    os.execve(command[0], command, os.environ | dict(chosen.settings))  # noqa: S606  no shell
