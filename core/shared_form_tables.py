"""Declares the table of forms that are filled in video calls."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from core import call_tables  # noqa: F401  (declares the calls that the rows belong to)
from core.tables import Moment, metadata

shared_forms = Table(  # one row for each application that is filled in a call
    "shared_forms",
    metadata,
    Column("call_id", ForeignKey("video_calls.id"), primary_key=True),
    Column("application_id", ForeignKey("applications.id"), primary_key=True, index=True),
    Column("place", Integer, nullable=False),  # 1: the first form of the call
    Column("opened_at", Moment, nullable=False),
    Column("base", Integer, nullable=False),  # version in which somebody else wrote it last
    Column("known", Integer, nullable=False),  # version of the application that we wrote last
    Column("entries", JSON, nullable=False),  # field key -> who wrote it, when; never the value
    Column("locks", JSON, nullable=False),  # field key -> {seat, name, until}
    Column("confirmed_by", String(16)),  # seat
    Column("confirmed_name", String(64)),
    Column("confirmed_way", String(8)),  # button, key, voice
    Column("confirmed_at", Moment),
    Column("confirmed_version", Integer),
    Column("signed_by", String(16)),  # seat
    Column("signed_at", Moment),
    Column("signed_version", Integer),
    Column("signature_sha256", String(64)),  # hex
    Column("signature_file", String(64)),  # among the exhibits of the call
    Column("handed_in_at", Moment),
)
