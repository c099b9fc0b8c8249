"""Declares the tables of the WeChat channel: whom it knows, what came in, what goes out."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from core.sealed_columns import Sealed
from core.tables import Moment, metadata

wechat_contacts = Table(  # everybody who ever wrote to the account or tapped on something
    "wechat_contacts",
    metadata,
    Column("openid", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id"), index=True),  # None: none yet
    Column("subscribed", Boolean, nullable=False),
    Column("shown_seq", Integer, nullable=False),  # lines up to it are shown, or on their way
    Column("choices", JSON, nullable=False),  # what a bare number means now
    Column("figures", Boolean, nullable=False),  # whether a bare number may be the answer itself
    Column("messages", Integer, nullable=False),  # Allowance
    Column("messages_until", Moment),
    Column("acts", Integer, nullable=False),
    Column("acts_until", Moment),
    Column("last_at", Moment, nullable=False),  # of what they did last
    Column("typing_until", Moment),  # WeChat shows 对方正在输入 until then
)

wechat_inbox = Table(  # every push, once: nothing is acknowledged before its row is committed
    "wechat_inbox",
    metadata,
    Column("id", Integer, primary_key=True),  # the order in which one citizen is answered
    Column("key", String(192), nullable=False, unique=True),
    Column("openid", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("message_id", String(64), nullable=False),
    Column("content", Sealed("wechat_inbox.content"), nullable=False),  # JSON; "" once answered
    Column("state", String(8), nullable=False),  # new, done
    Column("arrived_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", String(36)),  # who is answering it
    Column("lease_until", Moment),
    Column("done_at", Moment),
    Column(
        "reply", Sealed("wechat_inbox.reply")
    ),  # given passively; emptied when no attempt can come any more
    Index("ix_wechat_inbox_waiting", "state", "openid", "id"),
    Index("ix_wechat_inbox_done_at", "done_at"),
)
Index(  # the few that are still to be emptied, among the many of a month
    "ix_wechat_inbox_replied",
    wechat_inbox.c.done_at,
    postgresql_where=wechat_inbox.c.reply.is_not(None),
    sqlite_where=wechat_inbox.c.reply.is_not(None),
)

wechat_outbox = Table(  # every message to a citizen, once
    "wechat_outbox",
    metadata,
    Column("id", Integer, primary_key=True),  # the order in which one citizen gets them
    Column("key", String(96), nullable=False, unique=True),
    Column("openid", String(64), nullable=False),
    Column("inbox_id", Integer),  # the push that it answers
    Column("kind", String(16), nullable=False),  # text, voice or the kind of a notice
    Column("body", Sealed("wechat_outbox.body"), nullable=False),  # JSON; "" once it was sent
    Column("state", String(8), nullable=False),  # waiting, sending, handed, parked, unsure, sent
    Column("made_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("holder", String(36)),
    Column("lease_until", Moment),
    Column("failures", Integer, nullable=False),
    Column("last_code", Integer),  # errcode of the last refusal
    Column("way", String(12)),  # passive, custom, template
    Column("sent_at", Moment),
    Column("turn", String(64)),  # whose answer it is: conversation and number of its line
    Index("ix_wechat_outbox_due", "state", "not_before"),
    Index("ix_wechat_outbox_openid", "openid", "id"),
)

wechat_kept = Table(  # what all processes share: access token, tickets, pauses of the interface
    "wechat_kept",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),  # tokens are encrypted
    Column("until", Moment, nullable=False),
    Column("forced_at", Moment),  # when a new one was last forced
    Column("holder", String(36)),  # who is getting a new one
    Column("lease_until", Moment),
)
