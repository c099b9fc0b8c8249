"""How sure the recogniser was of a turn, and what counts conversations and tickets by day"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("turns", sa.Column("heard", sa.Float))
    op.create_index("ix_conversations_opened_at", "conversations", ["opened_at"])
    op.create_index("ix_tickets_opened_at", "tickets", ["opened_at"])


def downgrade() -> None:
    op.drop_index("ix_tickets_opened_at", "tickets")
    op.drop_index("ix_conversations_opened_at", "conversations")
    op.drop_column("turns", "heard")
