"""Builds what carries out citizens' requests about their own data, and its routes."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter

from core.catalogue import Catalogue
from core.own_data_rights import OwnData
from core.working_days import WorkingCalendar
from gateway.own_copy import OwnCopies
from gateway.own_data_api import OwnDataParts, own_data_routes
from gateway.own_data_desk_api import OwnDataDeskParts, own_data_desk_routes
from gateway.staff import StaffDoor
from gateway.stores import Stores
from integrations.photographs.files import PhotoFiles


@dataclass(frozen=True, slots=True)
class OwnDataSide:
    """Hold what the routes use."""

    citizens: OwnDataParts
    desk: OwnDataDeskParts

    def routes(self) -> tuple[APIRouter, ...]:
        """Return all routes, one router beside the other: each nesting builds them anew."""
        return (own_data_routes(self.citizens), own_data_desk_routes(self.desk))


def own_data(
    stores: Stores,
    files: PhotoFiles,
    recordings: Path,
    calendar: WorkingCalendar,
    now: Callable[[], datetime],
) -> OwnData:
    """Join the stores with the files that are erased with their rows."""

    async def erase_recordings(conversation_id: str) -> int:
        return await asyncio.to_thread(erase_recordings_of, recordings, conversation_id)

    return OwnData(
        requests=stores.own_data,
        erasing=stores.erasing,
        photos=stores.photos,
        pushes=stores.push_choices,
        identity=stores.identity,
        erase_picture=files.delete,
        erase_recordings=erase_recordings,
        due_day=calendar.after,
        now=now,
    )


def own_data_side(
    stores: Stores,
    *,
    rights: OwnData,
    catalogue: Catalogue,
    door: StaffDoor,
    now: Callable[[], datetime],
) -> OwnDataSide:
    """Join what citizens ask with who answers it."""
    return OwnDataSide(
        citizens=OwnDataParts(
            rights=rights,
            requests=stores.own_data,
            conversations=stores.conversations,
            copies=OwnCopies(stores, catalogue, now),
            identity=stores.identity,
            now=now,
        ),
        desk=OwnDataDeskParts(
            requests=stores.own_data,
            identity=stores.identity,
            casework=stores.casework,
            catalogue=catalogue,
            notices=stores.notices,
            door=door,
            now=now,
        ),
    )


def erase_recordings_of(folder: Path, conversation_id: str) -> int:
    """Delete what was recorded of a conversation on the telephone; return how many files."""
    name = f"{uuid.UUID(conversation_id)}.wav"  # never a path of somebody's choice
    found = list(folder.glob(f"*/{name}"))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)
