"""Declares the tables of the desk: teams, presence, offers, wishes of tickets, the notice."""

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
    text,
)

from core.tables import Moment, metadata

_RINGING = "state = 'ringing'"

teams = Table(
    "teams",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("skills", JSON, nullable=False),  # item codes or groups; empty: all
    Column("regions", JSON, nullable=False),  # empty: all
    Column("hours", String(200), nullable=False),  # "": the bureau's
    Column("active", Boolean, nullable=False),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team_id", ForeignKey("teams.id"), primary_key=True),
    Column("staff", String(64), primary_key=True, index=True),
)

presence = Table(  # of everybody who ever opened the desk
    "presence",
    metadata,
    Column("staff", String(64), primary_key=True),
    Column("state", String(16), nullable=False),  # on, busy, away
    Column("since", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("missed", Integer, nullable=False),
)

offers = Table(  # who was asked to serve whom, and what came of it
    "offers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("agent", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # of core.offers.OfferState
    Column("offered_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("ended_at", Moment),
    # However many gateways ring: a ticket rings at one agent, and one ticket rings at an agent.
    Index(
        "uq_offers_ticket",
        "ticket_id",
        unique=True,
        sqlite_where=text(_RINGING),
        postgresql_where=text(_RINGING),
    ),
    Index(
        "uq_offers_agent",
        "agent",
        unique=True,
        sqlite_where=text(_RINGING),
        postgresql_where=text(_RINGING),
    ),
    Index("ix_offers_ended", "agent", "ended_at"),
)

ticket_wishes = Table(  # by whom a ticket is to be served, and since when it waits
    "ticket_wishes",
    metadata,
    Column("ticket_id", ForeignKey("tickets.id"), primary_key=True),
    Column("team", String(32)),
    Column("wants_agent", String(64)),  # staff name
    Column("first_agent", String(64)),  # who served first, before it was handed on
    Column("waiting_since", Moment, nullable=False),  # later than opened_at once it is handed on
    Column("call_back_offered_at", Moment),
    Column("note", Text, nullable=False, server_default=""),
)

hand_ons = Table(  # why a citizen was given to somebody else, and what that one must know
    "hand_ons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket_id", ForeignKey("tickets.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("agent", String(64), nullable=False),  # who handed on
    Column("team", String(32)),
    Column("to_agent", String(64)),
    Column("reason", String(200), nullable=False),  # masked
    Column("summary", Text, nullable=False),  # masked
)

desk_notices = Table(  # emergency notices; the last one without an end is shown
    "desk_notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("staff", String(64), nullable=False),
    Column("since", Moment, nullable=False),
    Column("ended_at", Moment, index=True),
)
