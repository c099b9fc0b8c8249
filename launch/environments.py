"""Makes the Python environments, each named by a hash of its lock file."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launch.completion import completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint
from launch.interpreters import find_python
from launch.places import Places
from launch.work import Work

SPACE_NEEDED = 5.0  # GB: both environments (4.5) plus what pip unpacks on the way


@dataclass(frozen=True, slots=True)
class Environment:
    """Describe one of the environments."""

    name: str
    python: str
    pip_options: tuple[str, ...] = ()


MAIN = Environment("main", "3.11")
# The lock names everything, so pip need not weigh Rasa's hundred loosely pinned dependencies.
RASA = Environment("rasa", "3.10", ("--no-deps",))
TOOLS = Environment("tools", "3.11", ("--no-deps",))  # of launch.audit


def python_of(places: Places, environment: Environment) -> Path:
    """Return the environment's interpreter, whether it exists yet or not."""
    return _folder(places, environment) / "bin" / "python"


def make_environment(work: Work, environment: Environment) -> Path:
    """Return the environment's interpreter, after making the environment if it is missing."""
    folder = _folder(work.places, environment)
    python = folder / "bin" / "python"
    if folder.exists() and not python.exists():  # the Python it was made with has gone
        shutil.rmtree(folder)
    what = f"{environment.name} environment (Python {environment.python})"
    completed(work, folder, folder.name, what, lambda _: _fill(work, environment, folder, what))
    return python


def environment_folders(places: Places) -> list[Path]:
    """Return all environments in the cache, also those of other lock files."""
    return sorted(path for path in places.cache.glob("*-*") if (path / "pyvenv.cfg").exists())


def _folder(places: Places, environment: Environment) -> Path:
    lock = places.lock(environment.name)
    if not lock.is_file():
        raise NotReady(f"{lock} is missing; the checkout is not complete.")
    return places.cache / f"{environment.name}-{fingerprint([(lock.name, lock.read_bytes())])}"


def _fill(work: Work, environment: Environment, folder: Path, what: str) -> None:
    """Make the virtual environment in its final place: it would not work after a move."""
    _check_space(folder)
    python = find_python(environment.python, Path.home())
    log = work.places.preparation_logs / f"{folder.name}.log"
    work.tell(what, f"making it with {python}")
    work.run([str(python), "-m", "venv", str(folder)], what=what, log=log)
    lock = work.places.lock(environment.name)
    work.tell(what, "installing packages; the first time this takes some minutes")
    command = [
        *(str(folder / "bin" / "python"), "-m", "pip", "install"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        # Python compiles what it imports at the first start; compiling all takes a minute.
        "--no-compile",
        *environment.pip_options,
        *("-r", str(lock)),
    ]
    work.run(
        command, what=what, log=log, environment=os.environ | {"PIP_NO_WARN_SCRIPT_LOCATION": "1"}
    )


def _check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder.parent).free / 1e9
    if free < SPACE_NEEDED:
        raise NotReady(
            f"{folder.parent} has {free:.1f} GB free and {SPACE_NEEDED:.0f} GB are needed: "
            "free some space or set YIBAO_CACHE to a folder on a larger disk."
        )
