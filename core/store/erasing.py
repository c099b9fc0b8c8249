"""Erases what was said and filled in: of one conversation at once, or of many by their age."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import own_data_wording as say
from core.applications import UNDER_WAY, Phase
from core.call_back_tables import call_backs, calls, consents
from core.call_tables import call_links, call_seats, video_calls
from core.calls import CallState, Role
from core.desk_tables import hand_ons, ticket_wishes
from core.errors import NotFound
from core.evidence_tables import manifests
from core.knowledge_tables import gap_questions
from core.notice_tables import notices
from core.rating_tables import rating_asks, remark_replies
from core.sealed_columns import Private, private_json
from core.store.application_rows import CITIZEN, SUBJECT
from core.store.calls import RECORDING
from core.store.conversations import SUBJECT as CONVERSATION
from core.store.conversations import line_name
from core.store.database import Database, write_audit
from core.tables import applications, conversations, lines, remarks, resume_codes, tickets
from core.wechat_messages import State
from core.wechat_tables import wechat_contacts, wechat_outbox

THUMB = "thumb"
UNTIL_CALLED = ("booked", "calling")  # call-backs whose topic is still needed
NOT_ENDED = frozenset({Phase.FILLING, Phase.CONFIRMING, Phase.PARKED})


class ErasingStore:
    """Erase rows; what they leave behind says that something was there, and nothing more."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def erase_words(self, conversation_id: str, at: datetime) -> int:
        """Erase what was said in a conversation; return how many lines.

        The newest line stays without its words: it keeps a message that is sent again from
        being carried out again.
        """
        async with self._database.writing(CONVERSATION + conversation_id) as connection:
            here = lines.c.conversation_id == conversation_id
            newest = (await connection.execute(select(func.max(lines.c.seq)).where(here))).scalar()
            if newest is None:
                raise NotFound(f"conversation {conversation_id}")
            gone = await connection.execute(delete(lines).where(here, lines.c.seq < newest))
            name = line_name(conversation_id, newest)
            await connection.execute(
                update(lines)
                .where(here, lines.c.seq == newest)
                .values(text=Private(name, say.ERASED_LINE), name=None, answer=None)
            )
            await forget_beside(connection, [conversation_id])
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=CONVERSATION + conversation_id,
                action="erased",
                detail={"lines": gone.rowcount},
            )
            return int(gone.rowcount)

    async def erase_drafts(self, conversation_id: str, at: datetime) -> int:
        """Erase what was filled in and never handed in; return how many applications."""
        async with self._database.writing(CONVERSATION + conversation_id) as connection:
            of_it = applications.c.conversation_id == conversation_id
            return len(await empty_drafts(connection, of_it, CITIZEN, at))

    async def end_recording(self, conversation_id: str, at: datetime) -> bool:
        """Take back a yes to a call being recorded on the telephone; False if none was given.

        A yes to being filmed stays in the ledger: its recording is evidence.
        """
        async with self._database.writing() as connection:
            rows = await connection.execute(
                select(consents)
                .where(consents.c.conversation_id == conversation_id, consents.c.kind == RECORDING)
                .order_by(consents.c.id.desc())
                .limit(1)
            )
            last = rows.mappings().one_or_none()
            if last is None or not last["given"]:
                return False
            taken_back = {key: last[key] for key in ("kind", "text_version", "text_hash")}
            await connection.execute(
                consents.insert().values(
                    conversation_id=conversation_id, given=False, at=at, **taken_back
                )
            )
            await write_audit(
                connection,
                at=at,
                actor=CITIZEN,
                subject=CONVERSATION + conversation_id,
                action=f"{last['kind']}_withdrawn",
                detail={"version": last["text_version"]},
            )
            return True

    async def accepted(self, conversation_id: str) -> tuple[int, int]:
        """Return how many applications were accepted in a conversation, and how many still go on.

        The archive keeps all of them.
        """
        async with self._database.reading() as connection:
            found = await connection.execute(
                select(applications.c.phase).where(
                    applications.c.conversation_id == conversation_id,
                    applications.c.number.is_not(None),
                )
            )
            phases = [Phase(phase) for phase in found.scalars()]
        return len(phases), sum(phase in UNDER_WAY for phase in phases)

    async def filmed(self, conversation_id: str) -> int:
        """Return how many video calls of a conversation left evidence that is still kept."""
        async with self._database.reading() as connection:
            counted = await connection.execute(
                select(func.count())
                .select_from(video_calls.join(manifests, manifests.c.call_id == video_calls.c.id))
                .where(
                    video_calls.c.conversation_id == conversation_id,
                    manifests.c.expired_at.is_(None),
                )
            )
            return int(counted.scalar_one())

    async def unsealed(self, conversation_id: str) -> int:
        """Return how many video calls go on or are not sealed: their exhibits are not made yet."""
        async with self._database.reading() as connection:
            counted = await connection.execute(
                select(func.count()).where(
                    video_calls.c.conversation_id == conversation_id,
                    video_calls.c.sealed_at.is_(None),
                )
            )
            return int(counted.scalar_one())


