"""Serves what administrators do with accounts, and opens administrators' accounts."""

from __future__ import annotations

import uuid
from datetime import datetime

from fastapi import FastAPI

from core.administration import OPEN
from core.store import Database, StaffStore
from core.store.administration import AccountRequest, AdministrationStore
from core.store.retention_terms import RetentionTermStore
from gateway.account_api import AccountParts, account_routes
from gateway.account_requests_api import account_request_routes
from gateway.accounts_api import accounts_routes
from gateway.retention import settled
from gateway.retention_api import RetentionParts, retention_routes
from gateway.settings import Settings
from tests.gateway.case_desk import CHEAP, PASSWORD


def serve_accounts(app: FastAPI, account: AccountParts, database: Database) -> None:
    """Serve one's own account, those of others, and how long data are kept."""
    terms, door = RetentionTermStore(database), account.door
    before = settled(Settings())
    app.include_router(retention_routes(RetentionParts(door, terms, before, door.now)))
    app.include_router(account_routes(account))
    app.include_router(account_request_routes(account.others))
    app.include_router(accounts_routes(account.others))


async def open_administrator(database: Database, name: str, duty: str, at: datetime) -> None:
    """Open an administrator's account, whose password is its own already."""
    wanted = AccountRequest(str(uuid.uuid4()), OPEN, name, name, duty, "甲", at)
    hashed = CHEAP.hash(PASSWORD)
    await AdministrationStore(database).open_by_two(wanted, hashed, at=at, by="乙")
    await StaffStore(database).set_password(name, hashed, at=at, by=name, must_change=False)
