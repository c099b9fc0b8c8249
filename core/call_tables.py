"""Declares the tables of video calls: calls, seats, links."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, text

from core.tables import Moment, metadata

_OPEN = "state != 'ended'"

video_calls = Table(
    "video_calls",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("engine", String(16), nullable=False),
    Column("agent", String(64)),  # staff name
    Column("recording", String(16), nullable=False),
    Column("agreed", Boolean),
    Column("recording_since", Moment),
    Column("opened_at", Moment, nullable=False),
    Column("live_at", Moment),
    Column("ended_at", Moment),
    Column("why", String(16)),
    Column("wrap_up", String(32)),
    Column("note", Text, nullable=False),  # masked
    Column("sealed_at", Moment),
    Index(
        "uq_video_calls_open",  # one open call for each ticket, whoever opens it and how often
        "ticket_id",
        unique=True,
        sqlite_where=text(_OPEN),
        postgresql_where=text(_OPEN),
    ),
    Index("ix_video_calls_state", "state", "sealed_at"),
)

call_seats = Table(
    "call_seats",
    metadata,
    Column("call_id", ForeignKey("video_calls.id"), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("staff", String(64)),
    Column("session_hash", String(64), index=True),  # SHA-256, hex; empty: staff, who have a cookie
    Column("stream", String(36)),
    Column("linked", Boolean, nullable=False),
    Column("medium", String(16), nullable=False),
    Column("attention", String(16), nullable=False),
    Column("until", Moment, nullable=False, index=True),
    Column("left_at", Moment),
)

call_links = Table(  # each leads into one seat, once
    "call_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),  # SHA-256, hex
    Column("call_id", ForeignKey("video_calls.id"), nullable=False, index=True),
    Column("seat", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
)
