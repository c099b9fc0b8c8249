"""Evidence of video calls: a chain of manifests"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "manifests",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("call_id", sa.String(length=36), nullable=False, unique=True),
        sa.Column("receipt", sa.String(length=14)),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exhibits", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("expired_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("manifests")
