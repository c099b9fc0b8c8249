"""Checks that an installation of an older version is sealed, chained and goes on working."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError

from core.contact import contact_key
from core.store import ApplicationStore, DelegationStore, EnterpriseClientStore, StaffStore
from core.store.audit_trail import AuditTrail
from core.store.case_questions import CaseQuestions
from core.store.conversations import ConversationStore
from gateway.__main__ import migrate
from gateway.key_file import keys_file
from gateway.opening import open_database
from gateway.settings import ROOT, Settings
from tests.core.test_delegation_store import MOTHER, NOW

NAME, NUMBER, MOBILE = "欧阳翠屏", MOTHER, "13987654321"
PERSON = hashlib.sha256(NUMBER.encode()).hexdigest()
OLD = f"""
INSERT INTO conversations (id, token_hash, channel, opened_at, stage, persona, last_reply, misses,
  turns) VALUES ('c1', 'x', 'web', '2026-11-01', 'bot', 'citizen', '{NAME}，您好', 0, 0);
INSERT INTO lines (conversation_id, seq, at, who, text, answer)
  VALUES ('c1', 1, '2026-11-01', 'assistant', '{NAME}，您好', '{{"reply": "{NAME}"}}');
INSERT INTO applications (id, conversation_id, item_code, phase, fields, answer_order, partial,
  tries, number, submitted_at, opened_at, version, suggestion)
  VALUES ('a1', 'c1', 'x', 'submitted',
  '{{"name": "{NAME}", "id_number": "{NUMBER}", "mobile": "{MOBILE}"}}', '[]', '', 0,
  '20261101000012', '2026-11-01', '2026-11-01', 3, '{NAME}');
INSERT INTO delegations (id, principal_name, principal_id_number, evidence, made_at, standing,
  relation, scope, until) VALUES ('d1', '{NAME}', '{NUMBER}', 'verified', '2026-11-01', 'offered',
  '', '[]', '2027-01-01');
INSERT INTO audit (id, at, actor, subject, action, detail) VALUES
  (1, '2026-11-01 00:00:00', 'citizen', 'application:a1', 'submitted', '{{"fields": ["name"]}}'),
  (4, '2026-11-02 00:00:00', 'citizen', 'person:{PERSON}', 'looked', '{{"part": "account"}}');
"""


TOTP, WHSEC = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
SECRETS = f"""
INSERT INTO staff (name, display_name, password_hash, duties, totp_secret)
  VALUES ('anna', '安工', 'x', 'desk', '{TOTP}');
INSERT INTO enterprise_clients (id, name, credit_code, secret_hash, sandbox, webhook_url,
  webhook_secret, made_at) VALUES ('e1', '某厂', '91370200MA3C0EWQ0X', 'x', 0,
  'https://hr.example/hook', '{WHSEC}', '2026-11-01');
"""


def older(folder: Path) -> Settings:
    """Return the settings of an installation of revision 0017 with a citizen in it."""
    file = folder / "old.sqlite3"
    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{file}",
        first_login=folder / "login.txt",
        action_secret=SecretStr("s"),
    )
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url)
    command.upgrade(config, "0017")
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD)
    return settings


def test_what_an_older_version_stored_is_sealed_and_found_again(tmp_path: Path) -> None:
    settings = older(tmp_path)
    assert NAME.encode() in (tmp_path / "old.sqlite3").read_bytes()

    migrate(settings)

    left = b"".join(file.read_bytes() for file in tmp_path.glob("old.sqlite3*"))
    assert [one for one in (NAME, NUMBER, MOBILE, PERSON) if one.encode() in left] == []
    assert keys_file(settings).stat().st_mode & 0o777 == 0o600
    asyncio.run(check(settings))


def test_secrets_of_phones_and_employers_are_sealed_and_the_rules_of_accounts_stay(
    tmp_path: Path,
) -> None:
    settings, file = older(tmp_path), tmp_path / "old.sqlite3"
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url)
    command.upgrade(config, "0031")
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(SECRETS)
        before = [one for one in schema_of(connection) if one[0].startswith("staff_duties")]

    migrate(settings)

    left = b"".join(one.read_bytes() for one in tmp_path.glob("old.sqlite3*"))
    assert [one for one in (TOTP, WHSEC) if one.encode() in left] == []
    with closing(sqlite3.connect(file)) as connection:
        after = [one for one in schema_of(connection) if one[0].startswith("staff_duties")]
        assert before == after != []
        with pytest.raises(sqlite3.IntegrityError, match="ck_staff_separated"):
            connection.execute("UPDATE staff SET duties = 'audit,system', approval_id = 'x'")
    asyncio.run(check_secrets(settings))


@pytest.mark.parametrize("in_the_way", ["staff_recovery_codes", "audit_head"])
def test_a_migration_that_broke_off_midway_is_finished_the_next_time(
    tmp_path: Path, in_the_way: str
) -> None:
    settings = older(tmp_path)
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as connection:
        connection.execute(f"CREATE TABLE {in_the_way} (broken INTEGER)")
        before = schema_of(connection)

    with pytest.raises(OperationalError, match=in_the_way):
        migrate(settings)

    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as connection:
        assert schema_of(connection) == before
        connection.execute(f"DROP TABLE {in_the_way}")
    migrate(settings)
    asyncio.run(check(settings))


def schema_of(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return what there is, and which revision it is of."""
    there = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return [*there, ("revision", revision)]


async def check_secrets(settings: Settings) -> None:
    database = open_database(settings)
    member = await StaffStore(database).member("anna")
    client, _ = await EnterpriseClientStore(database).secret_of("e1")
    await database.close()
    assert member is not None
    assert (member.totp_secret, client.webhook_secret) == (TOTP, WHSEC)


async def check(settings: Settings) -> None:
    """Look for the citizen in every way that the product does."""
    database = open_database(settings)
    (filed,) = await ApplicationStore(database).submitted("c1")
    assert (filed.fields["name"], filed.suggestion, filed.offered) == (NAME, NAME, {})
    (found,) = await CaseQuestions(database).by_contact(contact_key(MOBILE, NUMBER[-4:]))
    assert found.number == filed.number
    (granted,) = await DelegationStore(database).granted_by(NUMBER, NOW)
    assert granted.principal_name == NAME
    (line,) = await ConversationStore(database).lines_after("c1", 0)
    assert (line.text, line.answer) == (f"{NAME}，您好", {"reply": NAME})
    assert (await AuditTrail(database).first_flaw([]))[1] is None
    await database.close()
