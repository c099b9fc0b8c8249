"""Installs pinned packages from npm into the cache; no package's own program runs meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

from launch.completion import completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint
from launch.work import Work

PINNED = ("package.json", "package-lock.json")  # the lock holds each package's SHA-512


def npm_packages(work: Work, source: Path, name: str, what: str) -> Path:
    """Return the folder that holds node_modules as `source` pins them; NotReady without npm.

    A later call needs no network.
    """
    mark = fingerprint([(file, (source / file).read_bytes()) for file in PINNED])
    folder = work.places.cache / f"{name}-{mark}"

    def fill(unfinished: Path) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise NotReady(f"{what}: npm was not found.")
        unfinished.mkdir(parents=True, exist_ok=True)
        for file in PINNED:
            shutil.copyfile(source / file, unfinished / file)
        work.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            what=what,
            log=work.places.preparation_logs / f"{name}.log",
            folder=unfinished,
        )

    return completed(work, folder, folder.name, what, fill)
