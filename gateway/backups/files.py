"""Copies files into a backup and out of it, and knows whether they are still the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from gateway.backups.inventory import FILE, NoBackup, Part

PIECE = 1 << 20  # bytes
ONLY_US = 0o700


def copied(source: Path, folder: Path, name: str) -> Part | None:
    """Copy a file to a name in the folder; None: there is none any more.

    A file that is still written is copied as far as it goes, and what is summed is the copy.
    """
    digest, size = hashlib.sha256(), 0
    try:
        opened = source.open("rb")
    except FileNotFoundError:
        return None
    with opened, new_file(folder / name) as target:
        while piece := opened.read(PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Part(name, digest.hexdigest(), size)


def part_of(folder: Path, name: str) -> Part:
    """Return what a file of the folder is now."""
    path = folder / name
    with path.open("rb") as file:
        return Part(name, hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the whole files of a folder with their names in it; half ones end in .part."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file() and not path.is_symlink() and path.suffix != ".part":
            yield path, path.relative_to(folder).as_posix()


def check_parts(folder: Path, parts: Iterable[Part]) -> None:
    """Raise NoBackup unless the folder holds these files, each as it was, and no other."""
    listed = {part.name: part for part in parts}
    for name in listed:
        steps = PurePosixPath(name)
        if steps.is_absolute() or ".." in steps.parts:
            raise NoBackup(f"备份清单里的文件名不对：{name}")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if absent := sorted(set(listed) - found):
        raise NoBackup(f"备份缺 {len(absent)} 个文件，例如 {absent[0]}")
    if more := sorted(found - set(listed) - {FILE}):
        raise NoBackup(f"备份里多出 {len(more)} 个文件，例如 {more[0]}")
    for name, part in listed.items():
        if part_of(folder, name) != part:
            raise NoBackup(f"备份里的 {name} 与清单不符")


def new_folder(folder: Path) -> None:
    """Make a folder that only we can read; raise NoBackup if there is something in it."""
    folder.mkdir(mode=ONLY_US, parents=True, exist_ok=True)
    folder.chmod(ONLY_US)
    if any(folder.iterdir()):
        raise NoBackup(f"{folder} 不是空的")


def new_file(path: Path) -> BinaryIO:
    """Open a file that is not there yet, for its owner only."""
    path.parent.mkdir(mode=ONLY_US, parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
