"""Makes credentials for the TURN server that hold for one call and for a limited time.

The scheme is coturn's use-auth-secret: draft-uberti-behave-turn-rest-00, section 2.2.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOLDS = timedelta(minutes=10)  # R18; what is relayed by then goes on
RENEWED_AFTER = HOLDS / 2


@dataclass(frozen=True, slots=True)
class TurnServer:
    """Know where the TURN server is and the secret that we share with it."""

    urls: tuple[str, ...]  # turns: on port 443 first, then turn: over TCP and UDP
    secret: str

    def credentials(self, call_id: str, now: datetime) -> dict[str, object]:
        """Return an RTCIceServer for a page; it is worthless after ten minutes."""
        username = f"{int((now + HOLDS).timestamp())}:{call_id}"
        mac = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1)
        return {
            "urls": list(self.urls),
            "username": username,
            "credential": base64.b64encode(mac.digest()).decode(),
        }


def ice_servers(
    server: TurnServer | None, call_id: str, now: datetime
) -> Sequence[dict[str, object]]:
    """Return the ICE servers for a page; without TURN there are none: we are reached directly."""
    return [server.credentials(call_id, now)] if server is not None else []
