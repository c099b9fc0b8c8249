"""Entries, releases, imports and gaps of the knowledge base"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PUBLISHED = "state = 'published'"
OPEN = "state in ('draft', 'in_review', 'approved')"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("last_entry", sa.String(length=176), nullable=True))
    op.add_column("turns", sa.Column("entry", sa.String(length=176), nullable=True))
    op.add_column(
        "staff",
        sa.Column("duties", sa.String(length=64), nullable=False, server_default="desk,knowledge"),
    )
    with op.batch_alter_table("staff") as batch_op:
        batch_op.alter_column("duties", server_default="desk")
    with op.batch_alter_table("audit") as batch_op:  # entries have long names
        batch_op.alter_column("actor", type_=sa.String(length=80))
        batch_op.alter_column("subject", type_=sa.String(length=200))

    op.create_table(
        "entry_versions",
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("reviewer", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name=op.f("pk_entry_versions")),
    )
    with op.batch_alter_table("entry_versions") as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_versions_document_id"), ["document_id"])
        batch_op.create_index(batch_op.f("ix_entry_versions_state"), ["state"])
        for name, which in (
            ("uq_entry_versions_published", PUBLISHED),
            ("uq_entry_versions_open", OPEN),
        ):
            batch_op.create_index(
                name,
                ["key"],
                unique=True,
                sqlite_where=sa.text(which),
                postgresql_where=sa.text(which),
            )

    op.create_table(
        "releases",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_releases")),
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("source_name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports") as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_sha256"), ["sha256"])
    op.create_table(
        "gaps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("entry_key", sa.String(length=160), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
    )
    op.create_table(
        "gap_questions",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gap_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_gap_questions_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name=op.f("fk_gap_questions_gap_id")),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_gap_questions")),
    )
    with op.batch_alter_table("gap_questions") as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_questions_gap_id"), ["gap_id"])


def downgrade() -> None:
    for table in ("gap_questions", "gaps", "imports", "releases", "entry_versions"):
        op.drop_table(table)
    with op.batch_alter_table("audit") as batch_op:
        batch_op.alter_column("actor", type_=sa.String(length=64))
        batch_op.alter_column("subject", type_=sa.String(length=64))
    with op.batch_alter_table("staff") as batch_op:
        batch_op.drop_column("duties")
    with op.batch_alter_table("turns") as batch_op:
        batch_op.drop_column("entry")
    with op.batch_alter_table("conversations") as batch_op:
        batch_op.drop_column("last_entry")
