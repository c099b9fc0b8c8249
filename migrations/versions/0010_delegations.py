"""Authorisations: who may act for whom"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column("principal_name", sa.String(length=64), nullable=False),
        sa.Column("principal_id_number", sa.String(length=18), nullable=False),
        sa.Column("made_in", sa.String(length=36), sa.ForeignKey("conversations.id")),
        sa.Column("evidence", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("agent_name", sa.String(length=64)),
        sa.Column("agent_id_number", sa.String(length=18)),
        sa.Column("code_hash", sa.String(length=64), unique=True),
        sa.Column("code_until", sa.DateTime(timezone=True)),
        sa.Column("stop_hash", sa.String(length=64), unique=True),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by", sa.String(length=80)),
    )
    for column in ("principal_id_number", "agent_id_number", "made_in"):
        op.create_index(f"ix_delegations_{column}", "delegations", [column])
    op.create_table(
        "acting",
        sa.Column(
            "conversation_id",
            sa.String(length=36),
            sa.ForeignKey("conversations.id"),
            primary_key=True,
        ),
        sa.Column(
            "delegation_id", sa.String(length=36), sa.ForeignKey("delegations.id"), nullable=False
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "delegation_slips",
        sa.Column(
            "conversation_id",
            sa.String(length=36),
            sa.ForeignKey("conversations.id"),
            primary_key=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), primary_key=True),
    )


def downgrade() -> None:
    for table in ("delegation_slips", "acting", "delegations"):
        op.drop_table(table)
