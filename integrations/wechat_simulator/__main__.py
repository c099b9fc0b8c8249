"""Starts the simulator on the loopback: python -m integrations.wechat_simulator."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path

import httpx
import uvicorn

from integrations.wechat_simulator.account import Account, Mode
from integrations.wechat_simulator.app import make_simulator
from integrations.wechat_simulator.faults import Chances, Faults
from integrations.wechat_simulator.platform import make_platform
from integrations.wechat_simulator.pusher import Manner


def main() -> None:
    """Read the command line and serve until somebody stops it."""
    parser = argparse.ArgumentParser(description="plays WeChat; nobody in it is real")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--door", required=True, help="URL that messages are pushed to")
    parser.add_argument("--pages", action="append", default=[], help="host:port of our pages")
    parser.add_argument("--requests", type=int, default=3, help="in total, for one message")
    parser.add_argument("--pace", type=float, default=1.0, help="factor of WeChat's five seconds")
    parser.add_argument("--late", type=float, default=20.0, help="seconds until a late repetition")
    parser.add_argument("--seed", type=int, help="of faults; without it none happens by itself")
    parser.add_argument("--share", type=float, default=0.1, help="of calls and pushes, with a seed")
    parser.add_argument("--kept", type=Path, help="file that keeps the menu and who follows")
    given = parser.parse_args()
    chances = None
    if given.seed is not None:
        chances = Chances(given.seed, given.share, given.share)
    account = account_from(os.environ, given.door, tuple(given.pages))
    # Each push has a connection of its own, as from WeChat's many machines; no proxy between us.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    platform = make_platform(
        account,
        httpx.AsyncClient(trust_env=False, limits=limits, timeout=30.0),
        faults=Faults(chances),
        manner=Manner(given.requests, given.pace, given.late),
        kept=given.kept,
    )
    app = make_simulator(platform)
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning", access_log=False)


def account_from(settings: Mapping[str, str], door: str, pages: tuple[str, ...]) -> Account:
    """Return the account that the product was set up with; secrets never stand in a command."""
    notice = json.loads(settings.get("YIBAO_WECHAT_NOTICE") or "{}")
    granted = {notice["id"]: tuple(notice["fields"])} if notice else {}
    subscriptions = granted if notice.get("way") == "subscription" else {}
    return Account(
        app_id=settings["YIBAO_WECHAT_APP_ID"],
        secret=settings["YIBAO_WECHAT_SECRET"],
        token=settings["YIBAO_WECHAT_TOKEN"],
        aes_key=settings["YIBAO_WECHAT_AES_KEY"],
        original_id=settings.get("YIBAO_WECHAT_ACCOUNT") or "gh_simulated0001",
        name=settings.get("YIBAO_BUREAU") or "医保办事台",
        mode=Mode(settings.get("YIBAO_WECHAT_MODE") or "safe"),
        door=door,
        page_hosts=pages,
        templates=granted if notice.get("way") == "template" else {},
        subscriptions=subscriptions,
        long_term=frozenset(subscriptions),
    )


if __name__ == "__main__":
    main()
