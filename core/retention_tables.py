"""Declares the tables of how long personal data are kept, and of who asked and who approved."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, String, Table

from core.retention_terms import LEAST, MOST
from core.tables import Moment, metadata

CLASSES = ("chats", "drafts", "photos", "recordings")  # fields of Kept
BETWEEN = " AND ".join(f"{name} BETWEEN {LEAST} AND {MOST}" for name in CLASSES)

retention_terms = Table(  # rows are only ever added; the newest is in force
    "retention_terms",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Integer, nullable=False) for name in CLASSES),  # days
    Column("requested_by", String(64), nullable=False),
    Column("approved_by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("requested_by <> approved_by", name="ck_retention_terms_two_people"),
    CheckConstraint(BETWEEN, name="ck_retention_terms_days"),
)

retention_requests = Table(  # at most one waits
    "retention_requests",
    metadata,
    Column("id", String(36), primary_key=True),
    *(Column(name, Integer, nullable=False) for name in CLASSES),  # days
    Column("requested_by", String(64), nullable=False),
    Column("requested_at", Moment, nullable=False),
    CheckConstraint(BETWEEN, name="ck_retention_requests_days"),
)
