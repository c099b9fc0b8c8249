"""Reads requests as strictly as tests need: what the platform does not know is our mistake."""

from __future__ import annotations

import email.parser
import email.policy
import json
from collections.abc import Collection
from typing import TypeVar

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from integrations.wechat_simulator.refusals import Mistaken, Refused

Read = TypeVar("Read")


def query(request: Request, *names: str) -> list[str]:
    """Return the values of the query in the order of the names; others, or twice, are mistakes."""
    pairs = request.query_params.multi_items()
    keys = [key for key, _ in pairs]
    foreign = sorted(set(keys) - set(names))
    if foreign:
        raise Mistaken(f"{request.url.path}: no parameter {foreign[0]}")
    if len(set(keys)) != len(keys):
        raise Mistaken(f"{request.url.path}: a parameter twice")
    given = dict(pairs)
    return [given.get(name, "") for name in names]


async def body(request: Request, kind: TypeAdapter[Read], *, known: Collection[str] = ()) -> Read:
    """Return the JSON body; `known` are the msgtypes that there are, others are refused."""
    raw = await request.body()
    if not raw:
        raise Refused(44002)
    try:
        told = json.loads(raw)
    except ValueError as error:
        raise Refused(47001) from error
    if not isinstance(told, dict):
        raise Refused(47001)
    if known and told.get("msgtype") not in known:
        raise Refused(40008)
    if b"\\u" in raw and any(ord(letter) > 127 for letter in json.dumps(told, ensure_ascii=False)):
        # Such letters arrive as \uxxxx on the phone: WeChat wants them as they are.
        raise Refused(40033)
    try:
        return kind.validate_python(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Mistaken(f"{request.url.path}: {where}: {first['msg']}") from error


async def uploaded(request: Request) -> bytes:
    """Return the file in the part `media` of a form; it must have a file name."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        raise Refused(41005)
    head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    for part in parser.parsebytes(head + await request.body()).iter_parts():
        name = part.get_param("name", header="content-disposition")
        if name == "media" and part.get_filename():
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    raise Refused(41005)
