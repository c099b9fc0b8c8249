"""Encrypts and decrypts messages as WeChat's safe mode wants it (AES-256-CBC, pure)."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from integrations.wechat.faults import PushRefused

KEY_LENGTH = 43  # characters of an EncodingAESKey
PAD_TO = 32  # bytes: WeChat pads to twice the block of AES
AES_BLOCK = 16  # bytes
HEAD = 20  # bytes before the message: 16 random ones and its length
LONGEST = 262_144  # characters of base64


@dataclass(frozen=True, slots=True)
class Decrypted:
    """Be a message with the number of the key that it came under."""

    message: bytes
    key: int  # 0: the current one, 1: the previous


class MessageCipher:
    """Hold the current EncodingAESKey and the one before it; both open, either seals."""

    def __init__(self, keys: Sequence[str], appid: str) -> None:
        """Take the keys as the console shows them, newest first; raise ValueError on others."""
        self._keys = [_key(text) for text in keys]
        self._appid = appid.encode()

    def sealed(self, message: bytes, *, key: int = 0, random: bytes | None = None) -> str:
        """Return a message encrypted, in base64; `random` are 16 bytes, given only by tests."""
        start = secrets.token_bytes(8).hex().encode() if random is None else random
        text = start + struct.pack("!I", len(message)) + message + self._appid
        missing = PAD_TO - len(text) % PAD_TO
        encryptor = _cipher(self._keys[key]).encryptor()
        padded = text + bytes([missing]) * missing
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def opened(self, encrypted: str) -> Decrypted:
        """Return what stands in an `Encrypt`; raise PushRefused if no key opens it.

        CBC proves nothing: the signature over the ciphertext must be checked before.
        """
        if len(encrypted) > LONGEST:
            raise PushRefused("too much ciphertext")
        try:
            data = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise PushRefused("not base64") from None
        if not data or len(data) % AES_BLOCK:
            raise PushRefused("not whole blocks")
        for number, key in enumerate(self._keys):
            message = self._with(key, data)
            if message is not None:
                return Decrypted(message, number)
        raise PushRefused("no key opens it")

    def _with(self, key: bytes, data: bytes) -> bytes | None:
        decryptor = _cipher(key).decryptor()
        text = decryptor.update(data) + decryptor.finalize()
        pad = text[-1]
        if not 1 <= pad <= PAD_TO or text[-pad:] != bytes([pad]) * pad:
            return None
        text = text[:-pad]
        if len(text) < HEAD:
            return None
        (length,) = struct.unpack("!I", text[HEAD - 4 : HEAD])
        message, receiver = text[HEAD : HEAD + length], text[HEAD + length :]
        # The last part says for whom it was encrypted: another account's message is refused.
        if len(message) != length or not hmac.compare_digest(receiver, self._appid):
            return None
        return message


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:AES_BLOCK]))


def _key(text: str) -> bytes:
    if len(text) != KEY_LENGTH or not text.isascii() or not text.isalnum():
        raise ValueError("an EncodingAESKey has 43 letters and digits")
    # Its last character carries two bits too many, which may be set: no strict decoding here.
    return base64.b64decode(text + "=")
