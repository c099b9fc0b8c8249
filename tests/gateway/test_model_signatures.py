"""Checks that no model is trusted that is not, to the last byte, what was signed."""

from __future__ import annotations

import argparse
import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from core.errors import UntrustedModel
from gateway.model_signatures import ENDING, SUMS, Signer, Verifier
from gateway.models_command import check, models_of, read_by_the_gateway, run
from gateway.settings import Settings

SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
OTHER = Signer(Ed25519PrivateKey.from_private_bytes(bytes(32)))
TRUSTING = Verifier.read(SIGNER.public)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return the folder of a signed model."""
    folder = tmp_path / "sentences"
    (folder / "onnx").mkdir(parents=True)
    (folder / "config.json").write_text("{}", "utf-8")
    (folder / "onnx" / "model.onnx").write_bytes(bytes(5_000))
    SIGNER.sign(folder)
    return folder


def changed_byte(folder: Path) -> None:
    file = folder / "onnx" / "model.onnx"
    content = bytearray(file.read_bytes())
    content[4_321] ^= 1
    file.write_bytes(content)


def added(folder: Path) -> None:
    (folder / "modeling.py").write_text("import os", "utf-8")


def removed(folder: Path) -> None:
    (folder / "config.json").unlink()


def listed_anew(folder: Path) -> None:
    changed_byte(folder)
    digest = hashlib.sha256((folder / "onnx" / "model.onnx").read_bytes()).hexdigest()
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    kept = [line for line in lines if "model.onnx" not in line]
    (folder / SUMS).write_text("\n".join([*kept, f"{digest}  onnx/model.onnx\n"]), "utf-8")


def signed_by_another(folder: Path) -> None:
    OTHER.sign(folder)


def unsigned(folder: Path) -> None:
    (folder / f"{SUMS}{ENDING}").unlink()


def renamed(folder: Path) -> None:
    signature = folder / f"{SUMS}{ENDING}"
    signature.write_text(signature.read_text("utf-8").replace("sentences", "other"), "utf-8")


def test_what_was_signed_is_trusted(model: Path) -> None:
    TRUSTING.check(model)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (changed_byte, "model.onnx was changed"),
        (added, "modeling.py was changed, added"),
        (removed, "config.json was changed, added or removed"),
        (listed_anew, "is not what was signed"),
        (signed_by_another, "another key"),
        (unsigned, "is not signed"),
        (renamed, "is not what was signed"),
    ],
)
def test_what_is_not_as_signed_is_refused(
    model: Path, change: Callable[[Path], None], says: str
) -> None:
    change(model)

    with pytest.raises(UntrustedModel, match=says):
        TRUSTING.check(model)


def test_a_changed_byte_of_an_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "a561ed7a8310.tar.gz"
    archive.write_bytes(bytes(10_000))
    SIGNER.sign(archive)
    TRUSTING.check(archive)

    archive.write_bytes(bytes(9_999) + b"\x01")

    with pytest.raises(UntrustedModel, match="is not what was signed"):
        TRUSTING.check(archive)


def test_the_signature_of_an_older_model_is_not_one_of_the_newer(tmp_path: Path) -> None:
    old, new = tmp_path / "old.tar.gz", tmp_path / "new.tar.gz"
    old.write_bytes(b"old")
    SIGNER.sign(old).rename(tmp_path / f"new.tar.gz{ENDING}")
    old.rename(new)

    with pytest.raises(UntrustedModel, match="signature of another model"):
        TRUSTING.check(new)


def test_the_signature_is_one_that_minisign_reads(tmp_path: Path) -> None:
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(b"trained")

    lines = SIGNER.sign(archive).read_text("utf-8").splitlines()

    assert lines[0].startswith("untrusted comment: ")
    assert lines[2] == "trusted comment: model:model.tar.gz"
    signature, public = base64.b64decode(lines[1]), base64.b64decode(SIGNER.public)
    assert (signature[:2], len(signature), public[:2], len(public)) == (b"ED", 74, b"Ed", 42)
    assert signature[2:10] == public[2:10]


@pytest.mark.parametrize("key", ["", "RWQ", "中文", base64.b64encode(bytes(42)).decode()])
def test_nonsense_is_no_key(key: str) -> None:
    with pytest.raises(UntrustedModel, match="YIBAO_MODEL_KEY"):
        Verifier.read(key)


def test_the_command_signs_and_verifies_all_models(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("multilingual-e5-small", "m3e-small", "m3e-small-onnx", "vosk-cn"):
        (tmp_path / "models" / name).mkdir(parents=True)
        (tmp_path / "models" / name / "weights").write_bytes(name.encode())
    rasa, key = tmp_path / "rasa.tar.gz", tmp_path / "key.pem"
    rasa.write_bytes(b"trained")
    key.write_bytes(SIGNER.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings = Settings(models=tmp_path / "models", model_key=SIGNER.public)

    signed = run(settings, argparse.Namespace(step="sign", key=key, rasa=rasa))
    verified = run(settings, argparse.Namespace(step="verify", rasa=rasa))
    (tmp_path / "models" / "vosk-cn" / "weights").write_bytes(b"other")
    refused = run(settings, argparse.Namespace(step="verify", rasa=rasa))

    assert (signed, verified, refused) == (0, 0, 4)
    printed = capsys.readouterr()
    assert f"YIBAO_MODEL_KEY={SIGNER.public}" in printed.out
    assert "vosk-cn/weights was changed" in printed.err
    assert len(models_of(settings)) == 4


def test_the_gateway_trusts_no_unsigned_model_once_a_key_is_set(tmp_path: Path) -> None:
    settings = Settings(models=tmp_path, model_key=SIGNER.public)
    for name in (settings.embedding_model, settings.likeness_model):
        (tmp_path / name).mkdir()

    with pytest.raises(UntrustedModel, match="is not signed"):
        check(settings, read_by_the_gateway(settings))
    check(Settings(models=tmp_path, model_key=""), read_by_the_gateway(settings))
