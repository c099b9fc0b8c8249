"""Hashes tokens and codes, so that who reads the database cannot use them."""

from __future__ import annotations

import hashlib


def hashed(secret: str) -> str:
    """Return the SHA-256 of a token or code, hex; they are never stored themselves."""
    return hashlib.sha256(secret.encode()).hexdigest()
