"""Declares the tables of ratings, rectification cases and answers to remarks."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from core.sealed_columns import Sealed
from core.tables import Moment, metadata

ratings = Table(  # one per application
    "ratings",
    metadata,
    Column("number", String(20), primary_key=True),  # receipt number
    Column("application_id", ForeignKey("applications.id"), nullable=False, unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("item_code", String(32), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("level", Integer, nullable=False),  # 5 best, 1 worst
    Column("aspects", JSON, nullable=False),  # sub-indicator -> level
    Column("comment", Text, nullable=False),  # masked
    Column("rated_at", Moment, nullable=False, index=True),
    Column("changed_at", Moment),
)

rating_asks = Table(  # what we asked about an application or a remark; each is asked for once
    "rating_asks",
    metadata,
    Column("about", String(20), primary_key=True),  # receipt number, or number of a remark
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("asks", String(16)),  # empty: nothing any more
    Column("asked_at", Moment, nullable=False),
    Column("note", Text, nullable=False),  # masked
)

rectifications = Table(
    "rectifications",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("rating_number", ForeignKey("ratings.number"), unique=True),
    Column("remark_number", ForeignKey("remarks.number"), unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("due", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", String(64)),
    Column("outcome", Text, nullable=False),  # masked
    Column("fixed_at", Moment),
    Column("closed_on", Date),
    Column("reopened", Integer, nullable=False),
    Index("ix_rectifications_state", "state", "due"),
)

rectification_calls = Table(  # attempts to call back
    "rectification_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", ForeignKey("rectifications.number"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("staff", String(64), nullable=False),
    Column("reached", Boolean, nullable=False),
    Column("accepts", Boolean),
    Column("result", Text, nullable=False),  # masked
)

remark_replies = Table(  # by when and how a remark is answered, and the answer
    "remark_replies",
    metadata,
    Column("number", ForeignKey("remarks.number"), primary_key=True),
    Column("subject", String(16)),
    Column("due", Date, nullable=False, index=True),
    Column("reply_by", String(8), nullable=False),  # here, phone
    Column("phone", Sealed("remark_replies.phone")),  # given for this answer only
    Column("answered_at", Moment),
    Column("answered_by", String(64)),
    Column("text", Text, nullable=False),  # masked
)

case_counters = Table(  # the last number given out for a letter and a day
    "case_counters",
    metadata,
    Column("prefix", String(12), primary_key=True),  # e.g. Z20261221
    Column("last", Integer, nullable=False),
)
