"""Columns that the database cannot read, and marks to find them by

What they hold is sealed by `python -m gateway migrate` afterwards, which has the keys.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SEALED = {  # table -> columns that become text of any length
    "lines": ("answer",),
    "applications": ("fields", "suggestion", "partial", "offered"),
    "identities": ("name", "id_number"),
    "delegations": ("principal_name", "principal_id_number", "agent_name", "agent_id_number"),
    "call_backs": ("phone",),
    "calls": ("caller",),
    "remark_replies": ("phone",),
    "enterprise_rows": ("change",),
    "photos": ("read",),
}
OPEN = sa.text("standing IN ('booked', 'calling')")


def upgrade() -> None:
    mark = sa.String(length=64)
    op.drop_index("uq_call_backs_open", "call_backs")
    op.drop_index("ix_delegations_principal_id_number", "delegations")
    op.drop_index("ix_delegations_agent_id_number", "delegations")
    op.drop_index("ix_enterprise_rows_id_number", "enterprise_rows")
    for table, columns in SEALED.items():
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.alter_column(
                    column,
                    type_=sa.Text(),
                    server_default=None,
                    postgresql_using=f'"{column}"::text',
                )
            if table == "enterprise_rows":
                batch.drop_column("id_number")  # `change` has it
    op.add_column("applications", sa.Column("twin", mark))
    op.add_column("applications", sa.Column("ends", sa.String(length=10)))
    op.add_column("delegations", sa.Column("principal", mark))
    op.add_column("delegations", sa.Column("agent", mark))
    op.add_column("call_backs", sa.Column("line", mark))
    op.create_index("ix_applications_twin", "applications", ["twin"])
    op.create_index("ix_delegations_principal", "delegations", ["principal"])
    op.create_index("ix_delegations_agent", "delegations", ["agent"])
    op.create_index(
        "uq_call_backs_open",
        "call_backs",
        ["line", "starts"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    raise NotImplementedError("sealed values cannot be read by an older version")
