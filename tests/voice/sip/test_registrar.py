"""Tests registration against a registrar made of a bare socket."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from tests.voice.sip.conftest import Open
from tests.voice.sip.raw_caller import RawCaller, header
from voice.sip.digest import Checked, Doorkeeper
from voice.sip.registration import RegistrationState
from voice.sip.settings import Account

DOOR = Doorkeeper("pbx", {"desk": "geheim"}, b"secret")


@pytest.fixture
async def registrar() -> AsyncIterator[RawCaller]:
    found = await RawCaller.open(0)
    yield found
    found.close()


def account(registrar: RawCaller, password: str = "geheim") -> Account:
    return Account(f"127.0.0.1:{registrar.port}", "desk", password, domain="pbx.example")


async def challenge(registrar: RawCaller, line_port: int, code: int = 401) -> str:
    registrar.line_port = line_port
    asked = await registrar.asked("REGISTER")
    name = "WWW-Authenticate" if code == 401 else "Proxy-Authenticate"
    registrar.answer(asked, code, "", *(f"{name}: {each}" for each in DOOR.challenges(1000.0)))
    return asked


@pytest.mark.parametrize("code", [401, 407])
async def test_the_line_registers_with_the_stronger_digest(
    code: int, registrar: RawCaller, exchange: Open
) -> None:
    desk = await exchange(account=account(registrar))

    first = await challenge(registrar, desk.line.ports["udp"], code)
    second = await registrar.asked("REGISTER")
    registrar.answer(second, 200, "", f"Contact: {header(second, 'Contact')};expires=60")
    for _ in range(3):
        await (await desk.caller()).call()
    given = header(second, "Authorization" if code == 401 else "Proxy-Authorization")

    assert first.startswith("REGISTER sip:pbx.example SIP/2.0")
    assert "algorithm=SHA-256" in given
    assert DOOR.check(given, "REGISTER", 1001.0) is Checked.RIGHT
    assert desk.line.registered is RegistrationState.REGISTERED
    assert int(header(second, "CSeq").split()[0]) == int(header(first, "CSeq").split()[0]) + 1
    assert header(second, "Call-ID") == header(first, "Call-ID")


async def test_a_wrong_password_is_not_said_again_and_again(
    registrar: RawCaller, exchange: Open
) -> None:
    desk = await exchange(account=account(registrar, "falsch"))

    await challenge(registrar, desk.line.ports["udp"])
    again = await challenge(registrar, desk.line.ports["udp"])
    await (await desk.caller()).call()

    assert DOOR.check(header(again, "Authorization"), "REGISTER", 1001.0) is Checked.WRONG
    assert desk.line.registered is RegistrationState.WAITING
    assert registrar.wire.came.empty()


async def test_a_registrar_outside_the_listed_networks_may_answer_and_call(
    registrar: RawCaller, exchange: Open
) -> None:
    desk = await exchange(
        account=account(registrar), trunks=("192.0.2.0/24",), media_networks=("127.0.0.0/8",)
    )
    asked = await registrar.asked("REGISTER")
    registrar.line_port = desk.line.ports["udp"]
    registrar.answer(asked, 200, "", "Expires: 60")

    answer = await registrar.call()

    assert answer.startswith("SIP/2.0 200")


async def test_stopping_takes_the_registration_back(registrar: RawCaller, exchange: Open) -> None:
    desk = await exchange(account=account(registrar))
    registrar.line_port = desk.line.ports["udp"]
    registrar.answer(await registrar.asked("REGISTER"), 200, "", "Expires: 60")
    await (await desk.caller()).call()

    await desk.line.stop()
    left = await registrar.asked("REGISTER")

    assert header(left, "Expires") == "0"


async def test_a_challenged_request_within_a_call_is_sent_again_with_credentials(
    registrar: RawCaller, exchange: Open
) -> None:
    only_answers = Account("127.0.0.1", "desk", "geheim", register=False)
    desk = await exchange(account=only_answers)
    caller = await desk.caller()
    await caller.call()
    await desk.board.until(lambda: len(desk.board.lines) == 1)

    await desk.board.lines[0].hang_up()
    bye = await caller.asked("BYE")
    challenges = (f"Proxy-Authenticate: {each}" for each in DOOR.challenges(1000.0))
    caller.answer(bye, 407, "", *challenges)
    again = await caller.asked("BYE")
    caller.answer(again, 200)

    assert DOOR.check(header(again, "Proxy-Authorization"), "BYE", 1001.0) is Checked.RIGHT
    assert re.search(r"CSeq: 2 BYE", again)
