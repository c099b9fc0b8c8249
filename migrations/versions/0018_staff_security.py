"""Accounts of staff: failures, sessions, one-time codes, approvals; two people for entries"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SEPARATED = (
    "(CASE WHEN duties LIKE '%system%' THEN 1 ELSE 0 END)"
    " + (CASE WHEN duties LIKE '%audit%' THEN 1 ELSE 0 END)"
    " + (CASE WHEN duties LIKE '%security%' THEN 1 ELSE 0 END) <= 1"
)
APPROVED = (
    "approval_id IS NOT NULL OR (duties NOT LIKE '%system%'"
    " AND duties NOT LIKE '%audit%' AND duties NOT LIKE '%security%')"
)


ONE_WROTE_AND_REVIEWED = (
    "WHEN NEW.reviewer IS NOT NULL AND EXISTS "
    "(SELECT 1 FROM json_each(NEW.authors) WHERE value = NEW.reviewer) "
    "BEGIN SELECT RAISE(ABORT, 'entry_versions_two_people'); END"
)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "staff_approvals",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("duties", sa.String(length=64), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_approvals"),
        sa.UniqueConstraint("id", "name", "duties", name="uq_staff_approvals_what"),
        sa.CheckConstraint("requested_by <> approved_by", name="ck_staff_approvals_two_people"),
    )
    op.create_table(
        "staff_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("duties", sa.String(length=64), nullable=False),
        sa.Column("requested_by", sa.String(length=64), nullable=False),
        sa.Column("requested_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_requests"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("in_a_row", sa.Integer(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("locked_until", moment),
        sa.Column("last_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_failures"),
    )
    op.create_index("ix_sign_in_failures_last_at", "sign_in_failures", ["last_at"])
    # Sessions of before know no idleness: everybody signs in again.
    op.execute("DELETE FROM staff_sessions")
    with op.batch_alter_table("staff_sessions") as sessions:
        sessions.add_column(sa.Column("seen_at", moment, nullable=False))
        sessions.add_column(sa.Column("ended", sa.String(length=16)))
        sessions.create_index("ix_staff_sessions_staff", ["staff"])
    with op.batch_alter_table("staff") as staff:
        staff.drop_column("failures")
        staff.drop_column("locked_until")
        staff.add_column(sa.Column("password_since", moment))
        staff.add_column(
            sa.Column("must_change", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        staff.add_column(sa.Column("closed_at", moment))
        staff.add_column(sa.Column("totp_secret", sa.String(length=64)))
        staff.add_column(sa.Column("totp_offered", sa.String(length=64)))
        staff.add_column(sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
        staff.add_column(sa.Column("approval_id", sa.String(length=36)))
        staff.create_foreign_key(
            "fk_staff_approval",
            "staff_approvals",
            ["approval_id", "name", "duties"],
            ["id", "name", "duties"],
        )
        staff.create_check_constraint("ck_staff_separated", SEPARATED)
        staff.create_check_constraint("ck_staff_approved", APPROVED)
    op.create_table(
        "staff_recovery_codes",
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["staff"], ["staff.name"], name="fk_staff_recovery_codes_staff"),
        sa.PrimaryKeyConstraint("staff", "code_hash", name="pk_staff_recovery_codes"),
    )
    op.create_table(
        "stream_tickets",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("until", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["session_hash"], ["staff_sessions.token_hash"], name="fk_stream_tickets_session_hash"
        ),
        sa.PrimaryKeyConstraint("ticket_hash", name="pk_stream_tickets"),
    )

    two_people_for_entries()


def two_people_for_entries() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION entry_versions_two_people() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.reviewer IS NOT NULL AND "
            "jsonb_exists(CAST(NEW.authors AS jsonb), CAST(NEW.reviewer AS text)) THEN "
            "RAISE EXCEPTION 'entry_versions_two_people' USING ERRCODE = 'check_violation'; "
            "END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER entry_versions_two_people BEFORE INSERT OR UPDATE ON entry_versions "
            "FOR EACH ROW EXECUTE FUNCTION entry_versions_two_people()"
        )
        return
    for when in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER entry_versions_two_people_{when.lower()} "
            f"BEFORE {when} ON entry_versions {ONE_WROTE_AND_REVIEWED}"
        )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER entry_versions_two_people ON entry_versions")
        op.execute("DROP FUNCTION entry_versions_two_people()")
    else:
        for when in ("insert", "update"):
            op.execute(f"DROP TRIGGER entry_versions_two_people_{when}")
    moment = sa.DateTime(timezone=True)
    op.drop_table("stream_tickets")
    op.drop_table("staff_recovery_codes")
    with op.batch_alter_table("staff") as staff:
        staff.drop_constraint("ck_staff_approved", type_="check")
        staff.drop_constraint("ck_staff_separated", type_="check")
        staff.drop_constraint("fk_staff_approval", type_="foreignkey")
        for column in (
            *("approval_id", "totp_step", "totp_offered", "totp_secret"),
            *("closed_at", "must_change", "password_since"),
        ):
            staff.drop_column(column)
        staff.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        staff.add_column(sa.Column("locked_until", moment))
    with op.batch_alter_table("staff_sessions") as sessions:
        sessions.drop_index("ix_staff_sessions_staff")
        sessions.drop_column("ended")
        sessions.drop_column("seen_at")
    for table in ("sign_in_failures", "staff_requests", "staff_approvals"):
        op.drop_table(table)
