"""Declares the tables of evidence."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, String, Table

from core.tables import Moment, metadata

manifests = Table(  # rows are only ever added; removing old files leaves them
    "manifests",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # two can't take the same
    Column("call_id", String(36), nullable=False, unique=True),  # a call is sealed once
    Column("receipt", String(14)),
    Column("sealed_at", Moment, nullable=False),
    Column("exhibits", JSON, nullable=False),  # [[kind, name, sha256, bytes], ...]
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("expired_at", Moment),  # when the files were removed at the end of their time
)
