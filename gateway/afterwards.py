"""Builds what follows a submission: cases, the core, notices, employers' systems, its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import httpx

from core.contracts import Channel
from core.insured import Summary
from core.messages import Answer
from core.ownership import Ownership
from gateway.audit_anchors import DailyAnchor, anchors_of
from gateway.background import Alone, Chore
from gateway.cases_api import CaseParts
from gateway.dialogue_side import Bureau, Engines
from gateway.enterprise_api import EnterpriseParts
from gateway.enterprise_filing import EnterpriseFiling
from gateway.filing import Filing
from gateway.notice_delivery import NoticeDelivery
from gateway.reminders import Reminders
from gateway.retention import Retention, in_force, settled
from gateway.retention_api import RetentionParts
from gateway.settings import Settings
from gateway.staff import StaffDoor
from gateway.stores import Stores
from integrations.photographs.files import PhotoFiles
from integrations.webhooks import Webhooks, address_of

HOUR = 3600.0

Invite = Callable[[str, Answer], Awaitable[Answer]]  # adds the invitation to rate


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Hold what the routes use, and what is done in the background."""

    cases: CaseParts
    enterprise: EnterpriseParts
    retention: RetentionParts
    chores: tuple[Chore, ...]


def afterwards(
    stores: Stores,
    engines: Engines,
    bureau: Bureau,
    *,
    settings: Settings,
    client: httpx.AsyncClient,
    door: StaffDoor,
    ownership: Ownership,
    channel: Channel,
    invite: Invite,
    now: Callable[[], datetime],
    alone: Alone | None = None,
) -> Afterwards:
    """Join the parts; `alone` says whose turn a chore is, where several gateways serve."""
    find = partial(address_of, private_too=settings.private_webhooks)

    async def summary_of(conversation_id: str) -> Summary | None:
        person = await stores.identity.person(conversation_id, now())
        return await engines.core.summary(person.id_number) if person is not None else None

    reminders = Reminders(
        casework=stores.casework,
        notices=stores.notices,
        choices=stores.push_choices,
        delivery=NoticeDelivery(
            notices=stores.notices,
            conversations=stores.conversations,
            casework=stores.casework,
            ownership=ownership,
            channel=channel,
            invite=invite,
            now=now,
        ),
        catalogue=bureau.catalogue,
        calendar=bureau.calendar,
        summaries=summary_of,
        now=now,
    )
    webhooks = Webhooks(
        stores.webhooks,
        client,
        now=now,
        timeout=settings.webhook_timeout,
        find=find,
    )
    employers = EnterpriseFiling(stores.enterprise, engines.core, bureau.catalogue, now=now)
    every = settings.follow_up_every
    chores = [
        Chore("reminders", reminders.step, every, alone=alone),
        Chore("webhooks", webhooks.step, every, alone=alone),
        Chore("enterprise filing", employers.step, every, alone=alone),
        Chore(
            "audit anchor",
            DailyAnchor(stores.trail, anchors_of(settings), now).step,
            HOUR,
            alone=alone,
        ),
    ]
    retention = Retention(
        store=stores.retention,
        photos=stores.photos,
        pictures=PhotoFiles(settings.photos),
        recordings=settings.call_recordings,
        kept=in_force(stores.terms, settled(settings)),
        now=now,
    )
    chores.append(Chore("retention", retention.step, HOUR, alone=alone))
    if settings.insurance_url:
        filing = Filing(
            casework=stores.casework, core=engines.core, catalogue=bureau.catalogue, now=now
        )
        chores.append(Chore("filing", filing.step, every, alone=alone))
    return Afterwards(
        cases=CaseParts(
            casework=stores.casework,
            conversations=stores.conversations,
            catalogue=bureau.catalogue,
            calendar=bureau.calendar,
            staff=stores.staff,
            trail=stores.trail,
            door=door,
            now=now,
        ),
        enterprise=EnterpriseParts(
            clients=stores.clients,
            store=stores.enterprise,
            webhooks=stores.webhooks,
            may_call=lambda url: find(url) is not None,
            now=now,
        ),
        retention=RetentionParts(door, stores.terms, settled(settings), now),
        chores=tuple(chores),
    )
