"""Makes the key under which an application is found by phone number and ID number's tail."""

from __future__ import annotations

import hashlib


def contact_key(mobile: str, tail: str) -> str:
    """Return SHA-256, hex, of a mobile number and the last four characters of an ID number."""
    return hashlib.sha256(f"{mobile}:{tail}".encode()).hexdigest()
