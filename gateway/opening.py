"""Opens the database with the keys of its personal data."""

from __future__ import annotations

from core.store.database import Database
from gateway.key_file import keys_file, read_or_make
from gateway.settings import Settings


def open_database(settings: Settings) -> Database:
    """Return the database of the installation; at the first start its keys are made."""
    keys = read_or_make(keys_file(settings), settings.key_algorithm)
    return Database(settings.database_url, keys.ring())
