"""Builds what lets staff in and looks after their accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx

from core.store import Database, StaffStore
from core.store.administration import AdministrationStore
from core.store.openid_attempts import OpenIdAttemptStore
from gateway.account_api import AccountParts
from gateway.accounts_api import AccountsParts
from gateway.connected import own_address
from gateway.openid_api import LEFT, RETURN
from gateway.openid_door import OpenIdDoor
from gateway.own_account import OwnAccount
from gateway.settings import Settings
from gateway.staff import SignInRules, StaffDoor
from integrations.listeners import Listeners
from integrations.openid import Client, OpenIdProvider


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
    settings: Settings,
    database: Database,
    door: StaffDoor,
    pages: Listeners,
    client: httpx.AsyncClient,
) -> AccountParts:
    """Return what accounts are looked after with; `pages` are those of staff."""
    store = StaffStore(database)
    openid = OpenIdDoor(
        door,
        store,
        OpenIdAttemptStore(database),
        openid_provider(settings, client, door.now),
        own_address(settings) + RETURN,
        own_address(settings) + LEFT,
    )
    return AccountParts(
        door=door,
        account=OwnAccount(door, store, settings.bureau),
        others=AccountsParts(door, store, AdministrationStore(database)),
        openid=openid,
        tell=pages.tell,
        secure_cookies=settings.secure_cookies,
    )


def openid_provider(
    settings: Settings, client: httpx.AsyncClient, now: Callable[[], datetime]
) -> OpenIdProvider | None:
    """Return who vouches for staff; None: nobody does, and passwords are the only way in."""
    openid = settings.openid
    if not openid.issuer:
        return None
    values = (value.strip() for value in openid.several_factors.split(","))
    known_as = Client(
        issuer=openid.issuer,
        client_id=openid.client_id,
        secret=openid.client_secret.get_secret_value(),
        claim=openid.claim,
        scope=openid.scope,
        several_factors=frozenset(value for value in values if value),
        timeout=openid.timeout,
    )
    return OpenIdProvider(client, known_as, now)
