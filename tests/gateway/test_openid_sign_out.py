"""Tests that signing out ends the OpenID provider's session, too, or says that it does not."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from core import account_wording as say
from core.one_time_codes import code_of, step_at
from core.sealed_columns import BEGINS
from core.tables import staff_sessions
from gateway.openid_api import LEFT, OPENID
from tests.gateway.openid_desk import OURS, PASSWORD, Desk
from tests.gateway.openid_desk import desk as desk

SESSION = "/api/v1/staff/session"


def leaving(desk: Desk) -> None:
    """Let the provider offer its sign-out."""
    desk.provider.leaves = OURS + LEFT


async def test_signing_out_ends_the_providers_session_too(desk: Desk) -> None:
    leaving(desk)
    await desk.come("/cases")
    was_in = desk.provider.is_in

    over = await desk.http.delete(SESSION, params={"back": "/cases"})
    sent_back = await desk.elsewhere.get(over.json()["url"])
    home = await desk.http.get(sent_back.headers["location"])

    assert was_in
    assert (over.status_code, over.json()["detail"]) == (200, None)
    assert sent_back.status_code == 302
    assert not desk.provider.is_in
    assert (home.status_code, home.headers["location"]) == (303, "/cases")
    assert (await desk.http.get("/api/v1/staff/me")).status_code == 401
    assert (await desk.acts())[-1] == ("staff:1001", "signed_out", "")


async def test_the_providers_sign_out_believes_only_what_it_made_itself(desk: Desk) -> None:
    leaving(desk)
    await desk.come()
    url = urlsplit((await desk.http.delete(SESSION)).json()["url"])
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    head, body, signature = asked["id_token_hint"].split(".")
    wrong = (
        {"id_token_hint": ""},
        {"id_token_hint": f"{head}.{body}.{signature[::-1]}"},
        {"id_token_hint": f"{head}.{body[:-4]}AAAA.{signature}"},
        {"post_logout_redirect_uri": "https://elsewhere.test/"},
        {"client_id": "another desk"},
    )

    for change in wrong:
        query = urlencode(asked | change)
        assert (await desk.elsewhere.get(url._replace(query=query).geturl())).status_code == 400
    still_in = desk.provider.is_in
    right = await desk.elsewhere.get(url.geturl())

    assert still_in
    assert desk.provider.refused.total() == len(wrong)
    assert (right.status_code, desk.provider.is_in) == (302, False)


async def test_the_hint_is_kept_sealed_and_only_as_long_as_the_session(desk: Desk) -> None:
    leaving(desk)
    await desk.come()
    async with desk.office.database.reading() as connection:
        kept = (await connection.exec_driver_sql("SELECT id_token FROM staff_sessions")).scalar()
    await desk.parts.door.sign_in("1001", PASSWORD)  # ends the session of before
    rows = await desk.office.rows(staff_sessions)

    over = await desk.http.delete(SESSION)

    assert str(kept).startswith(BEGINS)
    assert "eyJ" not in str(kept)
    assert [row["id_token"] for row in rows] == [None, None]
    assert over.status_code == 204


async def test_who_showed_our_code_is_signed_out_at_the_provider_too(desk: Desk) -> None:
    leaving(desk)
    secret = await desk.bind()
    await desk.come()
    code = code_of(secret, step_at(desk.office.clock()))
    await desk.http.post(f"{OPENID}/code", json={"code": code})

    over = await desk.http.delete(SESSION)
    await desk.elsewhere.get(over.json()["url"])

    assert not desk.provider.is_in


@pytest.mark.parametrize("why", ["not offered", "away"])
async def test_where_the_providers_session_stays_that_is_said(desk: Desk, why: str) -> None:
    await desk.come()
    desk.house.is_away = why == "away"
    desk.office.clock.pass_by(timedelta(hours=2))  # its document is asked for anew

    over = await desk.http.delete(SESSION)

    assert over.json() == {"url": None, "detail": say.OPENID_STAYS}
    assert (await desk.http.get("/api/v1/staff/me")).status_code == 401


async def test_who_came_by_password_is_signed_out_here_alone(desk: Desk) -> None:
    leaving(desk)
    body = {"name": "1001", "password": PASSWORD}
    await desk.http.post(SESSION, json=body)

    over = await desk.http.delete(SESSION)

    assert (over.status_code, over.content) == (204, b"")


@pytest.mark.parametrize("state", ["", "https://elsewhere.test/", "//elsewhere.test", "/kiosk"])
async def test_the_way_back_from_the_provider_leads_to_pages_of_staff_only(
    desk: Desk, state: str
) -> None:
    back = await desk.http.get(LEFT, params={"state": state})

    assert (back.status_code, back.headers["location"]) == (303, "/desk")
