"""Runs the gateway: python -m gateway [serve | phone | migrate | index | staff | items | ...]."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import logging
import os
import socket
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import uvicorn

from core.errors import EngineUnavailable, NotForServing, UntrustedModel
from core.store import Database, EntryStore, ReleaseStore
from core.store.serving_role import let_serve
from gateway import (
    audit_command,
    catalogue_command,
    enterprise_command,
    evidence_command,
    keys_command,
    lookups_command,
    models_command,
    staff_command,
)
from gateway.backups import command as backup_command
from gateway.clock import SharedClock
from gateway.json_logs import JsonLines
from gateway.observing.measuring import measure_turns
from gateway.opening import open_database
from gateway.settings import ROOT, Settings
from gateway.staff import DESK, DUTIES

if TYPE_CHECKING:
    from fastapi import FastAPI

CANNOT_START = 3  # exit status; said by uvicorn, too
# Seconds that a search in a thread may keep the event loop waiting, each time that the loop wants
# to go on. With Python's own 0.005 a write, which goes to a thread and back, takes many times that.
LOOP_WAITS = 0.0005
# Waking a second thread costs more than a search, and who waits for one spins: six times the work.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m gateway")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("serve", help="serve citizens and staff")
    commands.add_parser("phone", help="take telephone calls, beside a gateway that serves")
    commands.add_parser("migrate", help="bring the database up to date")
    commands.add_parser("index", help="build the index of the knowledge packs")
    staff = commands.add_parser("staff", help="open an account for a member of staff")
    staff.add_argument("name")
    staff.add_argument("display_name")
    staff.add_argument(
        "--duties",
        type=_duties,
        default=[DESK],
        help="of desk, knowledge, supervise, system, audit, security; joined by commas",
    )
    staff.add_argument("--requested-by", default="", help="for administrators: who asks for it")
    staff.add_argument("--approved-by", default="", help="and who, of two people, approves it")
    staff.add_argument(
        "--own-password",
        action="store_true",
        help="its owner chose the password, and need not change it; administrators always do",
    )
    lookups_command.add_arguments(commands.add_parser("lookups", help="import look-up tables"))
    catalogue_command.add_arguments(
        commands.add_parser("items", help="check, compare or describe the catalogue")
    )
    evidence_command.add_arguments(
        commands.add_parser("evidence", help="verify or expire what video calls left behind")
    )
    audit_command.add_arguments(
        commands.add_parser("audit", help="verify or anchor the audit trail")
    )
    keys_command.add_arguments(commands.add_parser("keys", help="change the keys of personal data"))
    models_command.add_arguments(commands.add_parser("models", help="sign and verify the models"))
    enterprise_command.add_arguments(
        commands.add_parser("enterprise", help="let employers' systems in")
    )
    backup_command.add_backup_arguments(
        commands.add_parser("backup", help="back everything up, while it serves")
    )
    backup_command.add_restore_arguments(
        commands.add_parser("restore", help="restore a backup to an empty place")
    )
    arguments = parser.parse_args()
    settings = Settings()
    if arguments.command == "migrate":
        migrate(settings)
    elif arguments.command == "phone":
        phone(settings)
    elif arguments.command == "index":
        index(settings)
    elif arguments.command == "staff":
        password = getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().strip()
        sys.exit(asyncio.run(staff_command.run(settings, arguments, password)))
    elif arguments.command == "lookups":
        lookups_command.run(settings, arguments)
    elif arguments.command == "items":
        sys.exit(catalogue_command.run(arguments))
    elif arguments.command == "evidence":
        sys.exit(asyncio.run(evidence_command.run(settings, arguments)))
    elif arguments.command == "audit":
        sys.exit(asyncio.run(audit_command.run(settings, arguments)))
    elif arguments.command == "keys":
        sys.exit(asyncio.run(keys_command.run(settings, arguments)))
    elif arguments.command == "models":
        sys.exit(models_command.run(settings, arguments))
    elif arguments.command == "backup":
        sys.exit(asyncio.run(backup_command.backup(settings, arguments)))
    elif arguments.command == "restore":
        sys.exit(asyncio.run(backup_command.restore(settings, arguments)))
    elif arguments.command == "enterprise":
        sys.exit(enterprise_command.run(settings, arguments))
    else:
        serve(settings)


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    from gateway.starting import Starting
    from gateway.wechat_door import DOOR, wechat_doorstep

    _log(settings)
    _trust_models(settings)
    sys.setswitchinterval(LOOP_WAITS)
    os.environ.update(ONE_THREAD | dict(os.environ))  # read when NumPy and FAISS are imported
    database = open_database(settings)  # WeChat's door seals what it takes in
    now = SharedClock(settings.timezone, database.time)

    def give_up() -> None:
        server.should_exit = True

    starting = Starting(
        lambda: _whole(settings, now),
        path=DOOR,
        doorstep=wechat_doorstep(settings, database, now),
        give_up=give_up,
        first=now.step,
    )
    config = uvicorn.Config(
        starting,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=5,
    )
    # Not its setting `fd`: that takes the socket for a Unix one, whose small packets would wait.
    held = None if settings.listening is None else [socket.socket(fileno=settings.listening)]
    server = uvicorn.Server(config)
    stop_measuring = measure_turns(settings, "yibao-gateway")
    server.run(sockets=held)
    stop_measuring()
    if not server.started or starting.failed:
        sys.exit(CANNOT_START)


def _whole(settings: Settings, now: SharedClock) -> FastAPI:
    from gateway.app import make_app  # takes seconds: it imports every part
    from gateway.observing.meters import Meters
    from gateway.observing.side import observing_side
    from gateway.parts import build

    meters = Meters()
    parts = build(settings, meters, now)
    return make_app(parts, observing_side(settings, parts, meters), settings.web_libraries)


def phone(settings: Settings) -> None:
    """Take calls until told to stop; exit with status 1 if that cannot be."""
    from gateway.phone import serve_phone  # after the cheap commands: it imports the engines

    _log(settings)
    _trust_models(settings)
    stop_measuring = measure_turns(settings, "yibao-phone")
    try:
        asyncio.run(serve_phone(settings))
    except (OSError, ValueError, EngineUnavailable) as problem:  # a taken port, a missing model
        sys.exit(f"The telephone cannot start: {problem}")
    finally:
        stop_measuring()


def migrate(settings: Settings) -> None:
    """Bring the database up to date, publish what the packs brought, open the first account."""
    from alembic import command  # half a second that nobody who serves has
    from alembic.config import Config

    from gateway.first_rows import begin_terms, seed_tables

    (ROOT / "var").mkdir(exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.owner_url)
    command.upgrade(config, "head")
    if settings.database_owner_url:
        try:
            asyncio.run(let_serve(settings.database_owner_url, settings.database_url))
        except NotForServing as problem:
            sys.exit(f"YIBAO_DATABASE_URL cannot serve: {problem}")

    async def fill() -> None:
        if sealed := await keys_command.seal_at_start(settings):
            print(f"{sealed} rows sealed")
        database = Database(settings.database_url)
        await staff_command.door_of(database).first_account(settings.first_login)
        await begin_terms(settings, database, datetime.now(UTC))
        await publish_packs(settings, database)
        await seed_tables(settings, database)
        await database.close()

    asyncio.run(fill())


async def publish_packs(settings: Settings, database: Database) -> None:
    """Publish what the packs have and editors have not decided on; say so."""
    from knowledge_base.documents import read_pack_versions
    from knowledge_base.review.adopting import adopt_packs, with_tests
    from knowledge_base.test_questions import read_test_questions

    adopted = await adopt_packs(
        with_tests(read_pack_versions(settings.packs), read_test_questions(settings.packs)),
        entries=EntryStore(database),
        releases=ReleaseStore(database),
        at=datetime.now(UTC),
    )
    if adopted.release is not None:
        print(f"release {adopted.release.number}: {len(adopted.release.members)} entries")
    for entry in adopted.unnumbered:
        print(f"{entry} changed in its pack without a new version: the stored one stays")


def index(settings: Settings) -> None:
    """Build the index unless it is up to date."""
    from gateway.catalogue_files import read_catalogue
    from gateway.knowledge import Knowledge

    _trust_models(settings)

    async def load() -> None:
        database = Database(settings.database_url)
        catalogue = read_catalogue(settings.items)
        knowledge = Knowledge(settings, catalogue, ReleaseStore(database), report=print)
        await knowledge.load()
        await knowledge.close()
        await database.close()

    asyncio.run(load())


def _trust_models(settings: Settings) -> None:
    """End here if a model that is about to be loaded is not what was signed."""
    try:
        models_command.check(settings, models_command.read_by_the_gateway(settings))
    except UntrustedModel as problem:
        sys.stderr.write(f"The gateway does not start: {problem}\n")
        sys.exit(models_command.CANNOT_TRUST)


def _log(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    if settings.log_format == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(JsonLines())
    for talkative in ("httpx", "aiortp", "aiosipua", "aiosqlite"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def _duties(text: str) -> list[str]:
    """Return the duties that are listed, or let argparse complain."""
    duties = [duty.strip() for duty in text.split(",")]
    if not set(duties) <= set(DUTIES):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(DUTIES)}")
    return duties


if __name__ == "__main__":
    main()
