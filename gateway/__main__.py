"""Runs the gateway: python -m gateway [serve | migrate | index | staff NAME DISPLAY_NAME]."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import sys
from datetime import timedelta

import uvicorn
from alembic import command
from alembic.config import Config

from core.store import Database, StaffStore
from gateway.settings import ROOT, Settings
from gateway.staff import StaffDoor


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m gateway")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="serve citizens and staff")
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser("index", help="build the index of the knowledge packs")
    staff = commands.add_parser("staff", help="open an account for a member of staff")
    staff.add_argument("name")
    staff.add_argument("display_name")
    arguments = parser.parse_args()
    settings = Settings()
    if arguments.command == "migrate":
        migrate(settings)
    elif arguments.command == "index":
        index(settings)
    elif arguments.command == "staff":
        password = getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().strip()
        asyncio.run(add_staff(settings, arguments.name, arguments.display_name, password))
    else:
        serve(settings)


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    from gateway.app import make_app  # after the cheap commands: it imports every part
    from gateway.parts import build

    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(
        make_app(build(settings)),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=5,
    )


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema, and open the first staff account."""
    (ROOT / "var").mkdir(exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url)
    command.upgrade(config, "head")

    async def first_account() -> None:
        database = Database(settings.database_url)
        door = _door(database)
        await door.first_account(settings.first_login)
        await database.close()

    asyncio.run(first_account())


def index(settings: Settings) -> None:
    """Build the index unless it is up to date."""
    from gateway.catalogue_files import read_catalogue
    from gateway.knowledge import Knowledge

    knowledge = Knowledge(settings, read_catalogue(settings.items), report=print)
    asyncio.run(knowledge.load())


async def add_staff(settings: Settings, name: str, display_name: str, password: str) -> None:
    """Open an account."""
    database = Database(settings.database_url)
    await _door(database).add(name, display_name, password)
    await database.close()


def _door(database: Database) -> StaffDoor:
    from gateway.clock import clock

    return StaffDoor(StaffStore(database), now=clock("UTC"), session=timedelta(hours=8))


if __name__ == "__main__":
    main()
