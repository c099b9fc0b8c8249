"""Serves administrators: accounts of staff, under /api/v1/accounts."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Response
from pydantic import Field

from core import account_wording as say
from core.administration import (
    CHANGE,
    CODE,
    DUTIES,
    OPEN,
    REOPEN,
    RESET,
    needs_second,
    separated,
    written,
)
from core.errors import InvalidContent, NotAllowedNow, NotFound, NotPermitted
from core.store import StaffStore
from core.store.administration import AdministrationStore
from core.store.sign_in_failures import account_key
from core.store.staff import StaffMember
from gateway.api import Body, Json
from gateway.staff import SECURITY, SYSTEM, SignedIn, StaffDoor

# Who a person is, is the system administrator's; what they may do, the security administrator's
# (GB/T 22239-2019 8.1.5.1, 8.1.5.3): new accounts and other duties want the latter's word.
ADMINISTRATORS = frozenset({SECURITY, SYSTEM})
# For the document: what takes two.
WAITS: dict[int | str, dict[str, object]] = {
    202: {"description": "Another administrator has to approve it first."}
}


class NewAccount(Body):
    """Open an account."""

    name: str = Field(min_length=1, max_length=64, pattern=r"^\S+$")
    display_name: str = Field(min_length=1, max_length=64, pattern=r"\S")
    duties: list[str] = Field(min_length=1, max_length=6)


class NewName(Body):
    """Name the person of an account otherwise."""

    display_name: str = Field(min_length=1, max_length=64, pattern=r"\S")


class NewDuties(Body):
    """Ask for other duties of an account."""

    duties: list[str] = Field(min_length=1, max_length=6)


@dataclass(frozen=True, slots=True)
class AccountsParts:
    """Hold what these routes use."""

    door: StaffDoor
    staff: StaffStore
    administration: AdministrationStore


def administrators_only(door: StaffDoor) -> Callable[..., Awaitable[SignedIn]]:
    """Return the dependency that gives who is signed in, and lets in administrators alone."""

    async def administrating(yibao_staff: Annotated[str | None, Cookie()] = None) -> SignedIn:
        return await door.who_has_one_of(yibao_staff, ADMINISTRATORS, say.NOT_ADMINISTRATOR)

    return administrating


def accounts_routes(parts: AccountsParts) -> APIRouter:
    """Return the routes."""
    api = APIRouter(prefix="/api/v1/accounts")

    administrator = Depends(administrators_only(parts.door))

    async def another(name: str, member: SignedIn, *, closed: bool = False) -> StaffMember:
        """Return the account of a colleague; NotAllowedNow if it is closed, or open."""
        known = await parts.staff.member(name)
        if known is None:
            raise NotFound(f"account {name}")
        if name == member.name:
            raise NotPermitted(f"{name} is their own", say.OWN_ACCOUNT)
        if (known.closed_at is not None) is not closed:
            raise NotAllowedNow(f"account {name}", say.NOT_CLOSED if closed else say.IS_CLOSED)
        return known

    @api.get("")
    async def accounts(member: SignedIn = administrator) -> Json:
        """Return every account, without anything that opens it."""
        return {"accounts": [await shown(one, member) for one in await parts.staff.members()]}

    @api.post("", status_code=201, responses=WAITS)
    async def open_account(
        body: NewAccount, response: Response, member: SignedIn = administrator
    ) -> Json:
        """Open an account; 202 where another administrator has to approve it first."""
        check(body.duties)
        if await parts.staff.member(body.name) is not None:
            raise NotAllowedNow(f"account {body.name}", say.NAME_TAKEN)
        if needs_second(body.duties) or SECURITY not in member.duties:
            response.status_code = 202
            return await asked(OPEN, body.name, body.display_name, written(body.duties), member)
        password = temporary()
        await parts.door.add(
            *(body.name, body.display_name, password, body.duties),
            by=member.name,
            must_change=True,
        )
        return {"password": password}

    @api.put("/{name}/display-name", status_code=204)
    async def rename(name: str, body: NewName, member: SignedIn = administrator) -> Response:
        """Name the person otherwise; what they sign in with stays."""
        await another(name, member)
        at = parts.door.now()
        await parts.staff.rename(name, body.display_name, at=at, by=member.name)
        return Response(status_code=204)

    @api.put("/{name}/duties", status_code=202)
    async def change_duties(name: str, body: NewDuties, member: SignedIn = administrator) -> Json:
        """Ask for other duties; they hold once another administrator approved them."""
        check(body.duties)
        known = await another(name, member)
        if known.duties == frozenset(body.duties):
            raise NotAllowedNow("duties", say.DUTIES_SAME)
        return await asked(CHANGE, name, known.display_name, written(body.duties), member)

    @api.post("/{name}/reset", responses=WAITS)
    async def reset(name: str, response: Response, member: SignedIn = administrator) -> Json:
        """Give another temporary password and forget the phone; 202 where that takes two."""
        known = await another(name, member)
        if needs_second(known.duties):
            response.status_code = 202
            return await asked(RESET, name, known.display_name, written(known.duties), member)
        password, at = temporary(), parts.door.now()
        await parts.staff.unbind_secret(name, at=at, by=member.name)
        await parts.staff.set_password(
            name, await parts.door.hash_of(password), at=at, by=member.name, must_change=True
        )
        return {"password": password}

    @api.post("/{name}/code-removal", responses=WAITS)
    async def forget_code(name: str, response: Response, member: SignedIn = administrator) -> Json:
        """Forget the phone and keep the password; 202 where that takes two."""
        known = await another(name, member)
        if known.totp_secret is None:
            raise NotAllowedNow("no phone", say.NO_PHONE)
        if needs_second(known.duties):
            response.status_code = 202
            return await asked(CODE, name, known.display_name, written(known.duties), member)
        await parts.staff.unbind_secret(name, at=parts.door.now(), by=member.name)
        return {}

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
        """Let nobody in with an account, until it is opened again."""
        await another(name, member)
        await parts.staff.close(name, at=parts.door.now(), by=member.name)
        return Response(status_code=204)

    @api.post("/{name}/reopen", responses=WAITS)
    async def reopen(name: str, response: Response, member: SignedIn = administrator) -> Json:
        """Open a closed account with a temporary password; 202 where that takes two."""
        known = await another(name, member, closed=True)
        if needs_second(known.duties):
            response.status_code = 202
            return await asked(REOPEN, name, known.display_name, written(known.duties), member)
        password = temporary()
        await parts.staff.reopen(
            name, await parts.door.hash_of(password), at=parts.door.now(), by=member.name
        )
        return {"password": password}

    async def asked(kind: str, name: str, display_name: str, duties: str, member: SignedIn) -> Json:
        request_id = await parts.administration.ask(
            kind, name, display_name, duties, at=parts.door.now(), by=member.name
        )
        return {"request": request_id, "detail": say.NEEDS_APPROVAL}

    async def shown(one: StaffMember, member: SignedIn) -> Json:
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
            "needs_second": needs_second(one.duties),  # to come in again, if it is shut out
            "mine": one.name == member.name,
        }

    return api


def check(duties: list[str]) -> None:
    """Raise InvalidContent for unknown duties, NotAllowedNow for what one person may not hold."""
    if not set(duties) <= DUTIES:
        raise InvalidContent("duties", say.UNKNOWN_DUTY)
    if not separated(duties):
        raise NotAllowedNow("duties", say.SEPARATED)


def temporary() -> str:
    """Return a password that is good for one sign-in."""
    return secrets.token_urlsafe(9)
