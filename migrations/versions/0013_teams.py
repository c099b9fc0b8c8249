"""The desk: teams, presence, offers, wishes of tickets, hand-ons, notices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RINGING = sa.text("state = 'ringing'")


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("name", sa.String(length=64), nullable=False, unique=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("hours", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "team_members",
        sa.Column("team_id", sa.String(length=32), sa.ForeignKey("teams.id"), primary_key=True),
        sa.Column("staff", sa.String(length=64), primary_key=True),
    )
    op.create_index("ix_team_members_staff", "team_members", ["staff"])
    op.create_table(
        "presence",
        sa.Column("staff", sa.String(length=64), primary_key=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), primary_key=True),
        _ticket(nullable=False),
        sa.Column("agent", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_offers_ticket_id", "offers", ["ticket_id"])
    op.create_index("ix_offers_ended", "offers", ["agent", "ended_at"])
    for name, column in (("uq_offers_ticket", "ticket_id"), ("uq_offers_agent", "agent")):
        op.create_index(
            name,
            "offers",
            [column],
            unique=True,
            sqlite_where=RINGING,
            postgresql_where=RINGING,
        )
    op.create_table(
        "ticket_wishes",
        _ticket(primary_key=True),
        sa.Column("team", sa.String(length=32)),
        sa.Column("wants_agent", sa.String(length=64)),
        sa.Column("first_agent", sa.String(length=64)),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call_back_offered_at", sa.DateTime(timezone=True)),
    )
    # Who waits while this runs keeps their place.
    op.execute(
        "INSERT INTO ticket_wishes (ticket_id, waiting_since) SELECT id, opened_at FROM tickets"
    )
    op.create_table(
        "hand_ons",
        sa.Column("id", sa.Integer(), primary_key=True),
        _ticket(nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=32)),
        sa.Column("to_agent", sa.String(length=64)),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
    )
    op.create_index("ix_hand_ons_ticket_id", "hand_ons", ["ticket_id"])
    op.create_table(
        "desk_notices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_desk_notices_ended_at", "desk_notices", ["ended_at"])


def downgrade() -> None:
    for table in (
        *("desk_notices", "hand_ons", "ticket_wishes", "offers", "presence"),
        *("team_members", "teams"),
    ):
        op.drop_table(table)


def _ticket(*, nullable: bool | None = None, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "ticket_id",
        sa.String(length=36),
        sa.ForeignKey("tickets.id"),
        nullable=False if nullable is None else nullable,
        primary_key=primary_key,
    )
