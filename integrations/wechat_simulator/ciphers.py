"""Signs and encrypts as WeChat's guide 消息加解密 describes; shares nothing with the door."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

BLOCK_BITS = 8 * 32  # the guide pads to blocks of 32 bytes, not to AES's 16
HEAD = 16  # random bytes before everything
COUNT = 4  # bytes that say how long the message is, network order


class Undecipherable(Exception):
    """Be a cipher that is not for this account, or no cipher at all."""


def signature(*parts: str) -> str:
    """Return the SHA-1 over the parts, sorted as byte strings."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in sorted(part.encode() for part in parts):
        digest.update(part)
    return digest.hexdigest()


def page_signature(ticket: str, nonce: str, moment: str, url: str) -> str:
    """Return what a page must show to the JS-SDK; the part of its address behind # counts not."""
    told = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={moment}&url={url.partition('#')[0]}"
    return hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()


class MessageCipher:
    """Encrypt and decrypt for one account."""

    def __init__(
        self, aes_key: str, app_id: str, random: Callable[[], bytes] | None = None
    ) -> None:
        """Take the EncodingAESKey, and what makes 16 random bytes."""
        if len(aes_key) != 43:
            raise ValueError("an EncodingAESKey has 43 characters")
        self._key = base64.b64decode(f"{aes_key}=")
        self._owner = app_id.encode()
        self._random = random or (lambda: secrets.token_hex(HEAD // 2).encode())

    def encrypt(self, message: bytes) -> str:
        """Return what stands in Encrypt."""
        whole = self._random() + len(message).to_bytes(COUNT, "big") + message + self._owner
        pad = PKCS7(BLOCK_BITS).padder()
        padded = pad.update(whole) + pad.finalize()
        at_work = self._cipher().encryptor()
        return base64.b64encode(at_work.update(padded) + at_work.finalize()).decode()

    def decrypt(self, text: str) -> bytes:
        """Return the message inside, or raise Undecipherable with the reason."""
        try:
            at_work = self._cipher().decryptor()
            padded = at_work.update(base64.b64decode(text, validate=True)) + at_work.finalize()
            unpad = PKCS7(BLOCK_BITS).unpadder()
            whole = unpad.update(padded) + unpad.finalize()
        except (binascii.Error, ValueError) as error:
            raise Undecipherable("not encrypted with this key") from error
        start = HEAD + COUNT
        end = start + int.from_bytes(whole[HEAD:start], "big")
        if len(whole) < start or end > len(whole):
            raise Undecipherable("the length inside is wrong")
        if whole[end:] != self._owner:
            raise Undecipherable("for another account")
        return whole[start:end]

    def _cipher(self) -> Cipher[CBC]:
        return Cipher(AES256(self._key), CBC(self._key[:HEAD]))
