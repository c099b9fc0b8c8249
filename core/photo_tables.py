"""Declares the table of photographs."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from core.sealed_columns import Sealed
from core.tables import Moment, metadata

photos = Table(  # what was read from photographs; the pictures are files
    "photos",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("material", String(128)),
    Column("kind", String(24), nullable=False),
    Column("read", Sealed("photos.read"), nullable=False),  # JSON: values by key, not confirmed
    Column("problems", JSON, nullable=False),
    Column("sha256", String(64), nullable=False),  # of the picture as kept, hex
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("turn", Integer, nullable=False),  # turns of the conversation when it was handed in
    Column("at", Moment, nullable=False),
    UniqueConstraint("conversation_id", "sha256", name="uq_photos_picture"),
)
