"""Declares the tables of notices to citizens, and of the recommendations that they agreed to."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text

from core.tables import Moment, metadata

notices = Table(  # the outbox: what a citizen is told once, whatever happens in between
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),  # what it is about: told once only
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),  # result, papers, progress, reminder, late, push
    Column("text", Text, nullable=False),  # masked
    Column("choices", JSON, nullable=False),  # quick replies under it
    Column("number", String(20)),  # receipt number of the application that it is about
    Column("made_at", Moment, nullable=False),
    Column("send_after", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("failures", Integer, nullable=False),
    Index("ix_notices_due", "sent_at", "send_after"),
)

push_choices = Table(  # 智能推荐 is opt-in: no row, or off_at set, means no
    "push_choices",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("chosen_at", Moment, nullable=False),
    Column("kinds", JSON, nullable=False),  # of core.pushes.PushKind
    Column("off_at", Moment),
)
