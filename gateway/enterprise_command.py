"""Lets an employer's system in: python -m gateway enterprise add NAME CREDIT_CODE [--sandbox]."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import uuid
from datetime import UTC, datetime

from argon2 import PasswordHasher

from core import credit_code
from core.enterprise import Client
from core.store.database import Database
from core.store.enterprise_clients import EnterpriseClientStore
from gateway.settings import Settings

NO_CREDIT_CODE = "统一社会信用代码不对，请核对18位代码。"
ADDED = "已开通：{name}（{kind}）\nclient_id      {id}\nclient_secret  {secret}\n"
ONCE = "密钥只显示这一次，请妥善交给单位。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `enterprise`."""
    actions = parser.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="let an employer's system in, and print its secret once")
    add.add_argument("name")
    add.add_argument("credit_code", help="统一社会信用代码")
    add.add_argument("--sandbox", action="store_true", help="for trying: nothing is filed")


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit status."""
    if not _is_one(arguments.credit_code):
        print(NO_CREDIT_CODE)
        return 1
    client = Client(
        str(uuid.uuid4()), arguments.name, arguments.credit_code, sandbox=arguments.sandbox
    )
    secret = secrets.token_urlsafe(32)
    asyncio.run(_add(settings, client, PasswordHasher().hash(secret)))
    kind = "测试账号" if client.sandbox else "正式账号"
    print(ADDED.format(name=client.name, kind=kind, id=client.id, secret=secret) + ONCE)
    return 0


async def _add(settings: Settings, client: Client, secret_hash: str) -> None:
    database = Database(settings.database_url)
    await EnterpriseClientStore(database).add_client(client, secret_hash, datetime.now(UTC))
    await database.close()


def _is_one(code: str) -> bool:
    shaped = credit_code.well_shaped(code)
    return shaped and credit_code.check_character(code[:-1]) == code[-1]
