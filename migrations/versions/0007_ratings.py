"""Ratings, rectification cases, replies to remarks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("remarks") as table:  # complaints come without a conversation, too
        table.alter_column("conversation_id", existing_type=sa.String(length=36), nullable=True)
    op.create_table(
        "case_counters",
        sa.Column("prefix", sa.String(length=12), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_case_counters")),
    )
    op.create_table(
        "ratings",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("item_code", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("aspects", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("rated_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT),
        _refers("ratings", "application_id", "applications.id"),
        _refers("ratings", "conversation_id", "conversations.id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ratings")),
        sa.UniqueConstraint("application_id", name=op.f("uq_ratings_application_id")),
    )
    op.create_index(op.f("ix_ratings_rated_at"), "ratings", ["rated_at"])
    op.create_table(
        "rating_asks",
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("asks", sa.String(length=16)),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _refers("rating_asks", "conversation_id", "conversations.id"),
        sa.PrimaryKeyConstraint("about", name=op.f("pk_rating_asks")),
    )
    op.create_index(op.f("ix_rating_asks_conversation_id"), "rating_asks", ["conversation_id"])
    op.create_table(
        "rectifications",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("rating_number", sa.String(length=20)),
        sa.Column("remark_number", sa.String(length=20)),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64)),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("fixed_at", MOMENT),
        sa.Column("closed_on", sa.Date()),
        sa.Column("reopened", sa.Integer(), nullable=False),
        _refers("rectifications", "rating_number", "ratings.number"),
        _refers("rectifications", "remark_number", "remarks.number"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_rectifications")),
        sa.UniqueConstraint("rating_number", name=op.f("uq_rectifications_rating_number")),
        sa.UniqueConstraint("remark_number", name=op.f("uq_rectifications_remark_number")),
    )
    op.create_index("ix_rectifications_state", "rectifications", ["state", "due"])
    op.create_table(
        "rectification_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("accepts", sa.Boolean()),
        sa.Column("result", sa.Text(), nullable=False),
        _refers("rectification_calls", "number", "rectifications.number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_calls")),
    )
    op.create_index(op.f("ix_rectification_calls_number"), "rectification_calls", ["number"])
    op.create_table(
        "remark_replies",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=16)),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("reply_by", sa.String(length=8), nullable=False),
        sa.Column("phone", sa.String(length=11)),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by", sa.String(length=64)),
        sa.Column("text", sa.Text(), nullable=False),
        _refers("remark_replies", "number", "remarks.number"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_remark_replies")),
    )
    op.create_index(op.f("ix_remark_replies_due"), "remark_replies", ["due"])


def downgrade() -> None:
    for name in (
        "remark_replies",
        "rectification_calls",
        "rectifications",
        "rating_asks",
        "ratings",
        "case_counters",
    ):
        op.drop_table(name)
    # The older table has no room for complaints that came without a conversation.
    op.execute("DELETE FROM remarks WHERE conversation_id IS NULL")
    with op.batch_alter_table("remarks") as table:
        table.alter_column("conversation_id", existing_type=sa.String(length=36), nullable=False)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
