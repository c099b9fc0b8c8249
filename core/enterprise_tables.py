"""Declares the tables of the enterprise door."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from core.sealed_columns import Sealed
from core.tables import Moment, metadata

enterprise_clients = Table(
    "enterprise_clients",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("credit_code", String(18), nullable=False),  # 统一社会信用代码
    Column("secret_hash", Text, nullable=False),  # Argon2id
    Column("sandbox", Boolean, nullable=False),
    Column("webhook_url", Text),
    # whsec_..., shared with the employer's system.
    Column("webhook_secret", Sealed("enterprise_clients.webhook_secret")),
    Column("made_at", Moment, nullable=False),
)

enterprise_tokens = Table(
    "enterprise_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),  # SHA-256, hex
    Column("client_id", ForeignKey("enterprise_clients.id"), nullable=False),
    Column("until", Moment, nullable=False),
)

enterprise_batches = Table(
    "enterprise_batches",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("client_id", ForeignKey("enterprise_clients.id"), nullable=False),
    Column("key", String(64), nullable=False),  # Idempotency-Key
    Column("body_hash", String(64), nullable=False),  # SHA-256, hex
    Column("kind", String(8), nullable=False),
    Column("received_at", Moment, nullable=False),
    UniqueConstraint("client_id", "key", name="uq_enterprise_batches_key"),
)

enterprise_rows = Table(
    "enterprise_rows",
    metadata,
    Column("batch_id", ForeignKey("enterprise_batches.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("change", Sealed("enterprise_rows.change"), nullable=False),  # JSON
    Column("state", String(16), nullable=False),
    Column("problems", JSON, nullable=False),
    Column("number", String(20), unique=True),
    Column("note", Text, nullable=False),
    Column("reference", String(64)),
    Column("decided_at", Moment),
    Index("ix_enterprise_rows_state", "state"),
)

webhook_events = Table(  # what employers' systems are told, until they say that they have it
    "webhook_events",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("client_id", ForeignKey("enterprise_clients.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment),  # None: delivered or given up
    Column("delivered_at", Moment),
    Column("last_status", Integer),  # HTTP; None: no answer at all
    Index("ix_webhook_events_next_at", "next_at"),
)
