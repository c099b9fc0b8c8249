"""Tests gateway.accounts_api: who opens and changes the accounts of staff, and who approves."""

from __future__ import annotations

import pytest

from core import account_wording as say
from core.tables import audit
from gateway.staff import AUDIT, KNOWLEDGE, SECURITY, SYSTEM
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


async def test_nobody_alone_gets_into_the_accounts_of_two_editors(front: Front) -> None:
    await administrators(front)
    await open_account(front, "edit1", KNOWLEDGE)
    await open_account(front, "edit2", KNOWLEDGE)
    editor = CLERK | {"duties": [KNOWLEDGE]}

    answers = [await front.http.post(ACCOUNTS, json=editor)]
    answers += [await front.http.post(f"{ACCOUNTS}/{name}/reset") for name in ("edit1", "edit2")]
    request = f"{ACCOUNTS}/requests/{answers[1].json()['request']}/approve"
    alone = await front.http.post(request)
    await signed_in(front, "sys", NEW)
    by_two = await front.http.post(request)

    assert [answer.status_code for answer in answers] == [202] * 3
    assert_problem(alone, 403, say.TWO_PERSONS)
    await signed_in(front, "edit1", by_two.json()["password"])


async def test_what_somebody_asked_for_who_has_left_does_not_count_as_their_word(
    front: Front,
) -> None:
    await administrators(front)
    await open_account(front, "sys2", SYSTEM)
    asked = await front.http.put(f"{ACCOUNTS}/sys2/duties", json={"duties": [AUDIT]})
    await signed_in(front, "sys", NEW)
    await front.http.post(f"{ACCOUNTS}/sec/close")

    approved = await front.http.post(f"{ACCOUNTS}/requests/{asked.json()['request']}/approve")

    assert asked.status_code == 202
    assert_problem(approved, 403, say.SECURITY_DECIDES)


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


async def test_the_system_administrator_makes_accounts_that_the_security_administrator_approves(
    front: Front,
) -> None:
    await administrators(front)
    await signed_in(front, "sys", NEW)

    asked = await front.http.post(ACCOUNTS, json=CLERK)
    twice = await front.http.post(ACCOUNTS, json=CLERK)
    await signed_in(front, "sec", NEW)
    request = f"{ACCOUNTS}/requests/{asked.json()['request']}"
    approved = await front.http.post(f"{request}/approve")

    assert asked.status_code == 202
    assert_problem(twice, 409, say.REQUEST_WAITS)
    await signed_in(front, "1007", approved.json()["password"])


async def test_other_duties_hold_once_a_second_person_approved_them(front: Front) -> None:
    await administrators(front)
    await open_account(front, "1007", "desk")
    await open_account(front, "sys2", SYSTEM)
    await signed_in(front, "sys", NEW)
    wanted = {"duties": ["desk", "supervise"]}

    asked = await front.http.put(f"{ACCOUNTS}/1007/duties", json=wanted)
    request = f"{ACCOUNTS}/requests/{asked.json()['request']}"
    own = await front.http.post(f"{request}/approve")
    await signed_in(front, "sys2", NEW)
    without_security = await front.http.post(f"{request}/approve")
    early = await front.office.staff.member("1007")
    token = await front.parts.staff.door.sign_in("1007", NEW)
    await signed_in(front, "sec", NEW)
    approved = await front.http.post(f"{request}/approve")
    member = await front.office.staff.member("1007")

    assert asked.status_code == 202
    assert_problem(own, 403, say.TWO_PERSONS)
    assert_problem(without_security, 403, say.SECURITY_DECIDES)
    assert early is not None
    assert early.duties == {"desk"}
    assert approved.json() == {"name": "1007", "password": None}
    assert member is not None
    assert member.duties == {"desk", "supervise"}
    assert not member.must_change
    with pytest.raises(Exception, match="everywhere"):
        await front.parts.staff.door.who(token)  # whoever is signed in comes in anew
    await front.parts.staff.door.sign_in("1007", NEW)


async def test_nobody_approves_what_is_about_themselves(front: Front) -> None:
    await administrators(front)
    await signed_in(front, "sys", NEW)
    wanted = {"duties": ["desk", SECURITY]}

    asked = await front.http.put(f"{ACCOUNTS}/sec/duties", json=wanted)
    own = await front.http.put(f"{ACCOUNTS}/sys/duties", json=wanted)
    await signed_in(front, "sec", NEW)
    approved = await front.http.post(f"{ACCOUNTS}/requests/{asked.json()['request']}/approve")

    assert_problem(own, 403, say.OWN_ACCOUNT)
    assert_problem(approved, 403, say.OWN_ACCOUNT)


async def test_a_lost_phone_is_forgotten_and_the_password_stays(front: Front) -> None:
    await administrators(front)
    at = front.office.clock()
    for name in ("1007", "aud"):
        await open_account(front, name, AUDIT if name == "aud" else "desk")
        await front.office.staff.bind_secret(name, "GEZDGNBVGY3TQOJQ", 1, ["a"], at)
    await signed_in(front, "sys", NEW)

    done = await front.http.post(f"{ACCOUNTS}/1007/code-removal")
    again = await front.http.post(f"{ACCOUNTS}/1007/code-removal")
    asked = await front.http.post(f"{ACCOUNTS}/aud/code-removal")
    await signed_in(front, "sec", NEW)
    approved = await front.http.post(f"{ACCOUNTS}/requests/{asked.json()['request']}/approve")

    assert done.status_code == 200
    assert_problem(again, 409, say.NO_PHONE)
    assert asked.status_code == 202
    assert approved.json()["password"] is None
    for name in ("1007", "aud"):
        await front.parts.staff.door.sign_in(name, NEW)  # without a code


async def test_a_closed_account_is_opened_again_with_a_new_password(front: Front) -> None:
    await administrators(front)
    for name, duty in (("1007", "desk"), ("aud", AUDIT)):
        await open_account(front, name, duty)
        await front.http.post(f"{ACCOUNTS}/{name}/close")

    shut = await front.http.post(f"{ACCOUNTS}/1007/reset")
    opened = await front.http.post(f"{ACCOUNTS}/1007/reopen")
    again = await front.http.post(f"{ACCOUNTS}/1007/reopen")
    asked = await front.http.post(f"{ACCOUNTS}/aud/reopen")
    await signed_in(front, "sys", NEW)
    approved = await front.http.post(f"{ACCOUNTS}/requests/{asked.json()['request']}/approve")

    assert_problem(shut, 409, say.IS_CLOSED)
    assert_problem(again, 409, say.NOT_CLOSED)
    assert asked.status_code == 202
    await signed_in(front, "1007", opened.json()["password"])
    await signed_in(front, "aud", approved.json()["password"])


async def test_a_person_is_named_otherwise_and_signs_in_as_before(front: Front) -> None:
    await administrators(front)
    await open_account(front, "1007", "desk")

    renamed = await front.http.put(f"{ACCOUNTS}/1007/display-name", json={"display_name": "周小工"})

    assert renamed.status_code == 204
    await signed_in(front, "1007", NEW)
    assert (await front.http.get("/api/v1/staff/me")).json()["display_name"] == "周小工"
    acts = [(row["actor"], row["action"]) for row in await front.office.rows(audit)]
    assert ("staff:sec", "account_renamed") in acts
