"""Which turn a message in WeChat's outbox answers: its delivery is measured with it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("wechat_outbox", sa.Column("turn", sa.String(64)))


def downgrade() -> None:
    op.drop_column("wechat_outbox", "turn")
