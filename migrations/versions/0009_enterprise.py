"""Enterprise clients, batches and webhooks"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enterprise_clients",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("sandbox", sa.Boolean(), nullable=False),
        sa.Column("webhook_url", sa.Text()),
        sa.Column("webhook_secret", sa.String(length=64)),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "enterprise_tokens",
        sa.Column("token_hash", sa.String(length=64), primary_key=True),
        sa.Column(
            "client_id",
            sa.String(length=36),
            sa.ForeignKey("enterprise_clients.id"),
            nullable=False,
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "enterprise_batches",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column(
            "client_id",
            sa.String(length=36),
            sa.ForeignKey("enterprise_clients.id"),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("client_id", "key", name="uq_enterprise_batches_key"),
    )
    op.create_table(
        "enterprise_rows",
        sa.Column(
            "batch_id",
            sa.String(length=36),
            sa.ForeignKey("enterprise_batches.id"),
            primary_key=True,
        ),
        sa.Column("n", sa.Integer(), primary_key=True),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.Column("id_number", sa.String(length=18), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("number", sa.String(length=20), unique=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=64)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_enterprise_rows_id_number", "enterprise_rows", ["id_number"])
    op.create_index("ix_enterprise_rows_state", "enterprise_rows", ["state"])
    op.create_table(
        "webhook_events",
        sa.Column("id", sa.String(length=36), primary_key=True),
        sa.Column(
            "client_id",
            sa.String(length=36),
            sa.ForeignKey("enterprise_clients.id"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True)),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
        sa.Column("last_status", sa.Integer()),
    )
    op.create_index("ix_webhook_events_client_id", "webhook_events", ["client_id"])
    op.create_index("ix_webhook_events_next_at", "webhook_events", ["next_at"])


def downgrade() -> None:
    for table in (
        *("webhook_events", "enterprise_rows", "enterprise_batches", "enterprise_tokens"),
        "enterprise_clients",
    ):
        op.drop_table(table)
