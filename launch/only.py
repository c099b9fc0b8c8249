"""Becomes one program of the product, prepared before: what a container runs."""

from __future__ import annotations

import os
from collections.abc import Mapping

from launch.errors import NotReady
from launch.places import Places
from launch.prepare import prepare
from launch.run import product_settings, programs
from launch.work import Work

SERVERS, STEPS = ("rasa", "gateway"), ("migrate", "index")
SECRETS = ("YIBAO_RASA_TOKEN", "YIBAO_ACTION_SECRET")  # the same on both sides
# What `make run` starts beside the gateway, and a container does not.
BESIDE = ("YIBAO_INSURANCE_", "YIBAO_IDENTITY_", "YIBAO_WECHAT_", "YIBAO_MEDIA_SOCKETS")


def only(work: Work, which: str | None) -> int:
    """Replace this process by Rasa, the gateway, or one of the gateway's commands."""
    if which not in (*SERVERS, *STEPS):
        raise NotReady(f"python -m launch only {'|'.join((*SERVERS, *STEPS))}, not {which}.")
    prepared = prepare(work)
    settings = container_settings(os.environ, work.places) | prepared.as_settings(work.places)
    rasa, gateway = programs(work.places, prepared, settings, listening=None)
    chosen = rasa if which == "rasa" else gateway
    command = list(chosen.command)
    if which in STEPS:
        command[-1] = which
    os.chdir(chosen.folder)
    os.execve(command[0], command, os.environ | dict(chosen.settings))  # noqa: S606  no shell


def container_settings(given: Mapping[str, str], places: Places) -> dict[str, str]:
    """Return the environment variables of one program that runs by itself.

    Nothing is made up that others would have to know: raise NotReady if a secret is missing, and
    name no neighbour that nobody named.
    """
    missing = [name for name in SECRETS if not given.get(name)]
    if missing:
        raise NotReady(f"Set {' and '.join(missing)}, the same for every gateway and Rasa server.")
    usual = product_settings(given, places)
    return {n: value for n, value in usual.items() if given.get(n) or not n.startswith(BESIDE)}
