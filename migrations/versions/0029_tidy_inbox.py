"""Indexes by which the inbox is tidied: it was read whole, every time"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

REPLIED = sa.text("reply IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_wechat_inbox_done_at", "wechat_inbox", ["done_at"])
    op.create_index(
        "ix_wechat_inbox_replied",
        "wechat_inbox",
        ["done_at"],
        postgresql_where=REPLIED,
        sqlite_where=REPLIED,
    )


def downgrade() -> None:
    op.drop_index("ix_wechat_inbox_replied", "wechat_inbox")
    op.drop_index("ix_wechat_inbox_done_at", "wechat_inbox")
