"""Tests gateway.accounts_api and what the database itself refuses about accounts and entries."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from core import account_wording as say
from core.administration import ADMINISTRATIVE
from core.staff_tables import staff_approvals
from core.store.administration import OPEN, AccountRequest
from core.tables import audit, staff
from gateway.staff import AUDIT, SECURITY, SYSTEM
from tests.gateway.front import PASSWORD, Front
from tests.gateway.test_problems import assert_problem
from tests.gateway.test_role_matrix import NEW, open_account, signed_in

ACCOUNTS, SESSION = "/api/v1/accounts", "/api/v1/staff/session"
CLERK = {"name": "1007", "display_name": "周工", "duties": ["desk"]}
AUDITOR = {"name": "audit1", "display_name": "吴工", "duties": [AUDIT]}


async def administrators(front: Front) -> None:
    """Open an account for each of the two who decide; the security administrator comes in."""
    await open_account(front, "sec", SECURITY)
    await open_account(front, "sys", SYSTEM)
    await signed_in(front, "sec", NEW)


async def test_a_clerks_account_is_opened_by_one_with_a_password_for_one_sign_in(
    front: Front,
) -> None:
    await administrators(front)

    opened = await front.http.post(ACCOUNTS, json=CLERK)

    assert opened.status_code == 201
    await signed_in(front, "1007", opened.json()["password"])
    assert (await front.http.get("/api/v1/staff/me")).json()["owes"] == ["password"]
    assert_problem(await front.http.get("/api/v1/staff/tickets"), 403, say.OWES_PASSWORD)


async def test_an_administrators_account_takes_two(front: Front) -> None:
    await administrators(front)
    asked = await front.http.post(ACCOUNTS, json=AUDITOR)
    request = f"{ACCOUNTS}/requests/{asked.json()['request']}"

    alone = await front.http.post(f"{request}/approve")
    early = await front.office.staff.member("audit1")
    await signed_in(front, "sys", NEW)
    approved = await front.http.post(f"{request}/approve")
    again = await front.http.post(f"{request}/approve")

    assert asked.status_code == 202
    assert_problem(alone, 403, say.TWO_PERSONS)
    assert early is None
    assert approved.status_code == 200
    assert again.status_code == 404
    await signed_in(front, "audit1", approved.json()["password"])


async def test_nobody_holds_two_of_the_three(front: Front) -> None:
    await administrators(front)

    both = await front.http.post(ACCOUNTS, json=AUDITOR | {"duties": [AUDIT, SYSTEM]})

    assert_problem(both, 409, say.SEPARATED)


async def test_an_administrators_password_is_reset_by_two(front: Front) -> None:
    await administrators(front)
    await open_account(front, "aud", AUDIT)

    asked = await front.http.post(f"{ACCOUNTS}/aud/reset")
    token = await front.parts.staff.door.sign_in("aud", NEW)  # nothing has changed yet
    await signed_in(front, "sys", NEW)
    approved = await front.http.post(f"{ACCOUNTS}/requests/{asked.json()['request']}/approve")

    assert asked.status_code == 202
    assert (
        await front.http.post(SESSION, json={"name": "aud", "password": NEW})
    ).status_code == 401
    del token
    await signed_in(front, "aud", approved.json()["password"])


async def test_a_security_administrator_helps_colleagues_and_not_themselves(front: Front) -> None:
    await administrators(front)
    await front.parts.staff.door.add("1001", "王工", PASSWORD)
    token = await front.parts.staff.door.sign_in("1001", PASSWORD)
    for _ in range(5):
        await front.http.post(SESSION, json={"name": "1001", "password": "wrong"})

    listed = (await front.http.get(ACCOUNTS)).json()["accounts"]
    unlocked = await front.http.post(f"{ACCOUNTS}/1001/unlock")
    out = await front.http.post(f"{ACCOUNTS}/1001/sign-out")
    reset = await front.http.post(f"{ACCOUNTS}/1001/reset")
    closed = await front.http.post(f"{ACCOUNTS}/1001/close")
    own = await front.http.post(f"{ACCOUNTS}/sec/reset")

    assert next(one for one in listed if one["name"] == "1001")["locked_until"] is not None
    assert all("hash" not in key and "secret" not in key for one in listed for key in one)
    assert [answer.status_code for answer in (unlocked, out, closed)] == [204, 204, 204]
    assert_problem(own, 403, say.OWN_ACCOUNT)
    with pytest.raises(Exception, match="everywhere"):
        await front.parts.staff.door.who(token)
    body = {"name": "1001", "password": reset.json()["password"]}
    assert_problem(await front.http.post(SESSION, json=body), 401, say.ACCOUNT_CLOSED)
    acts = [(row["actor"], row["action"]) for row in await front.office.rows(audit)]
    for act in ("unlocked", "signed_out_everywhere", "password_changed", "account_closed"):
        assert ("staff:sec", act) in acts


async def test_the_database_refuses_administrators_that_nobody_approved(front: Front) -> None:
    row = {"name": "x", "display_name": "x", "password_hash": "x"}
    for duties in ADMINISTRATIVE:
        with pytest.raises(IntegrityError, match="ck_staff_approved"):
            async with front.office.database.writing() as connection:
                await connection.execute(insert(staff).values(**row, duties=f"desk,{duties}"))
    await open_account(front, "aud", AUDIT)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):  # approved for something else
        async with front.office.database.writing() as connection:
            await connection.execute(
                update(staff).where(staff.c.name == "aud").values(duties=SECURITY)
            )
    with pytest.raises(IntegrityError, match="ck_staff_separated"):
        async with front.office.database.writing() as connection:
            await connection.execute(
                update(staff).where(staff.c.name == "aud").values(duties="audit,system")
            )


async def test_the_database_refuses_an_approval_by_who_asked(front: Front) -> None:
    at = front.office.clock()
    wanted = AccountRequest(str(uuid.uuid4()), OPEN, "x", "x", AUDIT, "甲", at)
    with pytest.raises(IntegrityError, match="two_people"):
        await front.parts.staff.account.others.administration.open_by_two(
            wanted, "hash", at=at, by="甲"
        )

    assert await front.office.rows(staff_approvals) == []
    assert await front.office.staff.member("x") is None
