"""Finds the Python interpreters that the environments are made with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from launch.errors import NotReady

PROOF = "import ensurepip, ssl, sys, venv; print('%d.%d' % sys.version_info[:2])"


def find_python(version: str, home: Path) -> Path:
    """Return a Python of this version that really runs and can make environments."""
    for candidate in _candidates(version, home):
        if runs(candidate, version):
            return candidate
    raise NotReady(missing_python(version))


def missing_python(version: str) -> str:
    """Say what to install when there is no such Python."""
    return (
        f"Python {version} with its venv module was not found: install it with "
        f"`uv python install {version}`, `pyenv install {version}` or "
        f"`apt-get install python{version} python{version}-venv`, then start again."
    )


def runs(candidate: Path, version: str) -> bool:
    """Return whether this file is a working Python of the version (a pyenv shim may not be)."""
    try:
        answer = subprocess.run(
            [str(candidate), "-c", PROOF], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


def _candidates(version: str, home: Path) -> Iterator[Path]:
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)
    built = (home / ".pyenv" / "versions").glob(f"{version}.*/bin/python{version}")
    yield from sorted(built, key=_patch, reverse=True)
    uv = shutil.which("uv")
    if uv:
        for command in (["python", "find"], ["python", "install"], ["python", "find"]):
            answer = subprocess.run(
                [uv, *command, version], capture_output=True, text=True, check=False
            )
            found = answer.stdout.strip()
            if command[-1] == "find" and answer.returncode == 0 and found:
                yield Path(found)


def _patch(python: Path) -> int:
    """Return the last part of the version in .../3.10.13/bin/python3.10; -1 for 3.10-dev."""
    last = python.parent.parent.name.rsplit(".", 1)[-1]
    return int(last) if last.isdigit() else -1
