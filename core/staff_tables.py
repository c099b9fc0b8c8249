"""Declares the tables behind accounts of staff: failures, codes, approvals, attempts."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
    event,
)

from core.sealed_columns import Sealed
from core.tables import Moment, metadata, staff

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", String(96), primary_key=True),  # account:<SHA-256 of its name>, address:<IP>
    Column("in_a_row", Integer, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("last_at", Moment, nullable=False, index=True),
)

staff_recovery_codes = Table(  # each stands once for a code of the phone
    "staff_recovery_codes",
    metadata,
    Column("staff", ForeignKey("staff.name"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),  # SHA-256, hex
)

staff_requests = Table(  # what one administrator asked for and another has to decide
    "staff_requests",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(8), nullable=False),  # open, reset, code, reopen, duties
    Column("name", String(64), nullable=False),
    Column("display_name", String(64), nullable=False),
    Column("duties", String(64), nullable=False),
    Column("requested_by", String(64), nullable=False),
    Column("requested_at", Moment, nullable=False),
)

staff_approvals = Table(  # rows are only ever added
    "staff_approvals",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("duties", String(64), nullable=False),
    Column("requested_by", String(64), nullable=False),
    Column("approved_by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("id", "name", "duties", name="uq_staff_approvals_what"),
    CheckConstraint("requested_by <> approved_by", name="ck_staff_approvals_two_people"),
)

stream_tickets = Table(  # each opens one WebSocket of one session, once
    "stream_tickets",
    metadata,
    Column("ticket_hash", String(64), primary_key=True),  # SHA-256, hex
    Column("session_hash", ForeignKey("staff_sessions.token_hash"), nullable=False),
    Column("until", Moment, nullable=False),
)

openid_attempts = Table(  # to sign in with the provider: each browser's, once
    "openid_attempts",
    metadata,
    # SHA-256 of the cookie, hex; state, nonce and verifier are made of the cookie itself.
    Column("browser_hash", String(64), primary_key=True),
    Column("back", String(32), nullable=False),  # the page that is returned to
    Column("until", Moment, nullable=False, index=True),
    Column("used_at", Moment),  # when the browser came back
    Column("staff", ForeignKey("staff.name")),  # who the provider named, while a code is wanted
    Column("id_token", Sealed("openid_attempts.id_token")),  # likewise: what it vouched with
)

# Duties change only with an approval: the key of `staff` says that it is one of exactly these.
SQLITE_GUARD = (
    "CREATE TRIGGER staff_duties_approved BEFORE UPDATE OF duties ON staff "
    "WHEN NEW.duties <> OLD.duties AND NEW.approval_id IS NULL "
    "BEGIN SELECT RAISE(ABORT, 'staff_duties_approved'); END"
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION staff_duties_approved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NEW.duties <> OLD.duties AND NEW.approval_id IS NULL THEN "
    "RAISE EXCEPTION 'staff_duties_approved' USING ERRCODE = 'check_violation'; "
    "END IF; RETURN NEW; END $$",
    "CREATE TRIGGER staff_duties_approved BEFORE UPDATE OF duties ON staff "
    "FOR EACH ROW EXECUTE FUNCTION staff_duties_approved()",
)


@event.listens_for(staff, "after_create")
def _guard(target: Table, connection: Connection, **_: object) -> None:
    del target
    is_postgresql = connection.dialect.name == "postgresql"
    for guard in POSTGRESQL_GUARDS if is_postgresql else (SQLITE_GUARD,):
        connection.exec_driver_sql(guard)
