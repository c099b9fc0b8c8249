"""Makes and checks one-time codes of an authenticator app (TOTP, RFC 6238)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30  # seconds that one code is shown (RFC 6238 section 4.1)
DIGITS = 6
SECRET_BYTES = 20  # as long as SHA-1's output (RFC 4226 section 4, R6)
STEPS_OFF = 1  # how far a phone's clock may be off, either way (RFC 6238 section 5.2)


def new_secret() -> str:
    """Return a fresh secret in Base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code_of(secret: str, step: int, digits: int = DIGITS) -> str:
    """Return the code of one step of 30 seconds since 1970 (HOTP of RFC 4226, with SHA-1)."""
    mac = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    offset = mac[-1] & 15
    number = int.from_bytes(mac[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**digits:0{digits}}"


def step_at(at: datetime) -> int:
    """Return the number of the step that a moment is in."""
    return int(at.timestamp()) // STEP


def matching_step(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Return the step whose code this is, or None.

    Steps up to `after` count no more: a code that was looked at over a shoulder is used up.
    """
    now = step_at(at)
    for step in range(now - STEPS_OFF, now + STEPS_OFF + 1):
        if step > after and hmac.compare_digest(code_of(secret, step).encode(), code.encode()):
            return step
    return None


def app_address(secret: str, account: str, issuer: str) -> str:
    """Return what an app reads from a QR code (Key URI format of Google Authenticator)."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"
