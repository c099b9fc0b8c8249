"""Video calls: calls, seats, one-time links"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "video_calls",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column("ticket_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("engine", sa.String(length=16), nullable=False),
        sa.Column("agent", sa.String(length=64)),
        sa.Column("recording", sa.String(length=16), nullable=False),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("recording_since", sa.DateTime(timezone=True)),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("why", sa.String(length=16)),
        sa.Column("wrap_up", sa.String(length=32)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"]),
    )
    op.create_index("ix_video_calls_ticket_id", "video_calls", ["ticket_id"])
    op.create_index("ix_video_calls_conversation_id", "video_calls", ["conversation_id"])
    op.create_index("ix_video_calls_state", "video_calls", ["state", "sealed_at"])
    op.create_index(
        "uq_video_calls_open",
        "video_calls",
        ["ticket_id"],
        unique=True,
        sqlite_where=sa.text("state != 'ended'"),
        postgresql_where=sa.text("state != 'ended'"),
    )
    op.create_table(
        "call_seats",
        sa.Column("call_id", sa.String(length=36), primary_key=True),
        sa.Column("id", sa.String(length=16), primary_key=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("staff", sa.String(length=64)),
        sa.Column("session_hash", sa.String(length=64)),
        sa.Column("stream", sa.String(length=36)),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.Column("medium", sa.String(length=16), nullable=False),
        sa.Column("attention", sa.String(length=16), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["call_id"], ["video_calls.id"]),
    )
    op.create_index("ix_call_seats_session_hash", "call_seats", ["session_hash"])
    op.create_index("ix_call_seats_until", "call_seats", ["until"])
    op.create_table(
        "call_links",
        sa.Column("token_hash", sa.String(length=64), primary_key=True),
        sa.Column("call_id", sa.String(length=36), nullable=False),
        sa.Column("seat", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["call_id"], ["video_calls.id"]),
    )
    op.create_index("ix_call_links_call_id", "call_links", ["call_id"])


def downgrade() -> None:
    for table in ("call_links", "call_seats", "video_calls"):
        op.drop_table(table)
