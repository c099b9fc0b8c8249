"""Declares the tables of the phone: call-backs, calls, consents, and what callers prefer."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from core.sealed_columns import Marked, Sealed
from core.tables import Moment, metadata

_OPEN = "standing IN ('booked', 'calling')"

call_backs = Table(
    "call_backs",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("phone", Sealed("call_backs.phone"), nullable=False),  # "" once forgotten
    Column("line", Marked("phone")),  # of the phone number; empty once it is forgotten
    Column("starts", Moment, nullable=False),
    Column("place", Integer),  # 1, 2 ... within the slot; empty once it is over
    Column("topic", Text, nullable=False),  # masked
    Column("booked_at", Moment, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("staff", String(64)),
    Column("taken_at", Moment),
    Column("tried", JSON, nullable=False),  # slots in which nobody answered
    Column("note", Text, nullable=False),  # masked
    Column("ended_at", Moment),
    # However many book at once, a slot never holds more than it has places.
    UniqueConstraint("starts", "place", name="uq_call_backs_place"),
    Index(
        "uq_call_backs_open",  # the same number is promised a slot once
        "line",
        "starts",
        unique=True,
        sqlite_where=text(_OPEN),
        postgresql_where=text(_OPEN),
    ),
    Index("ix_call_backs_due", "standing", "starts"),
)

calls = Table(  # every phone call that was answered
    "calls",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, unique=True),
    Column(
        "caller", Sealed("calls.caller"), nullable=False
    ),  # as the line says; "": withheld or forgotten
    Column("called", String(32), nullable=False),
    Column("started_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
    Column("seconds", Float),
    Column("why", String(32)),  # why it ended
    Column("transferred_to", String(64)),  # member of staff
)

consents = Table(  # who was asked what, in which words, and what they said
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("kind", String(24), nullable=False),  # recording
    Column("given", Boolean, nullable=False),
    Column("text_version", String(16), nullable=False),
    Column("text_hash", String(64), nullable=False),  # SHA-256 of the words, hex
    Column("at", Moment, nullable=False),
)

callers = Table(  # how somebody wants to be spoken to, by a keyed hash of their number
    "callers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("pace", Float),  # characters a second
    Column("region", String(32)),
    Column("seen_at", Moment, nullable=False, index=True),
)

chosen_versions = Table(  # the version and script somebody chose, by a keyed hash of who they are
    "chosen_versions",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("persona", String(16)),  # None: never chosen
    Column("script", String(8)),  # None: never chosen
    Column("seen_at", Moment, nullable=False, index=True),
)

salts = Table(  # made at the first use, one for each purpose
    "salts",
    metadata,
    Column("purpose", String(32), primary_key=True),
    Column("value", String(64), nullable=False),  # hex
)
