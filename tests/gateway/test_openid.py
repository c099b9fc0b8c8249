"""Tests staff's sign-in with an OpenID provider, against one that keeps to the protocol or not."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from core import account_wording as say
from core.one_time_codes import code_of, step_at
from core.tables import staff_sessions
from gateway.account_api import COOKIE
from gateway.openid_api import OPENID, RETURN
from gateway.settings import Settings
from gateway.staff import SignInRules
from gateway.staff_side import account_parts
from integrations.listeners import Listeners
from tests.fakes.openid_provider import FAULTS
from tests.gateway.openid_desk import PASSWORD, Desk, app_of, browser
from tests.gateway.openid_desk import desk as desk


async def test_whom_the_provider_names_and_we_know_is_at_work(desk: Desk) -> None:
    came = await desk.come("/cases")

    assert (came.status_code, came.headers["location"]) == (303, "/cases")
    assert (await desk.http.get("/api/v1/staff/me")).json()["display_name"] == "王工"
    assert await desk.acts() == [("staff:1001", "signed_in", "openid")]
    assert desk.provider.asked["prompt"] == "login"


async def test_the_session_is_as_one_by_password(desk: Desk) -> None:
    await desk.parts.door.sign_in("1001", PASSWORD)
    came = await desk.come()
    cookie = next(h for h in came.headers.get_list("set-cookie") if h.startswith(f"{COOKIE}="))

    live = [row for row in await desk.office.rows(staff_sessions) if row["ended"] is None]
    assert len(live) == 1
    assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    await desk.http.delete("/api/v1/staff/session")
    assert (await desk.http.get("/api/v1/staff/me")).status_code == 401
    assert (await desk.acts())[-1][1] == "signed_out"


@pytest.mark.parametrize("fault", sorted(FAULTS))
async def test_a_token_with_anything_wrong_lets_nobody_in(desk: Desk, fault: str) -> None:
    await desk.parts.door.add("1002", "李工", PASSWORD)
    desk.provider.fault = fault

    came = await desk.come()

    assert came.status_code == 403
    assert say.OPENID_REFUSED in came.text
    assert COOKIE not in desk.http.cookies
    assert desk.provider.spoilt == {fault: 1}
    assert await desk.acts() == [("staff", "openid_refused", FAULTS[fault])]


async def test_coming_back_twice_lets_in_once(desk: Desk) -> None:
    address = await desk.sent_back(await desk.begin())
    kept = dict(desk.http.cookies)
    first = await desk.http.get(address)
    desk.http.cookies.update(kept)

    again = await desk.http.get(address)

    assert (first.status_code, again.status_code) == (303, 403)
    assert say.OPENID_OVER in again.text
    assert [act for _, act, _ in await desk.acts()] == ["signed_in", "openid_refused"]


async def test_a_code_that_was_redeemed_is_worth_nothing_in_another_attempt(desk: Desk) -> None:
    address = await desk.sent_back(await desk.begin())
    (used,) = parse_qs(urlsplit(address).query)["code"]
    await desk.http.get(address)
    desk.http.cookies.clear()

    page = await desk.begin()
    (state,) = parse_qs(urlsplit(page).query)["state"]
    came = await desk.http.get(RETURN, params={"code": used, "state": state})

    assert came.status_code == 403
    assert desk.provider.refused == {"invalid_grant": 1}
    assert (await desk.acts())[-1] == ("staff", "openid_refused", "code refused")


async def test_a_code_of_another_browser_is_worth_nothing(desk: Desk) -> None:
    theirs = await desk.sent_back(await desk.begin())
    (stolen,) = parse_qs(urlsplit(theirs).query)["code"]
    desk.http.cookies.clear()

    (state,) = parse_qs(urlsplit(await desk.begin()).query)["state"]
    came = await desk.http.get(RETURN, params={"code": stolen, "state": state})

    assert came.status_code == 403
    assert desk.provider.refused == {"invalid_grant": 1}  # the verifier is not its own


@pytest.mark.parametrize("state", ["", "of somebody else", "他人"])
async def test_a_state_that_is_not_this_browsers_lets_nobody_in(desk: Desk, state: str) -> None:
    address = await desk.sent_back(await desk.begin())
    (code,) = parse_qs(urlsplit(address).query)["code"]

    came = await desk.http.get(RETURN, params={"code": code, "state": state})

    assert came.status_code == 403
    assert await desk.acts() == [("staff", "openid_refused", "state")]
    assert (await desk.http.get(address)).status_code == 303  # one's own is not lost by it


async def test_a_link_that_is_followed_in_another_browser_lets_nobody_in(desk: Desk) -> None:
    address = await desk.sent_back(await desk.begin())
    desk.http.cookies.clear()

    came = await desk.http.get(address)

    assert came.status_code == 403
    assert await desk.acts() == [("staff", "openid_refused", "state")]


async def test_an_attempt_is_over_after_ten_minutes(desk: Desk) -> None:
    address = await desk.sent_back(await desk.begin("/admin"))
    desk.office.clock.pass_by(timedelta(minutes=11))

    came = await desk.http.get(address)

    assert came.status_code == 403
    assert 'href="/admin"' in came.text
    assert await desk.acts() == [("staff", "openid_refused", "used or over")]


async def test_who_has_no_account_gets_none(desk: Desk) -> None:
    desk.provider.claims = {"employee_number": "9999"}

    came = await desk.come()

    assert (came.status_code, say.OPENID_NO_ACCOUNT in came.text) == (403, True)
    assert await desk.office.staff.count() == 1
    assert await desk.acts() == [("staff", "openid_refused", "no account")]


async def test_an_account_that_is_closed_or_locked_stays_so(desk: Desk) -> None:
    for _ in range(5):
        await desk.http.post("/api/v1/staff/session", json={"name": "1001", "password": "wrong"})
    locked = await desk.come()
    desk.office.clock.pass_by(timedelta(hours=1))
    await desk.office.staff.close("1001", at=desk.office.clock(), by="sec01")
    closed = await desk.come()

    assert (locked.status_code, closed.status_code) == (403, 403)
    assert "暂时锁定" in locked.text
    assert say.ACCOUNT_CLOSED in closed.text
    assert await desk.acts() == [
        ("staff:1001", "openid_refused", "locked"),
        ("staff:1001", "openid_refused", "closed"),
    ]


async def test_our_code_is_asked_where_the_provider_checked_a_password_only(desk: Desk) -> None:
    secret = await desk.bind()
    desk.provider.claims["amr"] = ["pwd"]

    came = await desk.come("/admin")
    state = (await desk.http.get(OPENID)).json()
    early = await desk.http.get("/api/v1/staff/me")
    wrong = await desk.http.post(f"{OPENID}/code", json={"code": "000000"})
    right = await desk.http.post(
        f"{OPENID}/code", json={"code": code_of(secret, step_at(desk.office.clock()))}
    )
    again = await desk.http.post(f"{OPENID}/code", json={"code": "000000"})

    assert (came.status_code, came.headers["location"]) == (303, "/admin")
    assert state == {"offered": True, "code_wanted": True}
    assert (early.status_code, wrong.status_code, right.status_code) == (401, 401, 204)
    assert wrong.json()["title"] == "code-wanted"
    assert again.json()["detail"] == say.OPENID_OVER
    assert (await desk.http.get("/api/v1/staff/me")).status_code == 200
    assert [act for act in await desk.acts() if "openid" in act[1] + act[2]] == [
        ("staff:1001", "openid_refused", "code"),
        ("staff:1001", "signed_in", "openid+code"),
        ("staff", "openid_refused", "used or over"),
    ]


@pytest.mark.parametrize("shown", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:bureau:loa3"}])
async def test_our_code_is_not_asked_where_the_provider_checked_more(
    desk: Desk, shown: dict[str, object]
) -> None:
    await desk.bind()
    desk.provider.claims |= shown

    await desk.come()

    assert (await desk.http.get("/api/v1/staff/me")).status_code == 200
    assert (await desk.acts())[-1] == ("staff:1001", "signed_in", "openid+several")


async def test_wrong_codes_lock_the_account_as_anywhere(desk: Desk) -> None:
    await desk.bind()
    await desk.come()

    for _ in range(5):
        last = await desk.http.post(f"{OPENID}/code", json={"code": "000000"})

    assert last.json()["title"] == "not-authorised"
    assert "暂时锁定" in last.json()["detail"]


async def test_who_never_uses_the_password_owes_no_new_one(desk: Desk) -> None:
    await desk.parts.door.add("1003", "新人", PASSWORD, must_change=True)
    desk.parts.door.rules = SignInRules(codes_required=True)
    desk.provider.claims = {"employee_number": 1003}

    await desk.come()
    with_password_only = (await desk.http.get("/api/v1/staff/me")).json()["owes"]
    desk.provider.claims["amr"] = ["mfa"]
    await desk.come()

    assert with_password_only == ["code"]
    assert (await desk.http.get("/api/v1/staff/me")).json()["owes"] == []


async def test_without_the_provider_one_signs_in_by_password(desk: Desk) -> None:
    desk.house.is_away = True

    away = await desk.http.post(OPENID, json={})
    body = {"name": "1001", "password": PASSWORD}
    entered = await desk.http.post("/api/v1/staff/session", json=body)

    assert (away.status_code, away.json()["detail"]) == (503, say.OPENID_AWAY)
    assert entered.status_code == 204


async def test_a_provider_that_goes_away_half_way_is_said_so(desk: Desk) -> None:
    address = await desk.sent_back(await desk.begin())
    desk.house.is_away = True

    came = await desk.http.get(address)

    assert (came.status_code, say.OPENID_AWAY in came.text) == (503, True)
    assert await desk.acts() == [("staff", "openid_refused", "provider away")]


async def test_a_provider_may_take_another_key(desk: Desk) -> None:
    await desk.come()
    desk.office.clock.pass_by(timedelta(minutes=2))
    desk.provider.key, desk.provider.kid = rsa.generate_private_key(65537, 2048), "2027"

    came = await desk.come()

    assert came.status_code == 303


async def test_a_document_of_another_issuer_is_not_believed(desk: Desk) -> None:
    desk.provider.issuer = "https://id.elsewhere.test/realms/staff"

    assert (await desk.http.post(OPENID, json={})).status_code == 503


async def test_who_cancels_at_the_provider_is_told_so(desk: Desk) -> None:
    (state,) = parse_qs(urlsplit(await desk.begin()).query)["state"]

    came = await desk.http.get(RETURN, params={"error": "access_denied", "state": state})

    assert (came.status_code, say.OPENID_NOT_DONE in came.text) == (403, True)
    assert await desk.acts() == [("staff", "openid_refused", "provider refused")]


async def test_coming_back_is_limited_because_each_leaves_a_row(desk: Desk) -> None:
    answers = [await desk.http.get(RETURN) for _ in range(31)]

    assert {answer.status_code for answer in answers[:30]} == {403}
    assert answers[30].status_code == 429
    assert len(await desk.acts()) == 30


async def test_without_the_setting_there_is_no_such_sign_in(desk: Desk) -> None:
    pages, nowhere = Listeners(), httpx.AsyncClient()
    parts = account_parts(Settings(), desk.office.database, desk.parts.door, pages, nowhere)

    async with browser(app_of(parts)) as http, nowhere:
        offered = await http.get(OPENID)
        begun = await http.post(OPENID, json={})
        came = await http.get(RETURN)

    assert offered.json() == {"offered": False, "code_wanted": False}
    assert (begun.status_code, begun.json()["detail"]) == (404, say.OPENID_NOT_THERE)
    assert came.status_code == 403
