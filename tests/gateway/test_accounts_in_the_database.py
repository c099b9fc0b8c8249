"""Tests what the database itself refuses about accounts, whatever the gateway asks for."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from core.administration import ADMINISTRATIVE, OPEN
from core.staff_tables import staff_approvals
from core.store.administration import AccountRequest
from core.tables import staff
from gateway.staff import AUDIT, SECURITY
from tests.gateway.front import PASSWORD, Front
from tests.gateway.test_role_matrix import open_account


async def test_the_database_refuses_duties_that_nobody_approved(front: Front) -> None:
    await front.parts.staff.door.add("1001", "王工", PASSWORD)

    with pytest.raises(IntegrityError, match="staff_duties_approved"):
        async with front.office.database.writing() as connection:
            await connection.execute(
                update(staff).where(staff.c.name == "1001").values(duties="desk,supervise")
            )


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
