"""Plays an identity provider: attempts, and a large-type page on which a tester is somebody."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from core.id_number import birth_date, check_character, well_shaped
from integrations.insurance_simulator.people import Invented, age_on

PROVIDER = "模拟认证"
OPEN_FOR = timedelta(minutes=10)
NAMELESS = "测试人员"  # of a number that nobody here has

PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>模拟身份认证</title><style>
body {{ font: 24px/1.6 sans-serif; max-width: 34rem; margin: 0 auto; padding: 1rem; }}
.mark {{ background: #b00020; color: #fff; padding: .5rem 1rem; font-weight: bold; }}
label {{ display: block; padding: .6rem 0; }}
input[type=radio] {{ width: 1.6rem; height: 1.6rem; }}
input[type=text] {{ font: inherit; width: 100%; padding: .4rem; box-sizing: border-box; }}
button {{ font: inherit; width: 100%; min-height: 64px; margin-top: 1rem; }}
</style></head><body>
<p class="mark">模拟：这里不是真的刷脸，也没有真实的人。</p>
{body}
</body></html>"""
FORM = """<h1>身份认证（模拟）</h1>{problem}
<form method="post"><fieldset><legend>请选一位测试人员</legend>{people}</fieldset>
<label>或者填一个身份证号<input type="text" name="typed" inputmode="text"
 autocomplete="off" maxlength="18"></label>
<button name="face" value="good">刷脸成功（模拟）</button>
<button name="face" value="bad">刷脸没成功（模拟）</button></form>"""
ONE = '<label><input type="radio" name="person" value="{number}"{checked}> {words}</label>'
WRONG_NUMBER = '<p role="alert"><strong>身份证号不对，请核对一下。</strong></p>'
OVER = "<h1>这次认证已经结束</h1><p>请回到医保办事台，重新认证。</p>"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Be one attempt of a citizen to prove who they are."""

    id: str
    back_to: str
    until: datetime  # UTC
    state: str = "open"  # open, proven, failed
    name: str = ""
    id_number: str = ""
    verified_at: datetime | None = None  # UTC


def page_routes(
    attempts: dict[str, Attempt],
    name_of: Callable[[str], str | None],
    shown: Sequence[Invented],
    now: Callable[[], datetime],
) -> APIRouter:
    """Return the routes that a browser opens: no secret, only an id that nobody can guess."""
    pages = APIRouter(prefix="/identity/pages")

    def page(problem: str = "") -> HTMLResponse:
        form = FORM.format(problem=problem, people=_choices(shown, now()))
        return HTMLResponse(PAGE.format(body=form))

    @pages.get("/{attempt_id}")
    async def show(attempt_id: str) -> Response:
        attempt = attempts.get(attempt_id)
        if attempt is None or attempt.state != "open" or attempt.until <= now():
            return HTMLResponse(PAGE.format(body=OVER), 410)
        return page()

    @pages.post("/{attempt_id}")
    async def confirm(attempt_id: str, request: Request) -> Response:
        attempt = attempts.get(attempt_id)
        if attempt is None or attempt.state != "open" or attempt.until <= now():
            return HTMLResponse(PAGE.format(body=OVER), 410)
        form = parse_qs((await request.body()).decode())
        number = "".join(form.get("typed") or form.get("person") or [""]).strip().upper()
        if form.get("face") == ["good"]:
            if not _valid(number):
                return page(WRONG_NUMBER)
            attempt = replace(
                attempt,
                state="proven",
                name=name_of(number) or NAMELESS,
                id_number=number,
                verified_at=now(),
            )
        else:
            attempt = replace(attempt, state="failed")
        attempts[attempt_id] = attempt
        joint = "&" if urlsplit(attempt.back_to).query else "?"
        address = f"{attempt.back_to}{joint}{urlencode({'challenge': attempt_id})}"
        return RedirectResponse(address, 303)

    return pages


def open_attempt(attempts: dict[str, Attempt], back_to: str, now: datetime) -> Attempt:
    """Open an attempt, and forget those that are over."""
    if urlsplit(back_to).scheme not in {"http", "https"}:
        raise HTTPException(422, "back_to must be a page")
    for known in [one.id for one in attempts.values() if one.until + OPEN_FOR <= now]:
        del attempts[known]
    attempt = Attempt(secrets.token_urlsafe(24), back_to, now.astimezone(UTC) + OPEN_FOR)
    attempts[attempt.id] = attempt
    return attempt


def attempt_json(attempt: Attempt) -> dict[str, object]:
    """Return how an attempt stands."""
    if attempt.verified_at is None:
        return {"state": attempt.state, "provider": PROVIDER, "person": None}
    return {
        "state": attempt.state,
        "provider": PROVIDER,
        "person": {
            "name": attempt.name,
            "id_number": attempt.id_number,
            "verified_at": attempt.verified_at.isoformat(),
        },
    }


def _choices(shown: Sequence[Invented], now: datetime) -> str:
    lines = []
    for place, person in enumerate(shown):
        age = age_on(person.birthday, now.date())
        words = f"{person.name}，{age}岁，{person.region}，{person.kind or '没有参保'}"
        checked = " checked" if place == 0 else ""
        lines.append(ONE.format(number=person.id_number, words=escape(words), checked=checked))
    return "\n".join(lines)


def _valid(number: str) -> bool:
    return (
        well_shaped(number)
        and birth_date(number) is not None
        and check_character(number[:-1]) == number[-1]
    )
