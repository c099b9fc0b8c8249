"""The phone: call-backs, calls, consents, what callers prefer"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = sa.text("standing IN ('booked', 'calling')")


def upgrade() -> None:
    op.create_table(
        "call_backs",
        sa.Column("number", sa.String(length=20), primary_key=True),
        _conversation(),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("staff", sa.String(length=64)),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("tried", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("starts", "place", name="uq_call_backs_place"),
    )
    op.create_index("ix_call_backs_conversation_id", "call_backs", ["conversation_id"])
    op.create_index("ix_call_backs_due", "call_backs", ["standing", "starts"])
    op.create_index(
        "uq_call_backs_open",
        "call_backs",
        ["phone", "starts"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.String(length=36), primary_key=True),
        _conversation(unique=True),
        sa.Column("caller", sa.String(length=32), nullable=False),
        sa.Column("called", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("seconds", sa.Float()),
        sa.Column("why", sa.String(length=32)),
        sa.Column("transferred_to", sa.String(length=64)),
    )
    op.create_index("ix_calls_started_at", "calls", ["started_at"])
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), primary_key=True),
        _conversation(),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.String(length=16), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_consents_conversation_id", "consents", ["conversation_id"])
    op.create_table(
        "callers",
        sa.Column("key", sa.String(length=64), primary_key=True),
        sa.Column("pace", sa.Float()),
        sa.Column("region", sa.String(length=32)),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_callers_seen_at", "callers", ["seen_at"])
    op.create_table(
        "salts",
        sa.Column("purpose", sa.String(length=32), primary_key=True),
        sa.Column("value", sa.String(length=64), nullable=False),
    )


def downgrade() -> None:
    for table in ("salts", "callers", "consents", "calls", "call_backs"):
        op.drop_table(table)


def _conversation(*, unique: bool = False) -> sa.Column[str]:
    return sa.Column(
        "conversation_id",
        sa.String(length=36),
        sa.ForeignKey("conversations.id"),
        nullable=False,
        unique=unique or None,
    )
