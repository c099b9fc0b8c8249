"""Opens the database with the keys of its personal data."""

from __future__ import annotations

from collections.abc import Callable

from core.store.database import Database
from gateway.key_file import keys_file, read_or_make
from gateway.key_ring import KeyRing
from gateway.settings import Settings


def open_database(settings: Settings, waited: Callable[[float], None] = lambda _: None) -> Database:
    """Return the database of the installation; `waited` as in Database."""
    return Database(settings.database_url, key_ring(settings), waited)


def key_ring(settings: Settings) -> KeyRing:
    """Return the keys of the installation; at the first start they are made."""
    return read_or_make(keys_file(settings), settings.key_algorithm).ring()
