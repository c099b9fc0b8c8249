"""Is a gateway's way with the database, as a process: takes the same work as another one."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, date, datetime, timedelta

from core.applications import Application, Phase
from core.store import ApplicationStore, ConversationStore, Database, InboxStore
from core.store.wechat_inbox import Arrival, Opens
from tests.fakes.keys import KEYS

NOW = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
DAY = date(2026, 12, 21)
CODE = "370600-YB-01"
LEASE = timedelta(seconds=30)


def ready(number: int) -> Application:
    """Return an application that was read back to its citizen, whose conversation is c1."""
    return Application(f"a{number}", "c1", CODE, phase=Phase.CONFIRMING, fields={"name": "王秀英"})


def push(number: int) -> Arrival:
    """Return a push of WeChat; five citizens send them in turn."""
    return Arrival(
        f"o{number % 5}:{number}", f"o{number % 5}", "text", str(number), {}, Opens.MESSAGES
    )


async def work(url: str, holder: str, messages: int, applications: int) -> dict[str, list[str]]:
    """Take every push, say every message and file every application; return what it was told."""
    database = Database(url, KEYS)
    inbox, talks = InboxStore(database), ConversationStore(database)
    store = ApplicationStore(database)
    taken = await asyncio.gather(
        *(inbox.take(push(n), NOW, holder, LEASE) for n in range(messages))
    )
    said = await asyncio.gather(
        *(talks.record_said("c1", f"第{n}句", f"m{n}", NOW) for n in range(messages))
    )
    filed = await asyncio.gather(
        *(store.submit(ready(n), NOW, DAY, None) for n in range(applications))
    )
    await database.close()
    return {
        "mine": [recorded.message_id for recorded, mine in taken if mine],
        "said": [str(seq) for seq, _ in said],
        "receipts": [one.number or "" for one in filed],
    }


if __name__ == "__main__":
    address, name, *counts = sys.argv[1:]
    sys.stdin.readline()  # so that both begin at the same moment
    print(json.dumps(asyncio.run(work(address, name, *map(int, counts)))))
