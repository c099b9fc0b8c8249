"""Serves ratings (好差评), complaints and suggestions to citizens, under /api/v1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse
from pydantic import Field

from core import rating_wording as say
from core import wording
from core.applications import Application
from core.catalogue import Catalogue
from core.citation import spoken_day
from core.conversation import Conversation
from core.errors import NotAllowedNow, NotAuthorised
from core.hashing import hashed
from core.privacy import mask_text
from core.ratings import CHANGEABLE_FOR, Level, Rating
from core.remark_subjects import RemarkKind, Subject, reports_fraud, subject_of
from core.store import ApplicationStore, ConversationStore, RemarkStore
from core.store.call_seats import CallSeatStore
from core.store.ratings import RatingStore
from core.store.remarks import HERE, PHONE, Remark
from gateway.api import Body, Json
from gateway.hourly_limit import HourlyLimit
from gateway.own_conversation import bearer, own_conversation
from gateway.problems import problem

Bearer = Annotated[str, Header(alias="Authorization")]
OneToFive = Annotated[int, Field(ge=1, le=5)]  # 5: 非常满意, 1: 非常不满意


class NewRating(Body):
    """Rate one application."""

    level: OneToFive
    aspects: dict[str, OneToFive] = Field(default_factory=dict, max_length=20)
    comment: str = Field(default="", max_length=500)


class NewRemark(Body):
    """Complain, report fraud or suggest something; nothing but the text is needed."""

    text: str = Field(min_length=2, max_length=2000, pattern=r"\S")
    kind: Literal["complaint", "report", "feedback"] = "complaint"
    subject: Literal["policy", "process", "manner", "system", "other"] | None = None
    phone: str | None = Field(default=None, pattern=r"^1[3-9]\d{9}$")  # to be called back
    conversation_id: str | None = Field(default=None, max_length=36)  # with its bearer token


@dataclass(frozen=True, slots=True)
class RatingParts:
    """Hold what these routes use."""

    ratings: RatingStore
    remarks: RemarkStore
    applications: ApplicationStore
    conversations: ConversationStore
    seats: CallSeatStore
    catalogue: Catalogue
    limit: HourlyLimit
    now: Callable[[], datetime]
    due_day: Callable[[date, int], date]  # so many working days after a day
    rectification_days: int  # working days
    remark_days: int  # working days
    hotline: str


def rating_routes(parts: RatingParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")

    async def opened(conversation_id: str, authorization: str) -> Conversation:
        """Return it, or raise NotFound: strangers never learn which numbers exist."""
        token = hashed(bearer(authorization))
        if await parts.seats.opens(conversation_id, token, parts.now()):  # the page of a call
            return await parts.conversations.conversation(conversation_id)
        return await parts.conversations.conversation_of(conversation_id, token)

    async def own(number: str, authorization: str) -> tuple[Application, Conversation]:
        if not authorization:
            raise NotAuthorised("no bearer token")
        application = await parts.applications.numbered(number)
        return application, await opened(application.conversation_id, authorization)

    @api.post("/applications/{number}/rating", response_model=None)
    async def rate(number: str, body: NewRating, authorization: Bearer = "") -> Json | JSONResponse:
        """Rate one's own application, or change the rating within ten minutes."""
        application, conversation = await own(number, authorization)
        item = parts.catalogue.item(application.item_code, application.region)
        if not set(body.aspects) <= set(item.rated_on):
            return problem(422, "invalid-request", wording.BAD_REQUEST)
        now = parts.now()
        given = Rating(
            number=number,
            application_id=application.id,
            conversation_id=conversation.id,
            item_code=application.item_code,
            channel=conversation.channel,
            level=Level(body.level),
            rated_at=now,
            aspects={name: Level(level) for name, level in body.aspects.items()},
            comment=mask_text(body.comment.strip()),
        )
        due = parts.due_day(now.date(), parts.rectification_days)
        try:
            rated = await parts.ratings.rate(given, now, due)
        except NotAllowedNow as error:
            stands = await parts.ratings.rating(number)
            minutes = int(CHANGEABLE_FOR.total_seconds() // 60)
            level = say.LEVELS[stands.level if stands is not None else given.level]
            sentence = say.TOO_LATE.format(level=level, minutes=minutes)
            raise NotAllowedNow(str(error), sentence) from error
        case = rated.case if rated.rating.level.bad else None
        return {
            "rating": rating_json(rated.rating),
            "case": {"number": case.number, "due": case.due.isoformat()} if case else None,
        }

    @api.get("/applications/{number}/rating")
    async def rating(number: str, authorization: Bearer = "") -> Json:
        """Return one's own rating, if there is one, and what can be rated."""
        application, _ = await own(number, authorization)
        given = await parts.ratings.rating(number)
        item = parts.catalogue.item(application.item_code, application.region)
        return {
            "rating": rating_json(given) if given is not None else None,
            "levels": [{"level": k.value, "name": name} for k, name in say.LEVELS.items()],
            "aspects": list(item.rated_on),
        }

    @api.post("/complaints", status_code=201, response_model=None)
    async def complain(
        body: NewRemark, request: Request, authorization: Bearer = ""
    ) -> Json | JSONResponse:
        """Take a complaint from anybody; no sign-in, no name, no conversation is needed."""
        if body.conversation_id is not None:
            await own_conversation(parts.conversations, body.conversation_id, authorization)
        if not await parts.limit.allows(request.client.host if request.client else ""):
            sentence = say.TOO_MANY_COMPLAINTS.format(hotline=parts.hotline)
            return problem(429, "too-many", sentence)
        now, kind = parts.now(), RemarkKind(body.kind)
        if kind is RemarkKind.COMPLAINT and reports_fraud(body.text):
            kind = RemarkKind.REPORT
        due = parts.due_day(now.date(), parts.remark_days)
        number = await parts.remarks.add(
            body.conversation_id,
            kind.value,
            mask_text(body.text.strip()),
            now,
            now.date(),
            due=due,
            subject=Subject(body.subject) if body.subject else subject_of(body.text),
        )
        if body.phone is not None:
            await parts.remarks.wish(number, PHONE, body.phone, now)
        return {
            "number": number,
            "kind": kind.value,
            "due": due.isoformat(),
            "detail": said(kind, number, due, parts.hotline),
        }

    @api.get("/remarks/{number}")
    async def remark(number: str, authorization: Bearer = "") -> Json:
        """Return one's own complaint or suggestion with its answer."""
        if not authorization:
            raise NotAuthorised("no bearer token")
        found = await parts.remarks.remark(number)
        await opened(found.conversation_id or "", authorization)
        return remark_json(found)

    return api


def rating_json(rating: Rating) -> Json:
    """Return a rating as whoever gave it sees it."""
    until = rating.rated_at + CHANGEABLE_FOR
    return {
        "number": rating.number,
        "level": rating.level.value,
        "name": say.LEVELS[rating.level],
        "aspects": {name: level.value for name, level in rating.aspects.items()},
        "comment": rating.comment,
        "rated_at": rating.rated_at.isoformat(),
        "changeable_until": until.isoformat(),
    }


def remark_json(remark: Remark) -> Json:
    """Return a remark as whoever made it sees it."""
    return {
        "number": remark.number,
        "kind": remark.kind,
        "subject": say.SUBJECTS[remark.subject] if remark.subject else None,
        "text": remark.text,
        "at": remark.at.isoformat(),
        "due": remark.due.isoformat() if remark.due else None,
        "reply_by": say.HERE if remark.reply_by == HERE else say.BY_PHONE,
        "answered_at": remark.answered_at.isoformat() if remark.answered_at else None,
        "answer": remark.answer or None,
    }


def said(kind: RemarkKind, number: str, due: date, hotline: str) -> str:
    """Return the sentence that a page shows when a remark has come in."""
    sentence = {
        RemarkKind.REPORT: say.REPORT,
        RemarkKind.FEEDBACK: say.FEEDBACK,
    }.get(kind, say.COMPLAINT_PAGE)
    return sentence.format(number=number, due=spoken_day(due), hotline=hotline)
