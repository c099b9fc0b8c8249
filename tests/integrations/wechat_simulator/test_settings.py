"""Tests that the simulator plays the very account that the product was set up with."""

from __future__ import annotations

import json

import pytest

from integrations.wechat_simulator.__main__ import account_from
from integrations.wechat_simulator.account import Mode

SET = {
    "YIBAO_WECHAT_APP_ID": "wx1",
    "YIBAO_WECHAT_SECRET": "the-app-secret",
    "YIBAO_WECHAT_TOKEN": "the-token",
    "YIBAO_WECHAT_AES_KEY": "A" * 43,
    "YIBAO_WECHAT_MODE": "compatible",
    "YIBAO_WECHAT_ACCOUNT": "gh_1",
}


@pytest.mark.parametrize("way", ["template", "subscription"])
def test_the_account_is_the_one_of_the_settings(way: str) -> None:
    notice = {"way": way, "id": "t1", "fields": {"thing2": "text", "character_string1": "number"}}

    account = account_from(SET | {"YIBAO_WECHAT_NOTICE": json.dumps(notice)}, "http://d/", ("p",))

    granted = {"t1": ("thing2", "character_string1")}
    assert (account.app_id, account.original_id, account.mode) == ("wx1", "gh_1", Mode.COMPATIBLE)
    assert (account.door, account.page_hosts) == ("http://d/", ("p",))
    assert (account.templates or account.subscriptions) == granted
    assert bool(account.subscriptions) == (way == "subscription")


def test_no_secret_shows_when_the_account_is_printed() -> None:
    shown = repr(account_from(SET, "http://d/", ()))

    assert not any(secret in shown for secret in ("the-app-secret", "the-token", "AAAA"))
