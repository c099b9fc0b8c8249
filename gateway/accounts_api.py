"""Serves administrators: accounts of staff, and what takes two of them, under /api/v1/accounts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Response
from pydantic import Field

from core import account_wording as say
from core.administration import DUTIES, needs_approval, separated, written
from core.errors import InvalidContent, NotAllowedNow, NotFound, NotPermitted
from core.store import StaffStore
from core.store.administration import OPEN, RESET, AdministrationStore
from core.store.sign_in_failures import account_key
from core.store.staff import StaffMember
from gateway.api import Body, Json
from gateway.staff import SECURITY, SYSTEM, SignedIn, StaffDoor

DECIDING = frozenset({SECURITY, SYSTEM})  # a second administrator, or the system's


class NewAccount(Body):
    """Open an account."""

    name: str = Field(min_length=1, max_length=64, pattern=r"^\S+$")
    display_name: str = Field(min_length=1, max_length=64, pattern=r"\S")
    duties: list[str] = Field(min_length=1, max_length=6)


@dataclass(frozen=True, slots=True)
class AccountsParts:
    """Hold what these routes use."""

    door: StaffDoor
    staff: StaffStore
    administration: AdministrationStore


def accounts_routes(parts: AccountsParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/accounts")

    async def security(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who(yibao_staff, SECURITY)

    async def deciding(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await parts.door.who_has_one_of(yibao_staff, DECIDING, say.NO_SECURITY_DUTY)

    # Not in Annotated: FastAPI reads annotations as text and cannot see names of this function.
    administrator, second = Depends(security), Depends(deciding)

    async def another(name: str, member: SignedIn) -> StaffMember:
        """Return the account of a colleague, whose duties need no second person to act on."""
        known = await parts.staff.member(name)
        if known is None:
            raise NotFound(f"account {name}")
        if name == member.name:
            raise NotPermitted(f"{name} is their own", say.OWN_ACCOUNT)
        return known

    @api.get("")
    async def accounts(member: SignedIn = administrator) -> Json:
        """Return every account, without anything that opens it."""
        del member
        return {"accounts": [await shown(one) for one in await parts.staff.members()]}

    @api.post("", status_code=201)
    async def open_account(
        body: NewAccount, response: Response, member: SignedIn = administrator
    ) -> Json:
        """Open an account; 202 where another administrator has to approve it first."""
        if not set(body.duties) <= DUTIES:
            raise InvalidContent("duties", say.UNKNOWN_DUTY)
        if not separated(body.duties):
            raise NotAllowedNow("duties", say.SEPARATED)
        if await parts.staff.member(body.name) is not None:
            raise NotAllowedNow(f"account {body.name}", say.NAME_TAKEN)
        if needs_approval(body.duties):
            response.status_code = 202
            return await asked(OPEN, body.name, body.display_name, written(body.duties), member)
        password = _temporary()
        await parts.door.add(
            *(body.name, body.display_name, password, body.duties),
            by=member.name,
            must_change=True,
        )
        return {"password": password}

    @api.post("/{name}/reset")
    async def reset(name: str, response: Response, member: SignedIn = administrator) -> Json:
        """Give another temporary password and forget the phone; 202 for an administrator's."""
        known = await another(name, member)
        if needs_approval(known.duties):
            response.status_code = 202
            return await asked(RESET, name, known.display_name, written(known.duties), member)
        password, at = _temporary(), parts.door.now()
        await parts.staff.unbind_secret(name, at=at, by=member.name)
        await parts.staff.set_password(
            name, await parts.door.hash_of(password), at=at, by=member.name, must_change=True
        )
        return {"password": password}

    @api.post("/{name}/unlock", status_code=204)
    async def unlock(name: str, member: SignedIn = administrator) -> Response:
        """Let an account try again that wrong passwords locked."""
        await another(name, member)
        await parts.staff.failures.forget(account_key(name))
        await parts.staff.note(name, "unlocked", at=parts.door.now(), by=member.name)
        return Response(status_code=204)

    @api.post("/{name}/sign-out", status_code=204)
    async def sign_out(name: str, member: SignedIn = administrator) -> Response:
        """End every session of an account."""
        await another(name, member)
        await parts.staff.sessions.end_all(name, at=parts.door.now(), by=member.name)
        return Response(status_code=204)

    @api.post("/{name}/close", status_code=204)
    async def close(name: str, member: SignedIn = administrator) -> Response:
        """Let nobody in with an account any more."""
        await another(name, member)
        await parts.staff.close(name, at=parts.door.now(), by=member.name)
        return Response(status_code=204)

    @api.get("/requests")
    async def requests(member: SignedIn = second) -> Json:
        """Return what waits for a second administrator."""
        return {
            "requests": [
                {
                    "id": one.id,
                    "kind": one.kind,
                    "name": one.name,
                    "display_name": one.display_name,
                    "duties": one.duties.split(","),
                    "requested_by": one.requested_by,
                    "requested_at": one.requested_at.isoformat(),
                    "mine": one.requested_by == member.name,
                }
                for one in await parts.administration.requests()
            ]
        }

    @api.post("/requests/{request_id}/approve")
    async def approve(request_id: str, member: SignedIn = second) -> Json:
        """Approve what another administrator asked for; the password is shown this once."""
        password = _temporary()
        done = await parts.administration.approve(
            request_id, await parts.door.hash_of(password), at=parts.door.now(), by=member.name
        )
        return {"name": done.name, "password": password}

    @api.post("/requests/{request_id}/refuse", status_code=204)
    async def refuse(request_id: str, member: SignedIn = second) -> Response:
        """Refuse a request, or take back one's own."""
        await parts.administration.refuse(request_id, at=parts.door.now(), by=member.name)
        return Response(status_code=204)

    async def asked(kind: str, name: str, display_name: str, duties: str, member: SignedIn) -> Json:
        request_id = await parts.administration.ask(
            kind, name, display_name, duties, at=parts.door.now(), by=member.name
        )
        return {"request": request_id, "detail": say.NEEDS_APPROVAL}

    async def shown(one: StaffMember) -> Json:
        failures, now = await parts.staff.failures.of(account_key(one.name)), parts.door.now()
        locked = failures.locked_until if failures.locked_at(now) else None
        return {
            "name": one.name,
            "display_name": one.display_name,
            "duties": sorted(one.duties),
            "has_code": one.totp_secret is not None,
            "must_change": one.must_change,
            "closed": one.closed_at is not None,
            "locked_until": locked.isoformat() if locked is not None else None,
        }

    return api


def _temporary() -> str:
    """Return a password that is good for one sign-in."""
    return secrets.token_urlsafe(9)
