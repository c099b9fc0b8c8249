"""Is an installation with a citizen's things in it, to be backed up and restored."""

from __future__ import annotations

import argparse
import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

from core.applications import Application, Phase
from core.conversation import Conversation
from core.photos import DocumentKind, Photo, PhotoReading
from core.store import ApplicationStore, ConversationStore, Database, EvidenceStore, PhotoStore
from core.store.audit_trail import AuditTrail
from core.store.conversations import Line
from core.store.serving_role import let_serve
from gateway.audit_anchors import DailyAnchor, anchors_of
from gateway.backups.command import backup, restore
from gateway.key_file import keys_file, read_or_make
from gateway.opening import open_database
from gateway.settings import ROOT, Settings
from integrations.photographs.files import PhotoFiles
from launch.postgresql import SERVING
from tests.people import ID_NUMBER, NAME
from video_desk.exhibits import Exhibits

NOW = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
CALL = "call-1"
SEALED_AWAY = "room-1.mkv"


@dataclass(frozen=True, slots=True)
class Installation:
    """Be the settings of one, and its folder."""

    settings: Settings
    folder: Path

    def migrated(self) -> None:
        """Make its tables and its keys."""
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.set_main_option("sqlalchemy.url", self.settings.owner_url)
        command.upgrade(config, "head")
        if self.settings.database_owner_url:
            asyncio.run(let_serve(self.settings.owner_url, self.settings.database_url))
        read_or_make(keys_file(self.settings), self.settings.key_algorithm)

    async def backup(self, to: Path, keys_to: Path | None = None) -> int:
        """Run the command; return its exit status."""
        return await backup(self.settings, argparse.Namespace(folder=to, keys_to=keys_to))

    async def restore(self, from_: Path, keys_from: Path | None = None) -> int:
        """Run the command; return its exit status."""
        asked = argparse.Namespace(folder=from_, keys_from=keys_from)
        return await restore(self.settings, asked)

    def take_keys_of(self, other: Installation) -> None:
        """Have the keys of another installation, as an operator brings them."""
        text = keys_file(other.settings).read_text("utf-8")
        keys_file(self.settings).touch(mode=0o600)
        keys_file(self.settings).write_text(text, "utf-8")

    def files(self) -> Mapping[str, bytes]:
        """Return what lies in its folders of files, by name."""
        found: dict[str, bytes] = {}
        for name in ("photos", "recordings", "evidence", "media"):
            place = self.folder / name
            paths = [path for path in place.rglob("*") if path.is_file()]
            found |= {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}
        return found


def installation(folder: Path, url: str) -> Installation:
    """Return an installation that is only settings yet; the address is of the tables' owner."""
    folder.mkdir(exist_ok=True)
    at = make_url(url)
    owner = url if at.get_backend_name() == "postgresql" else ""
    serving = at.set(username=SERVING) if owner else at
    settings = Settings(
        database_url=serving.render_as_string(hide_password=False),
        database_owner_url=owner,
        photos=folder / "photos",
        call_recordings=folder / "recordings",
        evidence=folder / "evidence",
        media_recordings=folder / "media",
        keys=folder / "keys.json",
        audit_anchors=folder / "anchors.jsonl",
    )
    return Installation(settings, folder)


async def filled(one: Installation) -> str:
    """Leave a filed application, a photograph, recordings and evidence; return the receipt."""
    await asyncio.to_thread(one.migrated)
    database = open_database(one.settings)
    await talk(database, "c1")
    application = Application("a1", "c1", "x", phase=Phase.CONFIRMING, fields=FIELDS)
    applications = ApplicationStore(database)
    await applications.open_application(application, NOW)
    receipt = (await applications.submit(application, NOW, date(2026, 12, 21), None)).number
    await photograph(one, database, "c1")
    exhibits = Exhibits(one.settings.evidence)
    exhibits.write(CALL, SEALED_AWAY, b"pictures")
    await EvidenceStore(database).seal(CALL, receipt, exhibits.listed(CALL), NOW)
    await DailyAnchor(AuditTrail(database), anchors_of(one.settings), lambda: NOW).write()
    await database.close()
    _write(one.settings.call_recordings / "2026-12-21" / "c1.wav", b"RIFF")
    _write(one.settings.media_recordings / "call-2-room.mkv", b"half a recording")
    assert receipt is not None
    return receipt


FIELDS = {"name": NAME, "id_number": ID_NUMBER}


async def talk(database: Database, name: str) -> None:
    """Open a conversation."""
    greeting = Line(0, NOW, "assistant", "您好")
    await ConversationStore(database).open_conversation(
        Conversation(name, "web", NOW), f"hash of {name}", greeting
    )


async def photograph(one: Installation, database: Database, conversation: str) -> str:
    """Hand a photograph in as the product does, the file before the row; return its id."""
    photo = Photo(
        id=str(uuid.uuid4()),
        conversation_id=conversation,
        application_id=None,
        material=None,
        reading=PhotoReading(DocumentKind.ID_CARD, {"name": NAME}),
        sha256=uuid.uuid4().hex,
        width=8,
        height=8,
        at=NOW,
    )
    await PhotoFiles(one.settings.photos).write(photo.id, photo.id.encode())
    await PhotoStore(database).add(photo, size=36, turn=0)
    return photo.id


async def withdraw(one: Installation, database: Database, photo_id: str) -> None:
    """Delete a photograph as the product does, the row before the file."""
    await PhotoStore(database).delete(photo_id, NOW)
    await PhotoFiles(one.settings.photos).delete(photo_id)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
