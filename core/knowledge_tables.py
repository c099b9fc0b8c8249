"""Declares the tables of the knowledge base's editorial side."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    event,
    text,
)

from core.tables import Moment, metadata

entry_versions = Table(
    "entry_versions",
    metadata,
    Column("key", String(160), primary_key=True),  # "<document>#<entry>"
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document_id", String(80), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("reviewer", String(64)),
    Column("note", Text),
    Column("updated_at", Moment, nullable=False),
    Column("place", Integer, nullable=False),  # within its document
    Index(  # one version of an entry answers citizens
        "uq_entry_versions_published",
        "key",
        unique=True,
        sqlite_where=text("state = 'published'"),
        postgresql_where=text("state = 'published'"),
    ),
    Index(  # and one is being worked on
        "uq_entry_versions_open",
        "key",
        unique=True,
        sqlite_where=text("state in ('draft', 'in_review', 'approved')"),
        postgresql_where=text("state in ('draft', 'in_review', 'approved')"),
    ),
)

# Two people for what citizens are told: whoever came to the database past our code is refused, too.
SQLITE_GUARD = (
    "CREATE TRIGGER entry_versions_two_people_{when} BEFORE {when} ON entry_versions "
    "WHEN NEW.reviewer IS NOT NULL AND EXISTS "
    "(SELECT 1 FROM json_each(NEW.authors) WHERE value = NEW.reviewer) "
    "BEGIN SELECT RAISE(ABORT, 'entry_versions_two_people'); END"
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION entry_versions_two_people() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NEW.reviewer IS NOT NULL AND "
    "jsonb_exists(CAST(NEW.authors AS jsonb), CAST(NEW.reviewer AS text)) THEN "
    "RAISE EXCEPTION 'entry_versions_two_people' USING ERRCODE = 'check_violation'; "
    "END IF; RETURN NEW; END $$",
    "CREATE TRIGGER entry_versions_two_people BEFORE INSERT OR UPDATE ON entry_versions "
    "FOR EACH ROW EXECUTE FUNCTION entry_versions_two_people()",
)


@event.listens_for(entry_versions, "after_create")
def _guard(target: Table, connection: Connection, **_: object) -> None:
    del target
    if connection.dialect.name == "postgresql":
        for guard in POSTGRESQL_GUARDS:
            connection.exec_driver_sql(guard)
    else:
        for when in ("insert", "update"):
            connection.exec_driver_sql(SQLITE_GUARD.format(when=when))


releases = Table(  # rows are only ever added; the newest is in force
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("members", JSON, nullable=False),  # ids of entry versions
    Column("report", JSON, nullable=False),  # of the regression
)

imports = Table(
    "imports",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("source_name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("document_id", String(80)),
    Column("state", String(16), nullable=False),  # running, done, failed
    Column("report", JSON, nullable=False),
    Column("problem", Text),  # one sentence, in Chinese
)

gaps = Table(  # matters that citizens asked about and got no good answer on
    "gaps",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("question", Text, nullable=False),  # the most typical one, masked
    Column("region", String(32)),
    Column("state", String(16), nullable=False),  # open, drafting, answered, dismissed
    Column("owner", String(64)),
    Column("entry_key", String(160)),  # of the draft that shall answer it
    Column("opened_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
)

gap_questions = Table(
    "gap_questions",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # of the assistant's line
    Column("gap_id", ForeignKey("gaps.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("question", Text, nullable=False),  # masked
    Column("why", String(16), nullable=False),  # no_source, thumbs_down
)
