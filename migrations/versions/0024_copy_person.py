"""Who asked for a copy of their own data: the link opens it for nobody else"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Links lent before name nobody and open nothing: they would be over in a quarter of an hour.
    op.add_column("own_data_requests", sa.Column("copy_person", sa.String(64)))


def downgrade() -> None:
    op.drop_column("own_data_requests", "copy_person")