async def forget_beside(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Empty what other rows hold of what was said in these conversations."""
    await connection.execute(
        update(conversations)
        .where(conversations.c.id.in_(ids))
        .values(last_question=None, last_reply=None)
    )
    closed = select(tickets.c.id).where(
        tickets.c.conversation_id.in_(ids), tickets.c.state == "closed"
    )
    await connection.execute(update(tickets).where(tickets.c.id.in_(closed)).values(fields={}))
    await connection.execute(
        update(hand_ons).where(hand_ons.c.ticket_id.in_(closed)).values(reason="", summary="")
    )
    await connection.execute(
        update(ticket_wishes).where(ticket_wishes.c.ticket_id.in_(closed)).values(note="")
    )
    await connection.execute(
        update(notices)
        .where(notices.c.conversation_id.in_(ids), notices.c.sent_at.is_not(None))
        .values(text="")
    )
    await connection.execute(
        update(remarks)
        .where(remarks.c.conversation_id.in_(ids), remarks.c.kind == THUMB)
        .values(text="")
    )
    await connection.execute(  # the row stays: its question is counted, and not gathered again
        update(gap_questions).where(gap_questions.c.conversation_id.in_(ids)).values(question="")
    )
    await connection.execute(
        update(rating_asks).where(rating_asks.c.conversation_id.in_(ids)).values(note="")
    )
    await _forget_calls(connection, ids)
    await _forget_wechat(connection, ids)
    number = select(remarks.c.number).where(remarks.c.conversation_id.in_(ids))
    await connection.execute(  # who is still to be answered is still to be called
        update(remark_replies)
        .where(remark_replies.c.number.in_(number), remark_replies.c.answered_at.is_not(None))
        .values(phone=None)
    )
    await connection.execute(
        update(call_backs)
        .where(call_backs.c.conversation_id.in_(ids), call_backs.c.standing.not_in(UNTIL_CALLED))
        .values(topic="", note="", phone="", line=None)
    )
    await connection.execute(
        update(calls)
        .where(calls.c.conversation_id.in_(ids), calls.c.ended_at.is_not(None))
        .values(caller="")
    )


async def _forget_calls(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Empty notes of video calls that are over, and the names that their families came by."""
    ended = select(video_calls.c.id).where(
        video_calls.c.conversation_id.in_(ids), video_calls.c.state == CallState.ENDED.value
    )
    await connection.execute(update(video_calls).where(video_calls.c.id.in_(ended)).values(note=""))
    await connection.execute(delete(call_links).where(call_links.c.call_id.in_(ended)))
    await connection.execute(
        update(call_seats)
        .where(call_seats.c.call_id.in_(ended), call_seats.c.role == Role.FAMILY.value)
        .values(name="")
    )


async def _forget_wechat(connection: AsyncConnection, ids: Sequence[str]) -> None:
    """Empty what numbers meant, and messages of which nobody knows whether they arrived."""
    here = wechat_contacts.c.conversation_id.in_(ids)
    await connection.execute(update(wechat_contacts).where(here).values(choices=[], figures=False))
    await connection.execute(
        update(wechat_outbox)
        .where(
            wechat_outbox.c.openid.in_(select(wechat_contacts.c.openid).where(here)),
            wechat_outbox.c.state.in_((State.UNSURE, State.GIVEN_UP)),
        )
        .values(state=State.GIVEN_UP, body="")
    )


def never_handed_in() -> ColumnElement[bool]:
    """Return the condition for drafts that hold something; parts put off are none."""
    whole = applications.alias()
    return and_(
        applications.c.number.is_(None),
        applications.c.erased_at.is_(None),
        # A part that was put off belongs to what was handed in.
        ~exists().where(whole.c.id == applications.c.parent_id, whole.c.number.is_not(None)),
    )


async def empty_drafts(
    connection: AsyncConnection, condition: ColumnElement[bool], actor: str, at: datetime
) -> Sequence[str]:
    """Empty applications that were never handed in and end them; return their ids."""
    rows = await connection.execute(
        select(applications.c.id, applications.c.phase).where(condition, never_handed_in())
    )
    found = rows.all()
    for row in found:
        await connection.execute(
            update(applications)
            .where(applications.c.id == row.id)
            .values(
                fields=private_json(row.id, {}),
                offered=private_json(row.id, {}),
                suggestion=None,
                partial="",
                awaiting=None,
                answer_order=[],
                papers={},
                delegate=None,
                contact=None,
                twin=None,
                ends=None,
                phase=Phase.CANCELLED.value if Phase(row.phase) in NOT_ENDED else row.phase,
                erased_at=at,
                version=applications.c.version + 1,
            )
        )
        await connection.execute(
            delete(resume_codes).where(resume_codes.c.application_id == row.id)
        )
        await write_audit(
            connection, at=at, actor=actor, subject=SUBJECT + row.id, action="erased", detail={}
        )
    return [str(row.id) for row in found]
