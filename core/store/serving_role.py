"""Gives the role that serves what it needs of the tables, and no way to alter the audit trail."""

from __future__ import annotations

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotForServing
from core.store.database import Database

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# What a table is for says what may be done to it; all others: everything.
RIGHTS = {
    "audit": "SELECT, INSERT",  # append-only
    "audit_head": "SELECT, UPDATE",  # one row, the lock of the trail
    "retention_terms": "SELECT, INSERT",  # the newest row is in force
    "alembic_version": "SELECT",
}
_COULD_MORE = text(
    "SELECT role.rolsuper OR role.rolcreaterole"
    " OR pg_has_role(role.oid, current_user::regrole, 'MEMBER')"
    " OR pg_has_role(role.oid, 'pg_write_all_data', 'MEMBER')"
    " FROM pg_roles AS role WHERE role.rolname = :role"
)


async def let_serve(owner: str, serving: str) -> None:
    """Grant the role of the address `serving` its rights, as the role of the address `owner`.

    Both are addresses of one PostgreSQL database with all tables. What other rights the role had
    to them is taken away. Raise NotForServing if the role is unknown, or could do more than it is
    granted (a superuser, who makes roles, the owner or a member of it).
    """
    here, there = make_url(owner), make_url(serving)
    if here.get_backend_name() != "postgresql" or here.database != there.database:
        raise NotForServing("the owner's address must name the same PostgreSQL database")
    role = there.username or ""
    database = Database(owner)
    try:
        async with database.writing() as connection:
            await _grant(connection, role)
    finally:
        await database.close()


async def _grant(connection: AsyncConnection, role: str) -> None:
    could_more = (await connection.execute(_COULD_MORE, {"role": role})).scalar_one_or_none()
    if could_more is None:
        raise NotForServing(f"there is no role {role}: createuser --pwprompt {role}")
    if could_more:
        raise NotForServing(f"{role} is the owner, or could act as it")
    quote = connection.dialect.identifier_preparer.quote
    to = quote(role)
    tables = await connection.execute(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    )
    orders = [
        f"GRANT USAGE ON SCHEMA public TO {to}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}",
        *(f"GRANT {RIGHTS.get(n, EVERYTHING)} ON {quote(n)} TO {to}" for n in tables.scalars()),
    ]
    for order in orders:
        await connection.execute(text(order))
