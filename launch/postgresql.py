"""Makes and starts a PostgreSQL server that listens on a socket in its own folder only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

ROLE = "yibao"  # owns the server and the tables
SERVING = "yibao_app"  # serves, and may not alter the audit trail


def make_data(programs: Path, folder: Path, *more: str) -> Path:
    """Return the folder of the server's data, made now if there is none; `more` is for initdb."""
    data = folder / "data"
    if (data / "PG_VERSION").exists():
        return data
    as_other = as_somebody_else()
    if as_other:
        shutil.chown(folder, "postgres", "postgres")
    folder.chmod(0o700)  # whoever reaches the socket in it is trusted
    command = [*as_other, str(programs / "initdb"), "-D", str(data), "-U", ROLE]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C", *more]
    subprocess.run(command, check=True, capture_output=True)
    return data


def serve_command(programs: Path, folder: Path, options: Iterable[str] = ()) -> list[str]:
    """Return the command that serves the data of a folder; options are name=value."""
    command = [*as_somebody_else(), str(programs / "postgres"), "-D", str(folder / "data")]
    command += ["-k", str(folder), "-c", "listen_addresses="]
    for option in options:
        command += ["-c", option]
    return command


def address(folder: Path, database: str, role: str = ROLE) -> str:
    """Return the address of a database, as SQLAlchemy wants it."""
    return f"postgresql+asyncpg://{role}@/{database}?host={folder}"


def answers(programs: Path, folder: Path) -> bool:
    """Tell whether the server takes connections."""
    asked = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    return subprocess.run(asked, check=False).returncode == 0


def as_somebody_else() -> list[str]:
    """Return what a command is to begin with, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    pwd.getpwnam("postgres")  # Debian's package makes the account
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
