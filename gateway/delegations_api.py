"""Serves authorisations: staff make them on seen papers, citizens see and end their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Cookie, Depends, Header, Response
from pydantic import Field as BodyField

from core import delegation_wording as say
from core.delegations import (
    GUARDED_UNDER,
    LENGTHS,
    SCOPES,
    Delegation,
    Evidence,
    Standing,
    guardian_until,
    until_of,
)
from core.errors import NotAllowedNow, NotAuthorised, NotFound
from core.fields import full_years, problem_with
from core.id_number import birth_date
from core.identity import Person
from core.privacy import mask_id_number, mask_name
from core.service_items import Field, FieldKind
from core.store import ConversationStore, DelegationStore, IdentityStore
from gateway.api import Body, Json
from gateway.own_conversation import own_conversation
from gateway.staff import DESK, SignedIn, StaffDoor

_ID = Field("id_number", "身份证号", FieldKind.ID_NUMBER, "身份证号", "核对", sensitive=True)


class PersonBody(Body):
    """Name one of the two persons."""

    name: str = BodyField(min_length=2, max_length=64)
    id_number: str = BodyField(min_length=18, max_length=18)


class NewDelegation(Body):
    """Record an authorisation for which a member of staff saw the papers."""

    principal: PersonBody
    agent: PersonBody
    relation: str = BodyField(min_length=1, max_length=16)
    scope: list[str] = BodyField(min_length=1, max_length=len(SCOPES))
    length: Literal["三个月", "半年", "一年"] = "一年"
    evidence: Literal["counter", "video", "guardian"]
    conversation_id: str | None = BodyField(default=None, max_length=36)


@dataclass(frozen=True, slots=True)
class DelegationParts:
    """Hold what these routes use."""

    delegations: DelegationStore
    identity: IdentityStore
    conversations: ConversationStore
    door: StaffDoor
    now: Callable[[], datetime]


def delegation_routes(parts: DelegationParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1")
    store = parts.delegations

    async def at_desk(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, DESK)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    desk_member = Depends(at_desk)

    async def proven(conversation_id: str, authorization: str) -> Person:
        conversation = await own_conversation(parts.conversations, conversation_id, authorization)
        person = await parts.identity.person(conversation.id, parts.now())
        if person is None:
            raise NotAuthorised("not verified", say.SIGN_IN_FIRST)
        return person

    @api.post("/desk/delegations", status_code=201)
    async def record(body: NewDelegation, member: SignedIn = desk_member) -> Json:
        """Record an authorisation on papers seen at the counter or in a call."""
        made = _checked(body, parts.now())
        if made.made_in is not None:
            await parts.conversations.conversation(made.made_in)
        await store.add(made, f"staff:{member.name}")
        return _json(made)

    @api.get("/desk/delegations")
    async def of_person(
        id_number: Annotated[str, Header(alias="X-Id-Number", min_length=18, max_length=18)],
        member: SignedIn = desk_member,
    ) -> Json:
        """Return what somebody has given and got; the number is in a header, never in a URL."""
        now = parts.now()
        given, got = await store.granted_by(id_number, now), await store.granted_to(id_number, now)
        await store.note_seen([*given, *got], f"staff:{member.name}", now)
        return {"given": [_json(one) for one in given], "got": [_json(one) for one in got]}

    @api.delete("/desk/delegations/{delegation_id}", status_code=204)
    async def end_for(delegation_id: str, member: SignedIn = desk_member) -> Response:
        """End an authorisation because the principal or the agent asks for it."""
        found = await store.delegation(delegation_id)
        await store.end(found, f"staff:{member.name}", parts.now())
        return Response(status_code=204)

    @api.get("/conversations/{conversation_id}/delegations")
    async def mine(conversation_id: str, authorization: Annotated[str, Header()] = "") -> Json:
        """Return what the citizen has given and got; they must have proven who they are."""
        person, now = await proven(conversation_id, authorization), parts.now()
        given = await store.granted_by(person.id_number, now)
        got = await store.granted_to(person.id_number, now)
        return {"given": [_json(one) for one in given], "got": [_json(one) for one in got]}

    @api.delete("/conversations/{conversation_id}/delegations/{delegation_id}", status_code=204)
    async def end(
        conversation_id: str,
        delegation_id: str,
        authorization: Annotated[str, Header()] = "",
    ) -> Response:
        """End one's own authorisation, as principal or as agent."""
        person = await proven(conversation_id, authorization)
        found = await store.delegation(delegation_id)
        sides = {found.principal_id_number: "principal", found.agent_id_number: "agent"}
        if person.id_number not in sides:
            raise NotFound(f"delegation {delegation_id}")
        await store.end(found, sides[person.id_number], parts.now())
        return Response(status_code=204)

    return api


def _checked(body: NewDelegation, now: datetime) -> Delegation:
    """Return the authorisation, or raise NotAllowedNow with what is wrong in plain words."""
    principal, agent = body.principal, body.agent
    for person in (principal, agent):
        if problem_with(_ID, person.id_number, {}, now.date()) is not None:
            raise NotAllowedNow("bad id number", say.BAD_NUMBER)
    if principal.id_number == agent.id_number:
        raise NotAllowedNow("same person", say.SAME_PERSON)
    if not set(body.scope) <= set(SCOPES):
        raise NotAllowedNow("bad scope", say.BAD_SCOPE)
    born, evidence = birth_date(principal.id_number), Evidence(body.evidence)
    if born is None:
        raise NotAllowedNow("no birthday", say.BAD_NUMBER)
    child = full_years(born, now.date()) < GUARDED_UNDER
    if child and evidence is not Evidence.GUARDIAN:
        raise NotAllowedNow("a child", say.A_CHILD)
    if not child and evidence is Evidence.GUARDIAN:
        raise NotAllowedNow("not a child", say.NOT_A_CHILD)
    until = guardian_until(born, now) if child else until_of(now, LENGTHS[body.length])
    return Delegation(
        id=str(uuid.uuid4()),
        principal_name=principal.name,
        principal_id_number=principal.id_number,
        made_in=body.conversation_id,
        evidence=evidence,
        made_at=now,
        standing=Standing.ACTIVE,
        relation=body.relation,
        scope=tuple(body.scope),
        until=until,
        agent_name=agent.name,
        agent_id_number=agent.id_number,
    )


def _json(delegation: Delegation) -> Json:
    agent_number = delegation.agent_id_number
    return {
        "id": delegation.id,
        "principal": mask_name(delegation.principal_name),
        "principal_id_number": mask_id_number(delegation.principal_id_number),
        "agent": mask_name(delegation.agent_name) if delegation.agent_name else None,
        "agent_id_number": mask_id_number(agent_number) if agent_number else None,
        "relation": delegation.relation,
        "scope": list(delegation.scope),
        "evidence": delegation.evidence.value,
        "standing": delegation.standing.value,
        "until": delegation.until.astimezone(UTC).isoformat() if delegation.until else None,
    }
