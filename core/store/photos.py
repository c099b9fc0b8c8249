"""Stores what was read from photographs, and who looked at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from core import photo_wording
from core.applications import Phase
from core.errors import NotAllowedNow, NotFound
from core.photo_refusal import PhotoRefused
from core.photo_tables import photos
from core.photos import DocumentKind, Photo, PhotoReading
from core.sealed_columns import held_map, private_json
from core.store.application_rows import CITIZEN, SUBJECT
from core.store.database import Database, write_audit
from core.tables import applications, audit

MOST = 20  # photographs in one conversation
MOST_AT_ONCE = 5
AT_ONCE = timedelta(minutes=1)
OF = "photos:"  # begins the subject of audit rows, before the conversation
PAPER = "photo:"  # begins a paper of an application that is a photograph


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """Be a photograph that is here already."""

    photo: Photo
    turn: int  # turns of the conversation when it was handed in


class PhotoStore:
    """Answer questions about photographs, and record what happens to them."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def same_picture(self, conversation_id: str, sha256: str) -> KeptPhoto | None:
        """Return the photograph of this conversation that is the very same picture, if any."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(photos).where(
                    photos.c.conversation_id == conversation_id, photos.c.sha256 == sha256
                )
            )
            row = rows.mappings().one_or_none()
        return KeptPhoto(_photo(row), row["turn"]) if row is not None else None

    async def room_for_another(self, conversation_id: str, now: datetime) -> None:
        """Raise PhotoRefused if this conversation has handed in too many, or too fast."""
        async with self._database.reading() as connection:
            await _check_room(connection, conversation_id, now)

    async def add(self, photo: Photo, *, size: int, turn: int) -> None:
        """Store a photograph of so many bytes; PhotoRefused if there is no room."""
        async with self._database.writing() as connection:
            await _check_room(connection, photo.conversation_id, photo.at)
            await connection.execute(
                insert(photos).values(
                    **_changing(photo, turn),
                    id=photo.id,
                    conversation_id=photo.conversation_id,
                    sha256=photo.sha256,
                    width=photo.width,
                    height=photo.height,
                    bytes=size,
                    at=photo.at,
                )
            )
            await _audit(connection, photo, "photo_added", CITIZEN, photo.at)

    async def hand_in_again(self, photo: Photo, turn: int, at: datetime) -> None:
        """Store what the same picture stands for now."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(photos).where(photos.c.id == photo.id).values(_changing(photo, turn))
            )
            await _audit(connection, photo, "photo_again", CITIZEN, at)

    async def photo(self, photo_id: str) -> Photo:
        """Return the photograph, or raise NotFound."""
        async with self._database.reading() as connection:
            return await _one(connection, photo_id)

    async def of_conversation(self, conversation_id: str) -> list[Photo]:
        """Return the photographs of a conversation, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(
                select(photos)
                .where(photos.c.conversation_id == conversation_id)
                .order_by(photos.c.at, photos.c.id)
            )
            return [_photo(row) for row in rows.mappings()]

    async def note_look(self, photo: Photo, staff: str, at: datetime) -> None:
        """Record that a member of staff looks at a photograph, before they see it."""
        async with self._database.writing() as connection:
            await _audit(connection, photo, "photo_seen", f"staff:{staff}", at)

    async def delete(self, photo_id: str, at: datetime, *, actor: str = CITIZEN) -> Photo:
        """Delete what is known of a photograph, also from applications that are not handed in.

        Raise NotAllowedNow once it belongs to an application that is.
        """
        async with self._database.writing() as connection:
            photo = await _one(connection, photo_id)
            rows = await connection.execute(
                select(applications).where(
                    (applications.c.conversation_id == photo.conversation_id)
                    | (applications.c.id == photo.application_id)
                )
            )
            for row in rows.mappings().all():
                await _withdraw(connection, row, photo, actor, at)
            await connection.execute(delete(photos).where(photos.c.id == photo_id))
            await _audit(connection, photo, "photo_deleted", actor, at)
            return photo


async def _check_room(connection: AsyncConnection, conversation_id: str, now: datetime) -> None:
    kept = await connection.execute(
        select(func.count()).where(photos.c.conversation_id == conversation_id)
    )
    if kept.scalar_one() >= MOST:
        raise PhotoRefused(photo_wording.TOO_MANY)
    # Of the audit rows, because photographs can be deleted to make room.
    lately = await connection.execute(
        select(func.count()).where(
            audit.c.subject == OF + conversation_id,
            audit.c.action == "photo_added",
            audit.c.at > now - AT_ONCE,
        )
    )
    if lately.scalar_one() >= MOST_AT_ONCE:
        raise PhotoRefused(photo_wording.TOO_FAST, later=True)


async def _withdraw(
    connection: AsyncConnection, row: RowMapping, photo: Photo, actor: str, at: datetime
) -> None:
    """Take a photograph out of an application."""
    used = [name for name, paper in row["papers"].items() if paper == PAPER + photo.id]
    if row["number"] is not None:
        if used or row["id"] == photo.application_id:
            raise NotAllowedNow(f"photo {photo.id} was handed in", photo_wording.NOT_DELETED)
        return
    read = set(photo.reading.values.values())
    known = held_map(row["offered"], row["id"])
    offered = {key: value for key, value in known.items() if value not in read}
    if not used and offered == known:
        return
    papers = {name: paper for name, paper in row["papers"].items() if name not in used}
    await connection.execute(
        update(applications)
        .where(applications.c.id == row["id"])
        .values(
            papers=papers,
            offered=private_json(row["id"], offered),
            version=applications.c.version + 1,
        )
    )
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=SUBJECT + row["id"],
        action="changed",
        detail={"phase": Phase(row["phase"]).value, "papers": sorted(papers)},
    )


async def _one(connection: AsyncConnection, photo_id: str) -> Photo:
    rows = await connection.execute(select(photos).where(photos.c.id == photo_id))
    row = rows.mappings().one_or_none()
    if row is None:
        raise NotFound(f"photo {photo_id}")
    return _photo(row)


async def _audit(
    connection: AsyncConnection, photo: Photo, action: str, actor: str, at: datetime
) -> None:
    await write_audit(
        connection,
        at=at,
        actor=actor,
        subject=OF + photo.conversation_id,
        action=action,
        detail={
            "photo": photo.id,
            "application": photo.application_id,
            "kind": photo.reading.kind.value,
            "read": sorted(photo.reading.values),  # keys, never what was read
        },
    )


def _changing(photo: Photo, turn: int) -> dict[str, object]:
    """Return the columns that another look at the same picture may change."""
    return {
        "application_id": photo.application_id,
        "material": photo.material,
        "kind": photo.reading.kind.value,
        "read": private_json(photo.id, photo.reading.values),
        "problems": list(photo.reading.problems),
        "turn": turn,
    }


def _photo(row: RowMapping) -> Photo:
    return Photo(
        id=row["id"],
        conversation_id=row["conversation_id"],
        application_id=row["application_id"],
        material=row["material"],
        reading=PhotoReading(
            DocumentKind(row["kind"]), held_map(row["read"], row["id"]), tuple(row["problems"])
        ),
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        at=row["at"],
    )
