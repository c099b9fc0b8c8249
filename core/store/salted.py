"""Makes the keyed hashes under which people are remembered without their numbers."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.call_back_tables import salts
from core.store.adding import add_once


async def salted(connection: AsyncConnection, purpose: str, who: str) -> str:
    """Return the HMAC-SHA-256 of who somebody is, hex, under this database's salt for `purpose`.

    The connection must be one that writes: the salt may have to be made.
    """
    salt = await _salt(connection, purpose)
    return hmac.new(bytes.fromhex(salt), who.encode(), hashlib.sha256).hexdigest()


async def _salt(connection: AsyncConnection, purpose: str) -> str:
    wanted = select(salts.c.value).where(salts.c.purpose == purpose)
    known = (await connection.execute(wanted)).scalar_one_or_none()
    if known is None:
        # Somebody else may make it in this moment: then theirs counts.
        made = {"purpose": purpose, "value": secrets.token_hex(32)}
        await add_once(connection, salts, made)
        known = (await connection.execute(wanted)).scalar_one()
    return str(known)
