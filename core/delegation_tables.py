"""Declares the tables of authorisations."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, String, Table

from core.sealed_columns import Marked, Sealed
from core.tables import Moment, metadata

delegations = Table(
    "delegations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("principal_name", Sealed("delegations.principal_name"), nullable=False),
    Column("principal_id_number", Sealed("delegations.principal_id_number"), nullable=False),
    Column("principal", Marked("person"), index=True),
    Column("made_in", ForeignKey("conversations.id"), index=True),
    Column("evidence", String(16), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("relation", String(16), nullable=False),
    Column("scope", JSON, nullable=False),
    Column("until", Moment),
    Column("agent_name", Sealed("delegations.agent_name")),
    Column("agent_id_number", Sealed("delegations.agent_id_number")),
    Column("agent", Marked("person"), index=True),
    Column("code_hash", String(64), unique=True),  # SHA-256 of the agent's code, hex
    Column("code_until", Moment),
    Column("stop_hash", String(64), unique=True),  # of the code with which anybody may end it
    Column("ended_at", Moment),
    Column("ended_by", String(80)),
)

acting = Table(  # for whom the citizen of a conversation acts at the moment
    "acting",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("delegation_id", ForeignKey("delegations.id"), nullable=False),
    Column("since", Moment, nullable=False),
)

delegation_slips = Table(  # wrong codes, so that nobody tries many
    "delegation_slips",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("at", Moment, primary_key=True),
)
