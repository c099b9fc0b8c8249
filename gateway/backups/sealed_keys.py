"""Seals the keys of personal data with a passphrase, so that they can be kept apart."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gateway.backups.files import new_file
from gateway.backups.inventory import NoBackup
from gateway.key_file import Keys, as_text, from_text

SHORTEST = 12  # characters of a passphrase
# 128 MB and a third of a second for each guess (OWASP Password Storage Cheat Sheet: N=2^17, r=8).
COST, BLOCK, LANES = 2**17, 8, 1
SALT, NONCE, KEY = 16, 12, 32  # bytes
BOUND = b"yibao-desk keys 1"  # so that the file is read as nothing else


def write_sealed(file: Path, keys: Keys, passphrase: str, *, cost: int = COST) -> None:
    """Write the keys to a file that is not there yet; raise NoBackup for a short passphrase."""
    if len(passphrase) < SHORTEST:
        raise NoBackup(f"口令至少要 {SHORTEST} 个字符")
    if file.exists():
        raise NoBackup(f"{file} 已经有了")
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    sealed = AESGCM(_key(passphrase, salt, cost)).encrypt(nonce, as_text(keys).encode(), BOUND)
    content = {
        "what": "keys of personal data, sealed with a passphrase (scrypt, AES-256-GCM)",
        "cost": cost,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    with new_file(file) as out:
        out.write((json.dumps(content, indent=1) + "\n").encode())


def read_sealed(file: Path, passphrase: str) -> Keys:
    """Return the keys of a file; raise NoBackup if the passphrase is wrong or it was altered."""
    try:
        content = json.loads(file.read_text("utf-8"))
        salt, nonce, sealed = (
            base64.b64decode(content[name], validate=True) for name in ("salt", "nonce", "sealed")
        )
        cost = int(content["cost"])
        if not 2 <= cost <= COST:
            raise NoBackup(f"{file} 不是封存的密钥")
        text = AESGCM(_key(passphrase, salt, cost)).decrypt(nonce, sealed, BOUND)
        return from_text(text.decode())
    except InvalidTag as error:
        raise NoBackup("口令不对，或者封存的密钥被改动过") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NoBackup(f"{file} 不是封存的密钥") from error


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=KEY, n=cost, r=BLOCK, p=LANES).derive(passphrase.encode())
