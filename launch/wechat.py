"""Describes the simulator of WeChat, which runs unless a real 服务号 is configured."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from launch.places import Places
from launch.prepare import Prepared
from launch.processes import Program

WECHAT_PORT = "YIBAO_WECHAT_PORT"
# The same at each start: openids, and so citizens' conversations, hang on it.
APP_ID, ACCOUNT = "wx51a0000000000000", "gh_51a000000000"


def plays_wechat(given: Mapping[str, str]) -> bool:
    """Tell whether nobody named a real account, so that WeChat is to be simulated."""
    return not given.get("YIBAO_WECHAT_APP_ID")


def wechat_settings(given: Mapping[str, str]) -> dict[str, str]:
    """Return what leads the gateway to the simulator; nothing if a real account is named."""
    if not plays_wechat(given):
        return {}
    port = given.get(WECHAT_PORT) or "5107"
    address = f"http://127.0.0.1:{port}"
    return {
        WECHAT_PORT: port,
        "YIBAO_WECHAT_APP_ID": APP_ID,
        "YIBAO_WECHAT_ACCOUNT": ACCOUNT,
        "YIBAO_WECHAT_MODE": "safe",
        "YIBAO_WECHAT_API": address,
        "YIBAO_WECHAT_PAGES": address,
        # Both sides get them from here at each start, so nobody need know or keep them.
        "YIBAO_WECHAT_SECRET": secrets.token_hex(16),
        "YIBAO_WECHAT_TOKEN": secrets.token_hex(12),
        "YIBAO_WECHAT_AES_KEY": secrets.token_hex(22)[:43],
    }


def wechat_simulator(places: Places, prepared: Prepared, settings: Mapping[str, str]) -> Program:
    """Describe the simulator of WeChat, with the phone that anyone can try."""
    ours = f"127.0.0.1:{settings['YIBAO_PORT']}"
    return Program(
        name="WeChat simulator",
        command=(
            *(str(prepared.main_python), "-m", "integrations.wechat_simulator"),
            *("--port", settings[WECHAT_PORT], "--door", f"http://{ours}/wechat"),
            *("--pages", ours, "--kept", str(places.var / "wechat-simulator.json")),
        ),
        settings=settings,
        folder=places.checkout,
        log=places.logs / "wechat-simulator.log",
        deaths_allowed=None,  # without it everything but WeChat is served
    )
