"""Seals values with AES-256-GCM or SM4-GCM, and marks them with HMAC-SHA-256."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

from core.errors import Unreadable
from core.sealed_columns import BEGINS

NONCE = 12  # bytes (NIST SP 800-38D 8.2: a random one for each value)
TAG = 16  # bytes
MARK_KEY = 32  # bytes


class Algorithm(StrEnum):
    """Name a cipher; each seals and authenticates."""

    AES = "AES-256-GCM"
    SM4 = "SM4-GCM"  # GB/T 32907, GB/T 36624


KEY_BYTES = {Algorithm.AES: 32, Algorithm.SM4: 16}


@dataclass(frozen=True, slots=True)
class Key:
    """Be a key with which values are sealed."""

    id: str
    algorithm: Algorithm
    secret: bytes

    def encrypt(self, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        """Return ciphertext and tag."""
        if self.algorithm is Algorithm.AES:
            return AESGCM(self.secret).encrypt(nonce, plain, bound)
        sealer = Cipher(SM4(self.secret), GCM(nonce)).encryptor()
        sealer.authenticate_additional_data(bound)
        return sealer.update(plain) + sealer.finalize() + sealer.tag

    def decrypt(self, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        """Return what was encrypted, or raise InvalidTag."""
        if self.algorithm is Algorithm.AES:
            return AESGCM(self.secret).decrypt(nonce, data, bound)
        opener = Cipher(SM4(self.secret), GCM(nonce, data[-TAG:])).decryptor()
        opener.authenticate_additional_data(bound)
        return opener.update(data[:-TAG]) + opener.finalize()


def new_key(algorithm: Algorithm) -> Key:
    """Make a key."""
    return Key(secrets.token_hex(4), algorithm, secrets.token_bytes(KEY_BYTES[algorithm]))


class KeyRing:
    """Seal under the newest of its keys, open under any of them."""

    def __init__(self, keys: Sequence[Key], mark_secret: bytes) -> None:
        """Take the keys, the newest last, and the secret of the marks."""
        self._keys = {key.id: key for key in keys}
        self._newest = keys[-1]
        self._mark_secret = mark_secret

    @property
    def fingerprint(self) -> str:
        """Return what tells this ring's marks from another's, without telling the secret."""
        return self.mark("fingerprint", "")

    def sealed(self, place: str, row: str, text: str) -> str:
        """Return the text so that it can be read under this place and row only."""
        nonce = secrets.token_bytes(NONCE)
        data = self._newest.encrypt(nonce, text.encode(), _bound(place, row))
        return f"{self.newest}{base64.b64encode(nonce + data).decode()}"

    def opened(self, place: str, row: str, token: str) -> str:
        """Return what was sealed; raise Unreadable for any other place, row, key or text."""
        name, _, text = token.removeprefix(BEGINS).partition(".")
        key = self._keys.get(name)
        if key is None or not token.startswith(BEGINS):
            raise Unreadable(f"{place} of {row}: no such key")
        try:
            data = base64.b64decode(text, validate=True)
            return key.decrypt(data[:NONCE], data[NONCE:], _bound(place, row)).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable(f"{place} of {row}: not as it was sealed") from error

    @property
    def newest(self) -> str:
        """Return how everything begins that is sealed from now on."""
        return f"{BEGINS}{self._newest.id}."

    def mark(self, purpose: str, text: str) -> str:
        """Return the HMAC-SHA-256, hex, of a text for one purpose."""
        return hmac.new(self._mark_secret, _bound(purpose, text), hashlib.sha256).hexdigest()


def _bound(place: str, row: str) -> bytes:
    """Return two texts as one, so that no other two texts give the same."""
    return f"{place}\0{row}".encode()
