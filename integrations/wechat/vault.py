"""Encrypts tokens before they are stored, so that who reads the database cannot use them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12  # bytes


class Vault:
    """Seal values under the account's AppSecret."""

    def __init__(self, secret: str) -> None:
        """Take the AppSecret."""
        self._secret = secret.encode()
        self._cipher = AESGCM(self._derived("stored tokens"))

    def sealed(self, name: str, value: str) -> str:
        """Return a value that only who knows the AppSecret can read, and only under this name."""
        nonce = secrets.token_bytes(NONCE)
        data = self._cipher.encrypt(nonce, value.encode(), name.encode())
        return base64.b64encode(nonce + data).decode()

    def opened(self, name: str, text: str) -> str | None:
        """Return what was sealed; None if it was sealed under another AppSecret."""
        try:
            data = base64.b64decode(text, validate=True)
            return self._cipher.decrypt(data[:NONCE], data[NONCE:], name.encode()).decode()
        except (InvalidTag, ValueError):
            return None

    def token_for(self, purpose: str, subject: str) -> str:
        """Return the same unguessable token for the same subject every time."""
        digest = hmac.new(self._derived(purpose), subject.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self._secret, f"yibao/{purpose}".encode(), hashlib.sha256).digest()
