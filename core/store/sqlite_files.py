"""Prepares each connection to a SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry


def prepare_sqlite(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    """Set how it writes and what it checks."""
    del entry
    connection.isolation_level = None  # we send BEGIN ourselves
    cursor = connection.cursor()
    # FULL: what we called accepted must survive a power cut (wechat-and-reliability.md, R1).
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",  # what is deleted or sealed leaves nothing behind
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
