"""Duties of an account change with an approval only: the database refuses anything else"""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION staff_duties_approved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.duties <> OLD.duties AND NEW.approval_id IS NULL THEN "
            "RAISE EXCEPTION 'staff_duties_approved' USING ERRCODE = 'check_violation'; "
            "END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER staff_duties_approved BEFORE UPDATE OF duties ON staff "
            "FOR EACH ROW EXECUTE FUNCTION staff_duties_approved()"
        )
        return
    op.execute(
        "CREATE TRIGGER staff_duties_approved BEFORE UPDATE OF duties ON staff "
        "WHEN NEW.duties <> OLD.duties AND NEW.approval_id IS NULL "
        "BEGIN SELECT RAISE(ABORT, 'staff_duties_approved'); END"
    )


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP TRIGGER staff_duties_approved ON staff")
        op.execute("DROP FUNCTION staff_duties_approved()")
    else:
        op.execute("DROP TRIGGER staff_duties_approved")
