"""Opens the database with the keys of its personal data."""

from __future__ import annotations

from collections.abc import Callable

from core.store.database import Database
from gateway.key_file import keys_file, read_or_make
from gateway.settings import Settings


def open_database(settings: Settings, waited: Callable[[float], None] = lambda _: None) -> Database:
    """Return the database of the installation; at the first start its keys are made.

    `waited` as in Database.
    """
    keys = read_or_make(keys_file(settings), settings.key_algorithm)
    return Database(settings.database_url, keys.ring(), waited)
