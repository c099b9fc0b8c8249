"""Forms that are filled together in video calls"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "shared_forms",
        sa.Column("call_id", sa.String(length=36), nullable=False),
        sa.Column("application_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("opened_at", moment, nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("locks", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=16)),
        sa.Column("confirmed_name", sa.String(length=64)),
        sa.Column("confirmed_way", sa.String(length=8)),
        sa.Column("confirmed_at", moment),
        sa.Column("confirmed_version", sa.Integer()),
        sa.Column("signed_by", sa.String(length=16)),
        sa.Column("signed_at", moment),
        sa.Column("signed_version", sa.Integer()),
        sa.Column("signature_sha256", sa.String(length=64)),
        sa.Column("signature_file", sa.String(length=64)),
        sa.Column("handed_in_at", moment),
        sa.ForeignKeyConstraint(["call_id"], ["video_calls.id"], name="fk_shared_forms_call_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_shared_forms_application_id"
        ),
        sa.PrimaryKeyConstraint("call_id", "application_id", name="pk_shared_forms"),
    )
    op.create_index("ix_shared_forms_application_id", "shared_forms", ["application_id"])


def downgrade() -> None:
    op.drop_table("shared_forms")
