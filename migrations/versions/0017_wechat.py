"""The WeChat channel: whom it knows, what came in, what goes out"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "wechat_contacts",
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=36)),
        sa.Column("subscribed", sa.Boolean(), nullable=False),
        sa.Column("shown_seq", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("figures", sa.Boolean(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("messages_until", moment),
        sa.Column("acts", sa.Integer(), nullable=False),
        sa.Column("acts_until", moment),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("typing_until", moment),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_wechat_contacts_conversation_id"
        ),
        sa.PrimaryKeyConstraint("openid", name="pk_wechat_contacts"),
    )
    op.create_index("ix_wechat_contacts_conversation_id", "wechat_contacts", ["conversation_id"])
    op.create_table(
        "wechat_inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=192), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("arrived_at", moment, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=36)),
        sa.Column("lease_until", moment),
        sa.Column("done_at", moment),
        sa.Column("reply", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_inbox"),
        sa.UniqueConstraint("key", name="uq_wechat_inbox_key"),
    )
    op.create_index("ix_wechat_inbox_waiting", "wechat_inbox", ["state", "openid", "id"])
    op.create_table(
        "wechat_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("openid", sa.String(length=64), nullable=False),
        sa.Column("inbox_id", sa.Integer()),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("not_before", moment, nullable=False),
        sa.Column("holder", sa.String(length=36)),
        sa.Column("lease_until", moment),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_code", sa.Integer()),
        sa.Column("way", sa.String(length=12)),
        sa.Column("sent_at", moment),
        sa.PrimaryKeyConstraint("id", name="pk_wechat_outbox"),
        sa.UniqueConstraint("key", name="uq_wechat_outbox_key"),
    )
    op.create_index("ix_wechat_outbox_due", "wechat_outbox", ["state", "not_before"])
    op.create_index("ix_wechat_outbox_openid", "wechat_outbox", ["openid", "id"])
    op.create_table(
        "wechat_kept",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.Column("forced_at", moment),
        sa.Column("holder", sa.String(length=36)),
        sa.Column("lease_until", moment),
        sa.PrimaryKeyConstraint("name", name="pk_wechat_kept"),
    )


def downgrade() -> None:
    for table in ("wechat_kept", "wechat_outbox", "wechat_inbox", "wechat_contacts"):
        op.drop_table(table)
