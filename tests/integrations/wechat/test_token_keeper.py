"""Tests that one process at a time fetches the access token, and that all share it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.errors import EngineUnavailable
from core.store.wechat_kept import KeptStore
from core.wechat_tables import wechat_kept
from integrations.wechat.faults import ApiRefused
from integrations.wechat.token_keeper import Account, TokenKeeper
from integrations.wechat.vault import Vault
from integrations.wechat.wire import Wire
from tests.fakes.office import Office
from tests.integrations.wechat.scripted_wechat import (
    APPID,
    SECRET,
    ScriptedWeChat,
    never_reached,
    refuses,
)


def keeper(office: Office, wechat: ScriptedWeChat, secret: str = SECRET) -> TokenKeeper:
    async def at_once(seconds: float) -> None:
        await asyncio.sleep(0)

    return TokenKeeper(
        Wire(wechat.client, url="http://wechat.test", timeout=1.0),
        KeptStore(office.database),
        Account(APPID, secret),
        vault=Vault(secret),
        now=office.clock,
        pause=at_once,
    )


async def test_two_processes_share_one_token(office: Office) -> None:
    wechat = ScriptedWeChat()

    tokens = await asyncio.gather(*(keeper(office, wechat).token() for _ in range(8)))

    assert set(tokens) == {"token-1"}
    assert wechat.tokens_given == 1


async def test_a_token_is_renewed_five_minutes_before_it_ends(office: Office) -> None:
    wechat = ScriptedWeChat()
    keeps = keeper(office, wechat)
    await keeps.token()

    office.clock.pass_by(timedelta(minutes=114))
    await keeps.token()
    assert wechat.tokens_given == 1
    office.clock.pass_by(timedelta(minutes=2))
    wechat.valid = ""
    renewed = await keeps.token()

    assert (wechat.tokens_given, renewed) == (2, "token-2")


async def test_while_another_process_renews_the_old_token_serves(office: Office) -> None:
    wechat = ScriptedWeChat()
    await keeper(office, wechat).token()
    office.clock.pass_by(timedelta(minutes=117))
    now = office.clock()
    await KeptStore(office.database).claim("access_token", "other", now, now + timedelta(seconds=9))

    assert await keeper(office, wechat).token() == "token-1"
    assert wechat.tokens_given == 1


async def test_a_token_that_somebody_replaced_meanwhile_is_not_fetched_again(
    office: Office,
) -> None:
    wechat = ScriptedWeChat()
    one, other = keeper(office, wechat), keeper(office, wechat)
    old = await one.token()
    wechat.valid = ""

    assert await one.another(old) == await other.another(old) == "token-2"
    assert wechat.tokens_given == 2


async def test_a_token_that_wechat_believes_in_is_forced_out_once(office: Office) -> None:
    wechat = ScriptedWeChat()
    keeps = keeper(office, wechat)
    first = await keeps.token()

    second = await keeps.another(first)
    with pytest.raises(EngineUnavailable):
        await keeps.another(second)

    assert first != second
    assert wechat.forced == 1


async def test_a_process_that_died_while_fetching_is_not_waited_for_for_ever(
    office: Office,
) -> None:
    wechat = ScriptedWeChat()
    now = office.clock()
    await KeptStore(office.database).claim("access_token", "dead", now, now + timedelta(seconds=9))

    with pytest.raises(EngineUnavailable):
        await keeper(office, wechat).token()
    office.clock.pass_by(timedelta(seconds=10))

    assert await keeper(office, wechat).token() == "token-1"


async def test_a_fetch_that_fails_lets_the_next_one_try(office: Office) -> None:
    wechat = ScriptedWeChat()
    wechat.fail("stable_token", never_reached, refuses(40164))
    keeps = keeper(office, wechat)

    with pytest.raises(EngineUnavailable):
        await keeps.token()
    with pytest.raises(ApiRefused):
        await keeps.token()

    assert await keeps.token() == "token-1"


async def test_what_is_stored_can_be_read_only_with_the_app_secret(office: Office) -> None:
    wechat = ScriptedWeChat()
    await keeper(office, wechat).token()

    (row,) = await office.rows(wechat_kept)

    assert "token-1" not in row["value"]
    assert Vault(SECRET).opened("access_token", row["value"]) == "token-1"
    assert Vault(SECRET).opened("jsapi_ticket", row["value"]) is None
    assert Vault("another").opened("access_token", row["value"]) is None
