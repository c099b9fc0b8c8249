"""Opens and closes messages for the tiny door; written apart from simulator and product."""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def sha1(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def opened(key43: str, encrypted: str) -> tuple[bytes, str]:
    """Return the message and the appid inside."""
    raw = _aes(key43).decryptor().update(base64.b64decode(encrypted))
    raw = raw[: -raw[-1]]
    length = int.from_bytes(raw[16:20], "big")
    return raw[20 : 20 + length], raw[20 + length :].decode()


def closed(key43: str, message: bytes, app_id: str) -> str:
    """Return the cipher of a message."""
    raw = os.urandom(16) + len(message).to_bytes(4, "big") + message + app_id.encode()
    pad = 32 - len(raw) % 32
    return base64.b64encode(_aes(key43).encryptor().update(raw + bytes([pad]) * pad)).decode()


def _aes(key43: str) -> Cipher[modes.CBC]:
    key = base64.b64decode(key43 + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))
