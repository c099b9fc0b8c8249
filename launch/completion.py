"""Makes folders that are either complete or made anew, also when several launchers want them."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from launch.errors import NotReady
from launch.work import Work

MARKER = ".complete"


def is_complete(folder: Path, version: str) -> bool:
    """Return whether the folder was finished, from these very ingredients."""
    marker = folder / MARKER
    return marker.is_file() and marker.read_text().strip() == version


def completed(
    work: Work, folder: Path, version: str, what: str, make: Callable[[Path], None]
) -> Path:
    """Return the folder, made now unless an earlier launch has finished it."""
    if is_complete(folder, version):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(work, folder, what):
        if not is_complete(folder, version):  # another launcher may have been quicker
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / MARKER).write_text(version + "\n")
            work.tell(what, f"ready in {folder}")
    return folder


@contextmanager
def alone(work: Work, folder: Path, what: str) -> Iterator[None]:
    """Keep other launchers from making the same thing; the lock ends with the process."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f".{folder.name}.lock").open("w") as lock:
        if not _locked(lock):
            work.tell(what, "another launcher is making it; waiting")
            while not _locked(lock):
                if work.stopping.wait(0.5):
                    raise NotReady(f"{what} was stopped.")
        yield


def _locked(lock: IO[str]) -> bool:
    """Try to lock the file; return whether it is ours."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
