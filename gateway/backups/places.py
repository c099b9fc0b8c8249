"""Says which files belong to the rows of an installation, and what they are called in a backup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory

from core.store.whole import Whole
from gateway.audit_anchors import anchors_file
from gateway.settings import ROOT, Settings

PHOTOS, MEDIA, EVIDENCE, RECORDINGS = "photos", "media", "evidence", "recordings"
ANCHORS = "audit-anchors.jsonl"


@dataclass(frozen=True, slots=True)
class Files:
    """Hold where the files are that belong to rows."""

    folders: Mapping[str, Path]  # by their name in a backup
    anchors: Path

    def in_use(self) -> list[Path]:
        """Return those of the places in which there is something."""
        used = [one for one in self.folders.values() if one.is_dir() and any(one.iterdir())]
        return [*used, self.anchors] if self.anchors.exists() else used


def files_of(settings: Settings) -> Files:
    """Return where the files of the installation are."""
    return Files(
        {
            # In this order: a recording moves from media to evidence when its call is sealed.
            MEDIA: settings.media_recordings,
            EVIDENCE: settings.evidence,
            RECORDINGS: settings.call_recordings,
            PHOTOS: settings.photos,
        },
        anchors_file(settings),
    )


def promised(whole: Whole) -> tuple[str, ...]:
    """Return the parts of a backup that rows speak of."""
    pictures = [picture_part(one) for one in whole.pictures]
    return (*pictures, *(f"{EVIDENCE}/{call}/{name}" for call, name in whole.exhibits))


def picture_part(photo_id: str) -> str:
    """Return what the picture of a photograph is called in a backup."""
    return f"{PHOTOS}/{photo_id}.jpg"


def newest_revision() -> str:
    """Return the revision that this version of the product works with."""
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    if head is None:
        raise RuntimeError("there are no migrations")
    return head
