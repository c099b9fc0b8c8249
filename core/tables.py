"""Declares the database tables."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

from core.sealed_columns import Marked, Sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """Store a point in time in UTC, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse times without a zone, and turn the others to UTC."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the zone that SQLite does not keep."""
        del dialect
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("token_hash", String(64), nullable=False),  # SHA-256 of the bearer token, hex
    Column("channel", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False, index=True),
    Column("stage", String(16), nullable=False),
    Column("region", String(32)),
    Column("persona", String(16), nullable=False),
    Column("last_item", String(64)),
    Column("last_question", Sealed("conversations.last_question")),  # masked
    Column("last_reply", Sealed("conversations.last_reply")),  # masked
    Column("last_entry", String(176)),  # the policy entry version cited last
    Column("delegate", String(32)),
    Column("misses", Integer, nullable=False),
    Column("turns", Integer, nullable=False),
    # Number of the last line that was erased: numbers are never given out a second time.
    Column("erased_to", Integer, nullable=False, server_default="0"),
    Column("script", String(8), nullable=False, server_default="hans"),
    # Of the address, number or account that it was opened from; None: nothing told them apart.
    Column("source", Marked("source")),
)

lines = Table(  # everything said, in order: the transcript, and what a lost connection replays
    "lines",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(16), nullable=False),  # citizen, assistant, agent, system
    Column("name", String(64)),  # of the agent
    Column("text", Sealed("lines.text"), nullable=False),  # masked
    Column("message_id", String(64)),  # of the message said, or of the message answered
    Column("answer", Sealed("lines.answer")),  # JSON: {"reply", "turn"} of an assistant's line
    UniqueConstraint("conversation_id", "message_id", "who", name="uq_lines_message"),
)

turns = Table(  # what became of each message, for reports
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # of the assistant's line
    Column("at", Moment, nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("status", String(24), nullable=False),
    Column("handled", String(16), nullable=False),
    Column("intent", String(32)),
    Column("confidence", Float, nullable=False),
    Column("heard", Float),  # confidence of the recogniser; empty: nothing was recognised
    Column("item", String(64)),
    Column("entry", String(176)),  # the entry version that the answer stands on
    Column("milliseconds", Integer, nullable=False),
)

applications = Table(
    "applications",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False, index=True),
    Column("item_code", String(32), nullable=False),
    Column("phase", String(16), nullable=False),
    Column("fields", Sealed("applications.fields"), nullable=False),  # JSON
    Column("awaiting", String(32)),
    Column("answer_order", JSON, nullable=False),
    Column("suggestion", Sealed("applications.suggestion")),
    Column("partial", Sealed("applications.partial"), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("delegate", String(32)),
    Column("number", String(20), unique=True),
    Column("submitted_at", Moment),
    Column("due", Date),
    Column("opened_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("region", String(32)),
    Column("parent_id", ForeignKey("applications.id"), index=True),
    Column("papers", JSON, nullable=False, server_default="{}"),
    Column("owner", String(64)),
    Column("offered", Sealed("applications.offered"), nullable=False),  # JSON
    Column("note", Text, nullable=False, server_default=""),
    Column("missing", JSON, nullable=False, server_default="[]"),
    Column("answer_by", Date),
    Column("core_reference", String(64)),
    Column("identity", String(16), nullable=False, server_default="claimed"),
    Column("delegation_id", String(36)),
    Column("contact", Marked("contact"), index=True),  # of mobile and last four, once submitted
    Column("twin", Marked("twin"), index=True),  # of what makes another one the same
    Column("ends", String(10)),  # until when a filing holds, ISO 8601
    Column("withdrawal_told", Moment),  # when the core had heard that it was taken back
    Column("erased_at", Moment),  # when what was filled in and never handed in was erased
    Index("ix_applications_phase", "phase"),
)

resume_codes = Table(  # six digits that take an application to another channel
    "resume_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),  # SHA-256, hex
    Column("application_id", ForeignKey("applications.id"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
)

receipts = Table(  # the last receipt number given out on a day
    "receipts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("last", Integer, nullable=False),
)

audit = Table(  # who changed or saw what; rows are only ever added, each chained to the last
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 ... without holes
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),  # citizen, assistant or staff:<name>
    Column("subject", String(200), nullable=False, index=True),  # application:<id>, ...
    Column("action", String(32), nullable=False),
    Column("detail", JSON, nullable=False),  # keys and states, never personal values
    Column("previous", String(64), nullable=False),  # hash of the row before
    Column("hash", String(64), nullable=False),
)

audit_head = Table(  # one row: the end of the trail, and the lock of whoever writes it on
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("item", String(64)),
    Column("fields", JSON, nullable=False),  # label -> masked value
    Column("persona", String(16), nullable=False),
    Column("region", String(32)),
    Column("state", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False, index=True),
    Column("agent", String(64)),
    Column("accepted_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", String(64)),
    Index(
        "uq_tickets_open",  # one open ticket per conversation, whoever asks and how often
        "conversation_id",
        unique=True,
        sqlite_where=text("state != 'closed'"),
        postgresql_where=text("state != 'closed'"),
    ),
    Index("ix_tickets_state", "state", "opened_at"),
)

remarks = Table(  # complaints, suggestions, marks, thumbs
    "remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(20), unique=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),  # empty: anonymous
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),  # complaint, report, feedback, rating, thumb
    Column("seq", Integer),  # the line that a thumb is about
    Column("useful", Boolean),
    Column("reason", String(32)),
    Column("text", Text, nullable=False),  # masked
)

staff = Table(
    "staff",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("display_name", String(64), nullable=False),
    Column("password_hash", Text, nullable=False),  # Argon2id
    Column("duties", String(64), nullable=False, server_default="desk"),  # sorted, with commas
    Column("password_since", Moment),
    Column("must_change", Boolean, nullable=False, server_default=false()),  # the password
    Column("closed_at", Moment),  # of an account that lets nobody in any more
    Column("totp_secret", Sealed("staff.totp_secret")),  # Base32; empty: no phone is bound
    # To a phone that has not shown a code yet.
    Column("totp_offered", Sealed("staff.totp_offered")),
    Column("totp_step", Integer, nullable=False, server_default="0"),  # last that was used
    Column("approval_id", String(36)),  # of the duties, where two people are needed
    ForeignKeyConstraint(  # to what was approved, with exactly these duties
        ["approval_id", "name", "duties"],
        ["staff_approvals.id", "staff_approvals.name", "staff_approvals.duties"],
        name="fk_staff_approval",
    ),
    CheckConstraint(
        "(CASE WHEN duties LIKE '%system%' THEN 1 ELSE 0 END)"
        " + (CASE WHEN duties LIKE '%audit%' THEN 1 ELSE 0 END)"
        " + (CASE WHEN duties LIKE '%security%' THEN 1 ELSE 0 END) <= 1",
        name="ck_staff_separated",
    ),
    CheckConstraint(
        "approval_id IS NOT NULL OR (duties NOT LIKE '%system%'"
        " AND duties NOT LIKE '%audit%' AND duties NOT LIKE '%security%')",
        name="ck_staff_approved",
    ),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),  # SHA-256 of the cookie, hex
    Column("staff", ForeignKey("staff.name"), nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),  # whatever its owner does
    Column("seen_at", Moment, nullable=False),  # when its owner last did something
    Column("ended", String(16)),  # why it ended early: replaced, everywhere
    Column("factors", String(32), nullable=False, server_default="password"),  # that were shown
    # What the OpenID provider vouched with; it wants to see it when its session is to end, too.
    Column("id_token", Sealed("staff_sessions.id_token")),
)
