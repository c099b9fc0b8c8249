"""Declares the table of citizens' requests about their own data."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, String, Table, Text

from core.sealed_columns import Marked, Sealed
from core.tables import Moment, metadata

own_data_requests = Table(  # 撤回同意, 复制, 更正, 删除: asked for, promised, answered
    "own_data_requests",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("wants", String(16), nullable=False),  # of core.own_data.Right
    Column("words", Sealed("own_data_requests.words"), nullable=False),  # not masked
    Column("asked_at", Moment, nullable=False),
    Column("due", Date, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("outcome", JSON, nullable=False),  # counts, nothing personal
    Column("answer", Text, nullable=False),  # masked
    Column("answered_by", String(64)),
    Column("answered_at", Moment),
    Column("copy_hash", String(64), unique=True),  # SHA-256 of what opens the copy, hex
    Column("copy_until", Moment),
    Column("copy_person", Marked("person")),  # of the ID number of who asked for the copy
    Index("ix_own_data_requests_standing", "standing", "due"),
)
