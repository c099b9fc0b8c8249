"""Stores whom the WeChat channel knows, and what is still to be shown to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Case, RowMapping, and_, case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store.database import Database, write_audit
from core.tables import conversations, lines
from core.wechat import Allowance
from core.wechat_messages import Answered
from core.wechat_tables import wechat_contacts

SUBJECT = "wechat:"  # of what is decided about one contact and their messages


@dataclass(frozen=True, slots=True)
class Contact:
    """Be one account of WeChat that writes to us; it says nothing of who holds the telephone."""

    openid: str
    conversation_id: str | None
    subscribed: bool
    shown_seq: int
    choices: tuple[str, ...]  # what a bare number means
    figures: bool  # whether a bare number may be the answer itself
    allowance: Allowance
    last_at: datetime
    typing_until: datetime | None


class ContactStore:
    """Answer questions about contacts."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def contact(self, openid: str) -> Contact | None:
        """Return a contact; None if nothing ever came from them."""
        async with self._database.reading() as connection:
            row = await contact_row(connection, openid)
        return _contact(row) if row is not None else None

    async def of_conversation(self, conversation_id: str) -> Contact | None:
        """Return who holds a conversation in WeChat; None if nobody does."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(wechat_contacts).where(wechat_contacts.c.conversation_id == conversation_id)
            )
            row = rows.mappings().one_or_none()
        return _contact(row) if row is not None else None

    async def meet(self, openid: str, at: datetime) -> None:
        """Know somebody who came through a page of ours, if they are not known."""
        async with self._database.writing(SUBJECT + openid) as connection:
            if await contact_row(connection, openid) is None:
                await add_contact(connection, openid, subscribed=False, at=at)

    async def bind(self, openid: str, conversation_id: str) -> None:
        """Store which conversation a contact is in from now on; its greeting is known."""
        async with self._database.writing(SUBJECT + openid) as connection:
            await connection.execute(
                update(wechat_contacts)
                .where(wechat_contacts.c.openid == openid)
                .values(conversation_id=conversation_id, shown_seq=1, choices=[], figures=False)
            )

    async def unfollowed(self, openid: str, at: datetime) -> None:
        """Store that somebody left; what was not sent yet can reach them no more."""
        async with self._database.writing() as connection:
            row = await contact_row(connection, openid)
            if row is None:
                return
            await connection.execute(
                update(wechat_contacts)
                .where(wechat_contacts.c.openid == openid)
                .values(subscribed=False, messages=0, acts=0)
            )
            if row["conversation_id"] is not None:
                await write_audit(
                    connection,
                    at=at,
                    actor="citizen",
                    subject=f"conversation:{row['conversation_id']}",
                    action="wechat_unfollowed",
                    detail={},
                )

    async def typing_until(self, openid: str, until: datetime | None) -> None:
        """Store how long WeChat shows them that somebody is typing."""
        async with self._database.writing(SUBJECT + openid) as connection:
            await connection.execute(
                update(wechat_contacts)
                .where(wechat_contacts.c.openid == openid)
                .values(typing_until=until)
            )

    async def behind(self, limit: int) -> Sequence[Contact]:
        """Return contacts in whose conversations something was said that was not looked at yet."""
        newest = (
            select(func.max(lines.c.seq))
            .where(lines.c.conversation_id == wechat_contacts.c.conversation_id)
            .scalar_subquery()
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(wechat_contacts)
                .where(
                    wechat_contacts.c.conversation_id.is_not(None),
                    newest > wechat_contacts.c.shown_seq,
                )
                .limit(limit)
            )
            return [_contact(row) for row in rows.mappings()]

    async def use_token(self, conversation_id: str, token_hash: str, at: datetime) -> None:
        """Let a token open a conversation, for the pages that its citizen opens in WeChat."""
        async with self._database.writing(f"conversation:{conversation_id}") as connection:
            changed = await connection.execute(
                update(conversations)
                .where(
                    conversations.c.id == conversation_id,
                    conversations.c.token_hash != token_hash,
                )
                .values(token_hash=token_hash)
            )
            if changed.rowcount:
                await write_audit(
                    connection,
                    at=at,
                    actor="citizen",
                    subject=f"conversation:{conversation_id}",
                    action="wechat_token",
                    detail={},
                )


async def add_contact(
    connection: AsyncConnection, openid: str, *, subscribed: bool, at: datetime
) -> None:
    """Add somebody who did something for the first time, inside the caller's transaction."""
    await connection.execute(
        insert(wechat_contacts).values(
            openid=openid,
            subscribed=subscribed,
            shown_seq=0,
            choices=[],
            figures=False,
            messages=0,
            acts=0,
            last_at=at,
        )
    )


async def contact_row(connection: AsyncConnection, openid: str) -> RowMapping | None:
    """Return the row of a contact inside the caller's transaction."""
    rows = await connection.execute(
        select(wechat_contacts).where(wechat_contacts.c.openid == openid)
    )
    return rows.mappings().one_or_none()


async def store_allowance(
    connection: AsyncConnection, openid: str, allowance: Allowance, **others: object
) -> None:
    """Store what may still be sent, and other columns, inside the caller's transaction."""
    await connection.execute(
        update(wechat_contacts)
        .where(wechat_contacts.c.openid == openid)
        .values(
            messages=allowance.messages,
            messages_until=allowance.messages_until,
            acts=allowance.acts,
            acts_until=allowance.acts_until,
            **others,
        )
    )


def shown_after(answered: Answered) -> Case[int]:
    """Return up to which line a contact was shown all, once this one is given.

    A turn is two lines, unless others came between, which are still to be shown.
    """
    column = wechat_contacts.c
    said = select(lines.c.seq).where(
        lines.c.conversation_id == answered.conversation_id,
        lines.c.seq == answered.seq - 1,
        lines.c.who == "citizen",
    )
    nothing_between = and_(
        column.conversation_id == answered.conversation_id,
        column.shown_seq == answered.seq - 2,
        said.exists(),
    )
    return case((nothing_between, answered.seq), else_=column.shown_seq)


def allowance_of(row: RowMapping) -> Allowance:
    """Return what may still be sent to the contact of a row."""
    return Allowance(row["messages"], row["messages_until"], row["acts"], row["acts_until"])


def _contact(row: RowMapping) -> Contact:
    return Contact(
        openid=row["openid"],
        conversation_id=row["conversation_id"],
        subscribed=row["subscribed"],
        shown_seq=row["shown_seq"],
        choices=tuple(row["choices"]),
        figures=row["figures"],
        allowance=allowance_of(row),
        last_at=row["last_at"],
        typing_until=row["typing_until"],
    )
