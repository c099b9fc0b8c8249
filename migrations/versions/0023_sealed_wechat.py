"""What citizens wrote and are sent in WeChat, sealed

What is there is sealed by `python -m gateway migrate` afterwards, which has the keys.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

COLUMNS = {"wechat_inbox": "content", "wechat_outbox": "body"}  # reply is text already


def upgrade() -> None:
    for table, column in COLUMNS.items():
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, type_=sa.Text(), postgresql_using=f'"{column}"::text')


def downgrade() -> None:
    raise NotImplementedError("sealed values cannot be read by an older version")
