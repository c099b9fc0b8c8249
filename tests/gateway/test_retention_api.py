"""Tests that days of retention change by two people, and what the database itself refuses."""

from __future__ import annotations

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from core import account_wording as say
from core.retention_tables import retention_requests, retention_terms
from core.retention_terms import Kept
from core.store.retention_terms import MIGRATE, SETTINGS
from core.tables import audit
from gateway.staff import SECURITY, SYSTEM
from tests.gateway.front import Front
from tests.gateway.test_problems import assert_problem
from tests.gateway.test_role_matrix import NEW, open_account, signed_in

TERMS = "/api/v1/retention"
BEFORE = {"chats": 90, "drafts": 90, "photos": 90, "recordings": 30}
SHORTER = BEFORE | {"chats": 60}


async def asked(front: Front, by: str = "sys") -> str:
    """Open the accounts of those who decide; one asks for other days. Return the request."""
    for name, duty in (("sec", SECURITY), ("sys", SYSTEM), ("sys2", SYSTEM)):
        await open_account(front, name, duty)
    await signed_in(front, by, NEW)
    answer = await front.http.post(f"{TERMS}/requests", json=SHORTER)
    assert answer.status_code == 202
    return str(answer.json()["request"])


async def test_other_days_hold_once_a_second_person_approved_them(front: Front) -> None:
    request = await asked(front)

    early = (await front.http.get(TERMS)).json()
    own = await front.http.post(f"{TERMS}/requests/{request}/approve")
    await signed_in(front, "sys2", NEW)
    without_security = await front.http.post(f"{TERMS}/requests/{request}/approve")
    await signed_in(front, "sec", NEW)
    approved = await front.http.post(f"{TERMS}/requests/{request}/approve")
    again = await front.http.post(f"{TERMS}/requests/{request}/approve")
    now = (await front.http.get(TERMS)).json()

    assert (early["kept"], early["request"]["kept"]) == (BEFORE, SHORTER)
    assert early["request"]["mine"]
    assert_problem(own, 403, say.TWO_PERSONS)
    assert_problem(without_security, 403, say.SECURITY_DECIDES)
    assert approved.json() == {"kept": SHORTER}
    assert again.status_code == 404
    assert (now["kept"], now["request"]) == (SHORTER, None)
    assert (now["requested_by"], now["approved_by"]) == ("sys", "sec")
    trail = [row for row in await front.office.rows(audit) if row["action"] == "terms_approved"]
    assert [row["detail"] for row in trail] == [SHORTER | {"requested_by": "sys"}]


async def test_one_request_waits_at_a_time_and_can_be_taken_back(front: Front) -> None:
    request = await asked(front)

    second = await front.http.post(f"{TERMS}/requests", json=BEFORE | {"photos": 1})
    refused = await front.http.post(f"{TERMS}/requests/{request}/refuse")
    same = await front.http.post(f"{TERMS}/requests", json=BEFORE)

    assert_problem(second, 409, say.TERMS_WAIT)
    assert refused.status_code == 204
    assert_problem(same, 409, say.TERMS_SAME)
    assert await front.office.rows(retention_requests) == []
    assert await front.office.rows(retention_terms) == []


@pytest.mark.parametrize("days", [0, 3651])
async def test_days_beyond_reason_are_refused(front: Front, days: int) -> None:
    await open_account(front, "sec", SECURITY)
    await signed_in(front, "sec", NEW)

    answer = await front.http.post(f"{TERMS}/requests", json=BEFORE | {"chats": days})

    assert answer.status_code == 422


async def test_the_first_term_is_what_the_settings_named_and_settings_change_it_no_more(
    front: Front,
) -> None:
    terms, at = front.office.stores.terms, front.office.clock()

    first = await terms.begin(Kept(60, 61, 62, 63), at)
    second = await terms.begin(Kept(1, 1, 1, 1), at)

    assert first == second
    assert (first.requested_by, first.approved_by) == (SETTINGS, MIGRATE)
    assert first.kept == Kept(60, 61, 62, 63)


async def test_the_database_refuses_days_that_one_person_decided_on(front: Front) -> None:
    row = BEFORE | {"number": 1, "at": front.office.clock()}
    for unwanted, why in (
        ({"requested_by": "甲", "approved_by": "甲"}, "ck_retention_terms_two_people"),
        ({"requested_by": "甲", "approved_by": "乙", "chats": 0}, "ck_retention_terms_days"),
    ):
        with pytest.raises(IntegrityError, match=why):
            async with front.office.database.writing() as connection:
                await connection.execute(insert(retention_terms).values(row | unwanted))
