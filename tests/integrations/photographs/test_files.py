"""Tests integrations.photographs.files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.errors import NotFound
from integrations.photographs.files import PhotoFiles

ID = "6f1c2b1e-6a0e-4b0e-9d0a-0d6f3a1b2c3d"


async def test_a_picture_is_kept_for_our_eyes_only(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path / "photos")

    await files.write(ID, b"picture")

    kept = tmp_path / "photos" / f"{ID}.jpg"
    assert await files.read(ID) == b"picture"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in kept.parent.iterdir()] == [kept.name]


async def test_what_was_deleted_is_gone_and_deleting_twice_is_no_error(tmp_path: Path) -> None:
    files = PhotoFiles(tmp_path)
    await files.write(ID, b"picture")

    await files.delete(ID)
    await files.delete(ID)

    with pytest.raises(NotFound):
        await files.read(ID)
    assert not any(os.scandir(tmp_path))


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "", "a.jpg"])
async def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        await PhotoFiles(tmp_path / "photos").read(name)
