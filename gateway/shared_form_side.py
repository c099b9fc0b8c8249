"""Builds the form that people in a video call fill together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.filing import Filing
from core.contracts import Channel
from core.ownership import Ownership
from core.store import Database
from core.store.call_seats import CallSeatStore
from core.store.shared_forms import SharedFormStore
from core.store.video_calls import VideoCallStore
from gateway.dialogue_side import Bureau, DialogueSide
from gateway.stores import Stores
from video_desk.exhibits import Exhibits
from video_desk.form_filing import FormFiling
from video_desk.form_opening import FormOpening
from video_desk.shared_form import SharedForms, Tell


def shared_form_side(
    database: Database,
    stores: Stores,
    bureau: Bureau,
    bot: DialogueSide,
    *,
    evidence: Path,
    ownership: Ownership,
    citizens: Channel,
    now: Callable[[], datetime],
) -> Callable[[Tell], SharedForms]:
    """Return what makes the form once it is known who reaches the pages of a call."""
    catalogue, applications = bureau.catalogue, stores.applications
    forms, exhibits = SharedFormStore(database, catalogue), Exhibits(evidence)
    opening = FormOpening(
        catalogue=catalogue,
        forms=forms,
        applications=applications,
        conversations=stores.conversations,
        delegations=stores.delegations,
        people=stores.identity,
        now=now,
    )
    filing = FormFiling(
        forms=forms,
        filer=Filing(
            catalogue=catalogue,
            applications=applications,
            due_day=bureau.calendar.after,
            now=now,
        ),
        exhibits=exhibits,
        delegations=stores.delegations,
        people=stores.identity,
        notices=stores.notices,
        conversations=stores.conversations,
        ownership=ownership,
        citizens=citizens,
        invite=bot.rating.invite,
        now=now,
    )

    def joined(tell: Tell) -> SharedForms:
        return SharedForms(
            forms=forms,
            calls=VideoCallStore(database),
            seats=CallSeatStore(database),
            catalogue=catalogue,
            opening=opening,
            filing=filing,
            photos=stores.photos,
            taker=bot.photographs,
            conversations=stores.conversations,
            exhibits=exhibits,
            tell=tell,
            now=now,
        )

    return joined
