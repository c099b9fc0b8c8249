"""The audit trail as a chain that only grows"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HASHED = re.compile(r"^(person:|proof:contact:)([0-9a-f]{64})$")
REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END",
        "CREATE TRIGGER audit_stays BEFORE DELETE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'audit rows are only ever added'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'audit rows are only ever added'; END $$",
        "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    ),
}


def upgrade() -> None:
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    with op.batch_alter_table("audit") as batch:
        batch.add_column(
            sa.Column("previous", sa.String(length=64), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    number, last = chain_what_is_there(op.get_bind())
    op.bulk_insert(head, [{"id": 1, "number": number, "hash": last}])
    for statement in REFUSALS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_keeps")
        op.execute("DROP TRIGGER audit_stays")
    else:
        op.execute("DROP TRIGGER audit_keeps ON audit")
        op.execute("DROP FUNCTION audit_refuses")
    with op.batch_alter_table("audit") as batch:
        batch.drop_column("hash")
        batch.drop_column("previous")
    op.drop_table("audit_head")


def rehashed(found: re.Match[str], key: bytes) -> str:
    """Return a subject with another hash."""
    return found[1] + hmac.new(key, found[2].encode(), hashlib.sha256).hexdigest()


def chain_what_is_there(connection: sa.Connection) -> tuple[int, str]:
    """Number and hash the rows in their order; return the last number and hash.

    As `core.audit.Row.computed_hash` does it at this revision.
    """
    audit = sa.Table("audit", sa.MetaData(), autoload_with=connection)
    number, last = 0, "0" * 64
    key = secrets.token_bytes(32)
    for row in connection.execute(sa.select(audit).order_by(audit.c.id)).mappings().all():
        number += 1
        # People and phones were named by plain hashes, which can be tried out: from here on by
        # hashes under a key that nobody has, so that rows about the same one still agree.
        subject = HASHED.sub(lambda found: rehashed(found, key), row["subject"])
        detail = row["detail"]
        if isinstance(detail, str):
            detail = json.loads(detail)
        if isinstance(detail.get("person"), str):
            person = HASHED.sub(lambda found: rehashed(found, key), detail["person"])
            detail = {**detail, "person": person}
        at: datetime = row["at"]
        content = {
            "number": number,
            "at": (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat(),
            "actor": row["actor"],
            "subject": subject,
            "action": row["action"],
            "detail": detail,
            "previous": last,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        now = hashlib.sha256(text.encode()).hexdigest()
        # The numbers only ever become smaller, so that none is taken.
        connection.execute(
            audit.update()
            .where(audit.c.id == row["id"])
            .values(id=number, subject=subject, detail=detail, previous=last, hash=now)
        )
        last = now
    return number, last
