"""Declares the tables of attempts to prove an identity, and of the identities proven."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from core.sealed_columns import Sealed
from core.tables import Moment, metadata

identity_challenges = Table(  # an attempt belongs to one conversation and is good for one proof
    "identity_challenges",
    metadata,
    Column("id", String(64), primary_key=True),  # the provider's
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
)

identities = Table(  # who speaks in a conversation; the row goes when the time is over
    "identities",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("name", Sealed("identities.name"), nullable=False),
    Column("id_number", Sealed("identities.id_number"), nullable=False),
    Column("provider", String(64), nullable=False),
    Column("verified_at", Moment, nullable=False),
    Column("until", Moment, nullable=False, index=True),
)
