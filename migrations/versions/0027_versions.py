"""Which version and which characters somebody chose, remembered without saying who they are"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "conversations", sa.Column("script", sa.String(8), nullable=False, server_default="hans")
    )
    op.create_table(
        "chosen_versions",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("persona", sa.String(16)),
        sa.Column("script", sa.String(8)),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_chosen_versions_seen_at", "chosen_versions", ["seen_at"])


def downgrade() -> None:
    op.drop_table("chosen_versions")
    op.drop_column("conversations", "script")
