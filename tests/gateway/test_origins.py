"""Tests gateway.origins, gateway.limits and gateway.headers on the whole gateway."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from core import account_wording as say
from core import wording
from core.rate_limits import MOST_KEYS, Bucket, BucketTable, Rate, line_of
from gateway.headers import HEADERS
from gateway.limits import LOOKS, RULES, Buckets, Limits, too_often
from gateway.staff_api import NOT_SIGNED_IN
from tests.fakes.office import HOTLINE
from tests.gateway.browser_socket import BrowserSocket
from tests.gateway.front import PASSWORD, Front
from tests.gateway.test_problems import assert_problem

SESSION = "/api/v1/staff/session"
STREAM = "/api/v1/staff/stream"
FAR = "203.0.113.5"


def far_away(front: Front, address: str = FAR) -> httpx.AsyncClient:
    """Return a browser that is not on the gateway's own machine."""
    transport = httpx.ASGITransport(front.app, raise_app_exceptions=False, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({}, True),  # no browser
        ({"Origin": "http://test"}, True),
        ({"Origin": "http://test", "Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "http://test.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://test:8080"}, False),
    ],
)
async def test_only_our_own_pages_change_anything(
    front: Front, headers: dict[str, str], passes: bool
) -> None:
    await front.signed_in()

    response = await front.http.post("/api/v1/staff/session/active", headers=headers)

    if passes:
        assert response.status_code == 204
    else:
        assert_problem(response, 403, say.FOREIGN_PAGE)
    looked = await front.http.get("/api/v1/staff/me", headers=headers)
    assert looked.status_code == 200  # reading changes nothing, and no foreign page may read it


async def test_a_foreign_page_opens_no_stream_with_somebodys_cookie(front: Front) -> None:
    await front.signed_in()
    ticket = (await front.http.post("/api/v1/staff/stream-ticket")).json()["ticket"]
    cookie = f"yibao_staff={front.http.cookies['yibao_staff']}"
    path = f"{STREAM}?ticket={ticket}"

    with pytest.raises(AssertionError):  # closed, and never accepted
        async with BrowserSocket(front.app, path, cookie, "http://evil.example"):
            pass
    async with BrowserSocket(front.app, path, cookie, "http://test") as page:
        assert (await page.receive())["type"] == "tickets"


async def test_a_stream_without_a_ticket_is_closed(front: Front) -> None:
    await front.signed_in()

    async with front.socket(STREAM) as page:
        assert await page.closed() == NOT_SIGNED_IN


async def test_a_new_sign_in_tells_the_old_page_and_closes_its_stream(front: Front) -> None:
    await front.signed_in()
    async with await front.staff_stream() as page:
        await page.receive_until("tickets")

        again = await front.http.post(SESSION, json={"name": "1001", "password": PASSWORD})

        assert again.status_code == 204
        assert (await page.receive_until("signed_out"))["detail"] == say.REPLACED
        assert await page.closed() == NOT_SIGNED_IN


async def test_who_signs_in_too_often_is_told_when_to_come_again(front: Front) -> None:
    rule = next(rule for rule in RULES if rule.name == "sign-in")
    async with far_away(front) as http:
        for _ in range(rule.by_address.at_once):
            await http.post(SESSION, json={})
        refused = await http.post(SESSION, json={})
        elsewhere = await front.http.post(SESSION, json={})

    assert_problem(refused, 429, too_often(6, HOTLINE))
    assert refused.headers["Retry-After"] == "6"
    assert elsewhere.status_code == 422


async def test_who_searches_too_often_has_to_wait_and_reads_on() -> None:
    rule = next(rule for rule in LOOKS if rule.name == "searches")
    limits = Limits(Buckets(lambda: 0.0).take)
    search, page = "/api/v1/knowledge/search", "/api/v1/policies"

    waits = [await limits.wait(search, FAR, LOOKS) for _ in range(rule.by_address.at_once + 1)]

    assert (waits[-2], waits[-1]) == (0, 1)
    assert await limits.wait(page, FAR, LOOKS) == 0
    assert await limits.wait("/api/v1/lookups/drugs", "203.0.113.6", LOOKS) == 0


async def test_who_has_a_whole_network_of_addresses_is_one_all_the_same() -> None:
    rule = next(rule for rule in RULES if rule.name == "sign-in")
    limits = Limits(Buckets(lambda: 0.0).take)

    waits = [
        await limits.wait(SESSION, f"2001:db8:1:2::{number:x}")
        for number in range(rule.by_address.at_once + 1)
    ]

    assert (waits[-2] == 0, waits[-1] > 0) == (True, True)
    assert await limits.wait(SESSION, "2001:db8:1:3::1") == 0


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_line_is_what_one_subscriber_comes_by(address: str, line: str) -> None:
    assert line_of(address) == line


async def test_leaflets_are_drawn_for_one_address_so_many_times(front: Front) -> None:
    rule = next(rule for rule in LOOKS if rule.name == "leaflets")
    async with far_away(front) as http:
        path = "/api/v1/knowledge/entries/nothing/leaflet.pdf"
        statuses = [(await http.get(path)).status_code for _ in range(rule.by_address.at_once + 1)]

    assert set(statuses[:-1]) == {404}
    assert statuses[-1] == 429


async def test_one_conversation_cannot_flood_us_from_many_addresses(front: Front) -> None:
    citizen = await front.citizen()
    rule = next(rule for rule in RULES if rule.name == "messages")
    assert rule.by_subject is not None
    statuses = []
    for number in range(rule.by_subject.at_once + 1):
        async with far_away(front, f"203.0.113.{number % 250}") as http:
            answer = await http.post(f"{citizen.path}/messages", json={})
            statuses.append(answer.status_code)

    assert statuses == [422] * rule.by_subject.at_once + [429]


def test_a_bucket_fills_again_as_time_goes_on() -> None:
    rate = Rate(at_once=2, a_minute=6)
    bucket, waits = Bucket(2, 0.0), []
    for at in (0.0, 0.0, 0.0, 4.0, 10.0, 10.0):
        bucket, wait = bucket.taken(rate, at)
        waits.append(wait)

    assert waits == [0, 0, 10, 6, 0, 10]


def test_attackers_with_many_addresses_do_not_fill_the_memory() -> None:
    table = BucketTable()
    for number in range(MOST_KEYS + 10):
        table.take(str(number), Rate(1, 1), 0.0)

    assert len(table) == MOST_KEYS


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", page) for page in ("/", "/desk", "/admin", "/cases", "/static/tokens.css")),
        *(("GET", path) for path in ("/healthz", "/api/v1/info", "/nowhere", "/api/v1/staff/me")),
        *(("POST", path) for path in (SESSION, "/rasa/actions", "/api/v1/conversations")),
    ],
)
async def test_every_answer_has_the_security_headers(front: Front, method: str, path: str) -> None:
    response = await front.http.request(method, path)

    policy = HEADERS["Content-Security-Policy"]
    ours = policy.replace("connect-src 'self'", "connect-src 'self' ws://test wss://test")
    wanted = HEADERS | {"Content-Security-Policy": ours}
    assert {name: response.headers.get(name) for name in HEADERS} == wanted
    assert "Strict-Transport-Security" not in response.headers
    over_https = await front.http.request(method, f"https://test{path}")
    assert over_https.headers["Strict-Transport-Security"].startswith("max-age=31536000")


async def test_the_answer_to_an_error_of_ours_has_them_too(front: Front) -> None:
    @front.app.get("/breaks")
    async def breaks() -> None:
        raise RuntimeError("a bug")

    response = await front.http.get("/breaks")

    assert_problem(response, 500, wording.SERVER_PROBLEM)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_no_page_of_ours_needs_inline_code() -> None:
    web = Path(__file__).resolve().parents[2] / "gateway" / "web"
    for page in web.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "<style" not in text, page.name
        assert " style=" not in text, page.name
        assert " on" not in [part[:3] for part in text.split('"')], page.name
        for script in text.split("<script")[1:]:
            assert " src=" in script.split(">")[0], page.name


async def test_bodies_are_limited_whatever_the_method(front: Front) -> None:
    response = await front.http.request("DELETE", SESSION, content=b"x" * 70_000)

    assert_problem(response, 413, wording.BODY_TOO_LARGE)
