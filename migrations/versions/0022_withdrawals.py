"""When the insurance core was told that an application was taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for what was taken back before: the core is told of it now.
    op.add_column("applications", sa.Column("withdrawal_told", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("applications", "withdrawal_told")
