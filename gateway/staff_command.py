"""Opens accounts of staff from the command line: python -m gateway staff NAME DISPLAY_NAME."""

from __future__ import annotations

import argparse
import sys
import uuid
from datetime import timedelta

from core import account_wording as say
from core.administration import OPEN, needs_approval, separated, written
from core.errors import NotAllowedNow
from core.passwords import shortcoming
from core.store import Database, StaffStore
from core.store.administration import AccountRequest, AdministrationStore
from gateway.clock import clock
from gateway.opening import open_database
from gateway.settings import Settings
from gateway.staff import StaffDoor

BY = "command"  # in the audit: who can open a shell here


async def run(settings: Settings, arguments: argparse.Namespace, password: str) -> int:
    """Open the account that the arguments describe; return the exit status."""
    database = open_database(settings)
    try:
        return await open_account(database, arguments, password)
    except NotAllowedNow as error:
        return _refused(str(error.args[-1]))
    finally:
        await database.close()


async def open_account(database: Database, arguments: argparse.Namespace, password: str) -> int:
    """Open the account; one with administrative duties wants the names of two people."""
    name, display_name, duties = arguments.name, arguments.display_name, arguments.duties
    weak = shortcoming(password, name, display_name)
    if weak is not None:
        return _refused(weak)
    if not separated(duties):
        return _refused(say.SEPARATED)
    door = door_of(database)
    if not needs_approval(duties):
        await door.add(
            *(name, display_name, password, duties),
            by=BY,
            must_change=not arguments.own_password,
        )
        return 0
    one, other = arguments.requested_by.strip(), arguments.approved_by.strip()
    if not one or not other or one == other:
        return _refused(say.TWO_PERSONS)
    if await StaffStore(database).member(name) is not None:
        return _refused(say.NAME_TAKEN)
    at = door.now()
    wanted = AccountRequest(str(uuid.uuid4()), OPEN, name, display_name, written(duties), one, at)
    await AdministrationStore(database).open_by_two(
        wanted, await door.hash_of(password), at=at, by=other
    )
    return 0


def door_of(database: Database) -> StaffDoor:
    """Return the door of a database, for opening accounts only."""
    return StaffDoor(StaffStore(database), now=clock("UTC"), session=timedelta(hours=8))


def _refused(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 2
