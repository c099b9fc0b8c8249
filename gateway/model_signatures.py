"""Signs models and checks their signatures: Ed25519, in the form of minisign.

A file has its signature beside it (FILE.minisig); a folder has one of the list of its files
(SHA256SUMS, as sha256sum writes it). `minisign -Vm FILE -P KEY` checks the same without us.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from core.errors import UntrustedModel

SUMS = "SHA256SUMS"
ENDING = ".minisig"
_OF_KEYS, _OF_HASHES = b"Ed", b"ED"  # minisign's names: a key; a signature of a BLAKE2b-512 hash
_SECOND_LINE = "trusted comment: "
_BUFFER = 1 << 20


@dataclass(frozen=True, slots=True)
class Signer:
    """Hold a private key."""

    key: Ed25519PrivateKey

    @classmethod
    def read(cls, file: Path) -> Signer:
        """Return the signer whose key a PEM file holds; raise UntrustedModel if it holds none."""
        try:
            key = load_pem_private_key(file.read_bytes(), password=None)
        except (OSError, ValueError, TypeError) as error:
            raise UntrustedModel(f"{file} is no private key that can be read") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise UntrustedModel(f"{file} is no Ed25519 key")
        return cls(key)

    @property
    def public(self) -> str:
        """Return the public key as minisign writes it, for YIBAO_MODEL_KEY."""
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(_OF_KEYS + _number_of(raw) + raw).decode("ascii")

    def sign(self, model: Path) -> Path:
        """Sign a model, file or folder; return where its signature is."""
        signed = model
        if model.is_dir():
            signed = model / SUMS
            signed.write_text(_sums_of(model), "utf-8")
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        signature = self.key.sign(_hash_of(signed))
        comment = f"model:{model.name}"
        second = self.key.sign(signature + comment.encode())
        line = base64.b64encode(_OF_HASHES + _number_of(raw) + signature).decode("ascii")
        place = _signature_of(signed)
        place.write_text(
            f"untrusted comment: model of Yibao Desk\n{line}\n{_SECOND_LINE}{comment}\n"
            f"{base64.b64encode(second).decode('ascii')}\n",
            "utf-8",
        )
        return place


@dataclass(frozen=True, slots=True)
class Verifier:
    """Hold a public key."""

    number: bytes
    key: Ed25519PublicKey

    @classmethod
    def read(cls, public: str) -> Verifier:
        """Return the verifier of a key in minisign's form; raise UntrustedModel if it is none."""
        raw = _decoded(public, "YIBAO_MODEL_KEY")
        if len(raw) != 42 or not raw.startswith(_OF_KEYS):
            raise UntrustedModel("YIBAO_MODEL_KEY is no public key as `sign-models` prints it")
        return cls(raw[2:10], Ed25519PublicKey.from_public_bytes(raw[10:]))

    def check(self, model: Path) -> None:
        """Raise UntrustedModel unless the model is, to the last byte, what was signed."""
        if not model.exists():
            raise UntrustedModel(f"{model} is missing")
        if model.is_dir():
            self._check_file(model / SUMS, model)
            _compare(model)
        else:
            self._check_file(model, model)

    def _check_file(self, signed: Path, model: Path) -> None:
        signature = _signature_of(signed)
        if not signed.is_file() or not signature.is_file():
            raise UntrustedModel(f"{model} is not signed: run `python -m launch sign-models`")
        lines = signature.read_text("utf-8", "replace").splitlines()
        if len(lines) != 4 or not lines[2].startswith(_SECOND_LINE):
            raise UntrustedModel(f"{signature} is no signature")
        first, comment = _decoded(lines[1], str(signature)), lines[2].removeprefix(_SECOND_LINE)
        if first[:10] != _OF_HASHES + self.number:
            raise UntrustedModel(f"{model} is signed with another key than YIBAO_MODEL_KEY")
        try:
            self.key.verify(first[10:], _hash_of(signed))
            self.key.verify(
                _decoded(lines[3], str(signature)), first[10:] + comment.encode("utf-8")
            )
        except InvalidSignature as error:
            raise UntrustedModel(f"{model} is not what was signed") from error
        if comment != f"model:{model.name}":
            raise UntrustedModel(f"{model} has the signature of another model ({comment})")


def _compare(folder: Path) -> None:
    """Raise UntrustedModel where the folder is not what its signed list says."""
    listed = (folder / SUMS).read_text("utf-8").splitlines()
    found = _sums_of(folder).splitlines()
    for line in sorted(set(listed) ^ set(found)):
        name = line.partition("  ")[2]
        raise UntrustedModel(f"{folder / name} was changed, added or removed since it was signed")


def _sums_of(folder: Path) -> str:
    """Return one line for each file of the folder, its list and signature left out."""
    own = {SUMS, SUMS + ENDING}
    names = sorted(
        name
        for file in folder.rglob("*")
        if not file.is_dir() and (name := file.relative_to(folder).as_posix()) not in own
    )
    return "".join(f"{_sum_of(folder / name)}  {name}\n" for name in names)


def _sum_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _hash_of(file: Path) -> bytes:
    hashed = hashlib.blake2b()
    with file.open("rb") as opened:
        while piece := opened.read(_BUFFER):
            hashed.update(piece)
    return hashed.digest()


def _number_of(raw: bytes) -> bytes:
    """Return eight bytes that tell this key from others."""
    return hashlib.blake2b(raw, digest_size=8).digest()


def _signature_of(file: Path) -> Path:
    return file.with_name(file.name + ENDING)


def _decoded(text: str, where: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UntrustedModel(f"{where} is not base64") from error
