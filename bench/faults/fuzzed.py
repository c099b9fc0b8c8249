"""Sends generated requests to a gateway that serves, and prints how they were answered.

python -m bench.faults.fuzzed URL ROLE CONVERSATION TOKEN SECONDS SEED

A process of its own: to invent requests costs more than to answer them. What it sends and what it
finds wrong is the tests' (tests/gateway/fuzzing.py); here only what counts under faults is kept.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import httpx
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from bench.faults.doors import label_of
from tests.gateway import role_matrix as who
from tests.gateway.fuzzing import Fuzzing

EXAMPLES = 3  # of each operation
PATIENCE = 30.0  # seconds for one answer


@dataclass(frozen=True, slots=True)
class Stranger:
    """Be somebody who comes to a gateway."""

    role: str
    http: httpx.AsyncClient
    headers: Mapping[str, str]


def main(url: str, role: str, conversation: str, token: str, seconds: str, seed: str) -> None:
    """Fuzz for so many seconds; print what was answered how often, as JSON."""
    counted: Counter[str] = Counter()

    async def note(response: httpx.Response) -> None:
        await response.aread()
        counted[label_of(response.status_code, response.content)] += 1

    loop, until = asyncio.new_event_loop(), time.monotonic() + float(seconds)
    http = httpx.AsyncClient(
        base_url=url, trust_env=False, timeout=PATIENCE, event_hooks={"response": [note]}
    )
    document = loop.run_until_complete(http.get("/openapi.json")).json()
    headers = {"Authorization": f"Bearer {token}"} if role == who.CITIZEN else {}
    known = {"conversations": (conversation,)}
    fuzzing = Fuzzing(document, Stranger(role, http, headers), known, loop)
    operations = list(fuzzing.operations())
    random.Random(seed).shuffle(operations)
    for operation in operations:
        if time.monotonic() > until:
            break
        fuzzing.fuzz(operation, GenerationMode.POSITIVE, 1)  # and what is wrong beside it
        if operation.body or operation.query:
            with suppress(Unsatisfiable):  # among so few none was wrong enough
                fuzzing.fuzz(operation, GenerationMode.NEGATIVE, EXAMPLES)
    loop.run_until_complete(http.aclose())
    loop.close()
    print(json.dumps(counted))


if __name__ == "__main__":
    main(*sys.argv[1:])
