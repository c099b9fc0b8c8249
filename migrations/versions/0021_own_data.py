"""Requests of citizens about their own data, and what erasing leaves behind"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "own_data_requests",
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column(
            "conversation_id", sa.String(36), sa.ForeignKey("conversations.id"), nullable=False
        ),
        sa.Column("wants", sa.String(16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.String(64)),
        sa.Column("answered_at", MOMENT),
        sa.Column("copy_hash", sa.String(64)),
        sa.Column("copy_until", MOMENT),
        sa.UniqueConstraint("copy_hash", name="uq_own_data_requests_copy_hash"),
    )
    op.create_index(
        "ix_own_data_requests_conversation_id", "own_data_requests", ["conversation_id"]
    )
    op.create_index("ix_own_data_requests_standing", "own_data_requests", ["standing", "due"])
    op.add_column(
        "conversations", sa.Column("erased_to", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("applications", sa.Column("erased_at", MOMENT))
    op.create_index("ix_lines_at", "lines", ["at"])


def downgrade() -> None:
    op.drop_index("ix_lines_at", "lines")
    op.drop_column("applications", "erased_at")
    op.drop_column("conversations", "erased_to")
    op.drop_table("own_data_requests")
