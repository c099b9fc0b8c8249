"""Secrets of telephones and of employers' systems, sealed; whence a conversation comes

What is there is sealed by `python -m gateway migrate` afterwards, which has the keys.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = (
    ("staff", "totp_secret"),
    ("staff", "totp_offered"),
    ("enterprise_clients", "webhook_secret"),
)


def upgrade() -> None:
    op.add_column("conversations", sa.Column("source", sa.String(64)))
    for table, column in COLUMNS:
        if op.get_context().dialect.name == "postgresql":
            op.alter_column(table, column, type_=sa.Text())
            continue
        # Not in a batch, which would make the table anew, without its checks and its trigger.
        op.add_column(table, sa.Column("wider", sa.Text()))
        op.execute(f"UPDATE {table} SET wider = {column}")  # noqa: S608  (names of ours)
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        op.execute(f"ALTER TABLE {table} RENAME COLUMN wider TO {column}")


def downgrade() -> None:
    raise NotImplementedError("sealed values cannot be read by an older version")
