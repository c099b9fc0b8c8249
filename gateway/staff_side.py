"""Builds what lets staff in and looks after their accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from core.store import Database, StaffStore
from core.store.administration import AdministrationStore
from gateway.account_api import AccountParts
from gateway.accounts_api import AccountsParts
from gateway.own_account import OwnAccount
from gateway.settings import Settings
from gateway.staff import SignInRules, StaffDoor
from integrations.listeners import Listeners


def staff_door(settings: Settings, store: StaffStore, now: Callable[[], datetime]) -> StaffDoor:
    """Return the door with the rules that the settings name."""
    days = settings.staff_password_days
    return StaffDoor(
        store,
        now=now,
        session=timedelta(hours=settings.session_hours),
        rules=SignInRules(
            idle=timedelta(minutes=settings.staff_idle_minutes),
            password_age=timedelta(days=days) if days else None,
            codes_required=settings.staff_codes_required,
        ),
    )


def account_parts(
    settings: Settings, database: Database, door: StaffDoor, pages: Listeners
) -> AccountParts:
    """Return what accounts are looked after with; `pages` are those of staff."""
    store = StaffStore(database)
    return AccountParts(
        door=door,
        account=OwnAccount(door, store, settings.bureau),
        others=AccountsParts(door, store, AdministrationStore(database)),
        tell=pages.tell,
        secure_cookies=settings.secure_cookies,
    )
