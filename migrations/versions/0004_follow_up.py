"""Applications: region, parts, papers, owner, notices, and codes to go on elsewhere"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("applications") as table:
        table.add_column(sa.Column("region", sa.String(length=32)))
        table.add_column(sa.Column("parent_id", sa.String(length=36)))
        table.add_column(sa.Column("papers", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("owner", sa.String(length=64)))
        table.add_column(sa.Column("offered", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("missing", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("answer_by", sa.Date()))
        table.add_column(sa.Column("core_reference", sa.String(length=64)))
        table.add_column(
            sa.Column("identity", sa.String(length=16), nullable=False, server_default="claimed")
        )
        table.add_column(sa.Column("delegation_id", sa.String(length=36)))
        table.add_column(sa.Column("contact", sa.String(length=64)))
        table.create_foreign_key("fk_applications_parent", "applications", ["parent_id"], ["id"])
        table.create_index("ix_applications_parent_id", ["parent_id"])
        table.create_index("ix_applications_contact", ["contact"])
        table.create_index("ix_applications_phase", ["phase"])
    op.create_table(
        "resume_codes",
        sa.Column("code_hash", sa.String(length=64), primary_key=True),
        sa.Column(
            "application_id", sa.String(length=36), sa.ForeignKey("applications.id"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_resume_codes_application_id", "resume_codes", ["application_id"])


def downgrade() -> None:
    op.drop_table("resume_codes")
    with op.batch_alter_table("applications") as table:
        for index in ("phase", "contact", "parent_id"):
            table.drop_index(f"ix_applications_{index}")
        table.drop_constraint("fk_applications_parent", type_="foreignkey")
        for column in (
            *("region", "parent_id", "papers", "owner", "offered", "note", "missing", "answer_by"),
            *("core_reference", "identity", "delegation_id", "contact"),
        ):
            table.drop_column(column)
