"""Keeps what Python compiles, outside the checkout, so that programs start in half the time."""

from __future__ import annotations

from collections.abc import MutableMapping

from launch.places import Places

FOLDER, REFUSED = "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE"


def keep_bytecode(places: Places, settings: MutableMapping[str, str]) -> None:
    """Let every program that is started with these settings keep its bytecode in the cache.

    A machine may refuse it so that checkouts stay clean, which this does not touch; a gateway that
    was killed would then compile a thousand files again before it answers anybody.
    """
    settings.pop(REFUSED, None)
    settings.setdefault(FOLDER, str(places.bytecode))
