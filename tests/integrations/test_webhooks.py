"""Tests which addresses may be called, and the signature of the specification's own example."""

from __future__ import annotations

import threading

import httpx
import pytest

from core.enterprise import Client
from core.store import EnterpriseClientStore, WebhookStore
from core.store.webhooks import add_event
from integrations.webhooks import Webhooks, address_of, new_secret, signature
from tests.fakes.office import Office
from tests.fakes.office import office as office


def test_the_signature_is_that_of_the_specification() -> None:
    # The example of https://github.com/standard-webhooks/standard-webhooks, "Signature scheme".
    found = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34/hook",
        "https://127.0.0.1/hook",
        "https://10.1.2.3/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://user:pass@93.184.216.34/hook",
        "https:///hook",
        "ftp://93.184.216.34/hook",
        "https://93.184.216.34:99999/hook",
        "https://no-such-host.invalid/hook",
    ],
)
def test_what_is_not_public_or_not_encrypted_is_not_called(url: str) -> None:
    assert address_of(url, private_too=False) is None


def test_a_public_address_is_called_and_inside_ones_only_where_a_setting_says_so() -> None:
    assert address_of("https://93.184.216.34/hook", private_too=False) == "93.184.216.34"
    assert address_of("http://127.0.0.1:9000/hook", private_too=True) == "127.0.0.1"


def test_every_secret_is_another() -> None:
    assert new_secret() != new_secret()


async def told(office: Office, url: str) -> WebhookStore:
    """Return a store in which one event waits for the system at that address."""
    client = Client("acme", "示例公司", "91370600MA00000000", sandbox=False)
    await EnterpriseClientStore(office.database).add_client(client, "x", office.clock())
    store = WebhookStore(office.database)
    await store.set_webhook("acme", url, new_secret(), office.clock())
    async with office.database.writing() as connection:
        await add_event(connection, "acme", "row.decided", {"row": 1}, office.clock())
    return store


async def test_what_was_judged_is_what_is_called_whatever_the_name_leads_to_by_then(
    office: Office,
) -> None:
    store = await told(office, "https://hr.example:8443/yibao?x=1")
    called: list[httpx.Request] = []
    threads: list[int] = []

    def employer(request: httpx.Request) -> httpx.Response:
        called.append(request)
        return httpx.Response(204)

    def find(url: str) -> str:
        assert url == "https://hr.example:8443/yibao?x=1"
        threads.append(threading.get_ident())
        return "203.0.113.7"

    async with httpx.AsyncClient(transport=httpx.MockTransport(employer)) as client:
        await Webhooks(store, client, now=office.clock, timeout=5.0, find=find).step()

    (request,) = called
    assert str(request.url) == "https://203.0.113.7:8443/yibao?x=1"
    assert request.headers["host"] == "hr.example:8443"
    assert request.extensions["sni_hostname"] == "hr.example"  # whose certificate is wanted
    assert threads != [threading.get_ident()]  # a slow name server must not hold up everybody


async def test_a_name_that_leads_inside_by_now_is_not_called(office: Office) -> None:
    store = await told(office, "https://hr.example/yibao")
    called: list[httpx.Request] = []

    def employer(request: httpx.Request) -> httpx.Response:
        called.append(request)
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(employer)) as client:
        await Webhooks(store, client, now=office.clock, timeout=5.0, find=lambda _: None).step()

    assert called == []
    assert (await store.deliveries("acme", 1))[0]["attempts"] == 1
