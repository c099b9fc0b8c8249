"""How long personal data are kept, changed by two; what ends a session at the OpenID provider"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

CLASSES = ("chats", "drafts", "photos", "recordings")
BETWEEN = " AND ".join(f"{name} BETWEEN 1 AND 3650" for name in CLASSES)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "retention_terms",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in CLASSES),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_retention_terms"),
        sa.CheckConstraint("requested_by <> approved_by", name="ck_retention_terms_two_people"),
        sa.CheckConstraint(BETWEEN, name="ck_retention_terms_days"),
    )
    op.create_table(
        "retention_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in CLASSES),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_requests"),
        sa.CheckConstraint(BETWEEN, name="ck_retention_requests_days"),
    )
    for table in ("staff_sessions", "openid_attempts"):
        op.add_column(table, sa.Column("id_token", sa.Text()))


def downgrade() -> None:
    for table in ("staff_sessions", "openid_attempts"):
        op.drop_column(table, "id_token")
    op.drop_table("retention_requests")
    op.drop_table("retention_terms")
