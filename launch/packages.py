"""Downloads packages for the files in them, not for their code, and takes those files out."""

from __future__ import annotations

import os
import shutil
import tarfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from launch.errors import NotReady
from launch.fingerprints import sha256_of
from launch.work import Work

# Some wheels are named by what their code runs on; we want what is in them, on any machine.
PLATFORM = "manylinux2014_x86_64"
NPM_REGISTRY = "https://registry.npmjs.org/"
NO_ANSWER = 30.0  # seconds without a byte before a download is given up


@dataclass(frozen=True, slots=True)
class Package:
    """Be a package of a registry, whose very file we know."""

    name: str
    version: str
    sha256: str  # of the wheel or archive


def fetch_wheels(
    work: Work,
    python: Path,
    packages: Iterable[Package],
    folder: Path,
    what: str,
    *,
    platform: str = PLATFORM,
) -> list[Path]:
    """Download packages of PyPI into the folder; return their wheels, checked, in that order."""
    wanted = list(packages)
    log = work.places.preparation_logs / f"{folder.parent.name}.log"
    command = [
        *(str(python), "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
        *("--platform", platform, "--disable-pip-version-check", "--no-input"),
        *("--progress-bar", "off", "--dest", str(folder)),
        *(f"{package.name}=={package.version}" for package in wanted),
    ]
    work.run(command, what=what, log=log)
    return [_wheel_of(package, folder) for package in wanted]


def fetch_npm(work: Work, package: Package, folder: Path, what: str) -> Path:
    """Download a package of npm into the folder; return its archive, checked.

    The product needs no Node.js: without npm it is fetched from the registry's address.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{package.name}-{package.version}.tgz"
    npm = shutil.which("npm")
    if npm:
        log = work.places.preparation_logs / f"{package.name}.log"
        spec = f"{package.name}@{package.version}"
        command = [npm, "pack", spec, "--pack-destination", str(folder), "--silent"]
        work.run(command, what=what, log=log, folder=folder)
    else:
        download(work, npm_address(package, os.environ), archive, what)
    check(archive, package.sha256)
    return archive


def npm_address(package: Package, settings: Mapping[str, str]) -> str:
    """Return where the registry, or the mirror that npm's own settings name, has the archive."""
    named = settings.get("NPM_CONFIG_REGISTRY") or settings.get("npm_config_registry")
    registry = (named or NPM_REGISTRY).rstrip("/")
    return f"{registry}/{package.name}/-/{package.name}-{package.version}.tgz"


def download(work: Work, address: str, file: Path, what: str) -> None:
    """Download a file, or raise NotReady; nothing is left of half a file."""
    part = file.with_name(f"{file.name}.part")
    try:
        with (
            urllib.request.urlopen(address, timeout=NO_ANSWER) as answer,  # noqa: S310  https, ours
            part.open("wb") as written,
        ):
            while piece := answer.read(1024 * 1024):
                if work.stopping.is_set():
                    raise NotReady(f"{what} was stopped.")
                written.write(piece)
        part.rename(file)
    except OSError as problem:
        cause = getattr(problem, "reason", problem)
        raise NotReady(f"{address} could not be downloaded ({cause}).") from problem
    finally:
        part.unlink(missing_ok=True)


def check(file: Path, expected: str) -> None:
    """Raise NotReady if the file is not the very one that we know."""
    found = sha256_of(file)
    if found != expected:
        raise NotReady(f"{file.name} has the SHA-256 {found[:16]}…, not the expected one.")


def take(archive: Path, chosen: Callable[[str], str | None], folder: Path) -> None:
    """Take files out of a wheel or zip: `chosen` maps a name inside to one in the folder."""
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            target = None if name.endswith("/") else chosen(name)
            if target:
                with packed.open(name) as inside, _opened(folder, target) as outside:
                    shutil.copyfileobj(inside, outside)


def take_from_tar(archive: Path, chosen: Callable[[str], str | None], folder: Path) -> None:
    """Take files out of a tar archive in the same way."""
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            target = chosen(member.name) if member.isfile() else None
            inside = packed.extractfile(member) if target else None
            if target and inside:
                with inside, _opened(folder, target) as outside:
                    shutil.copyfileobj(inside, outside)


def below(prefix: str) -> Callable[[str], str | None]:
    """Choose the files below a folder inside, and keep their names from there on."""
    return lambda name: name.removeprefix(prefix) if name.startswith(prefix) else None


def join(parts: Iterable[Path], whole: Path, expected: str) -> None:
    """Put the parts of a file together, remove them, and check the whole."""
    with whole.open("wb") as written:
        for part in parts:
            with part.open("rb") as opened:
                shutil.copyfileobj(opened, written)
            part.unlink()
    check(whole, expected)


def _opened(folder: Path, name: str) -> BinaryIO:
    """Open a file of the folder for writing; what would lie outside of it is refused."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise NotReady(f"{name} in an archive leads out of {folder}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.open("wb")


def _wheel_of(package: Package, folder: Path) -> Path:
    """Return the package's wheel among those that were downloaded."""
    stem = f"{package.name.replace('-', '_')}-{package.version}-"
    for wheel in folder.glob("*.whl"):
        if wheel.name.startswith(stem):
            check(wheel, package.sha256)
            return wheel
    raise NotReady(f"pip did not bring {package.name} {package.version}.")
