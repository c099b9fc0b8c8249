"""Checks the credentials for the TURN server against an independent computation."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

from video_desk.turn import TurnServer, ice_servers

NOON = datetime(2026, 12, 21, 12, tzinfo=UTC)


def test_the_password_is_what_openssl_computes() -> None:
    server = TurnServer(("turn:turn.example:3478",), "shared secret")

    (given,) = ice_servers(server, "call-1", NOON)

    username = f"{int(NOON.timestamp()) + 600}:call-1"
    made = subprocess.run(
        f"printf %s '{username}' | openssl dgst -sha1 -hmac 'shared secret' -binary | base64",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert given["username"] == username
    assert given["credential"] == made.stdout.strip()


def test_without_a_turn_server_pages_get_none() -> None:
    assert ice_servers(None, "call-1", NOON) == []
