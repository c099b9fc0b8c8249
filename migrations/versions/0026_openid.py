"""Attempts to sign in with staff's OpenID provider, and what each session was opened with"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "openid_attempts",
        sa.Column("browser_hash", sa.String(64), primary_key=True),
        sa.Column("back", sa.String(32), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("staff", sa.String(64), sa.ForeignKey("staff.name")),
    )
    op.create_index("ix_openid_attempts_until", "openid_attempts", ["until"])
    op.add_column(
        "staff_sessions",
        sa.Column("factors", sa.String(32), nullable=False, server_default="password"),
    )


def downgrade() -> None:
    op.drop_column("staff_sessions", "factors")
    op.drop_index("ix_openid_attempts_until", "openid_attempts")
    op.drop_table("openid_attempts")
