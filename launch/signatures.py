"""Has the models signed where a private key is named, and checked where a public one is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from launch.errors import NotReady
from launch.work import Work

SIGNING_KEY = "YIBAO_MODEL_SIGNING_KEY"  # file of an Ed25519 private key, PEM
PUBLIC_KEY = "YIBAO_MODEL_KEY"  # what the command prints


def sign_models(work: Work, python: Path, rasa_model: Path, key: str | None) -> int:
    """Sign every model with the key that is named, and print the public one."""
    if not key:
        raise NotReady(f"Name the private key: --key FILE, or {SIGNING_KEY}.")
    step = ["sign", "--key", str(Path(key).absolute()), "--rasa", str(rasa_model)]
    return work.show(_command(python, step), _settings(work))[0]


def look_after_signatures(work: Work, python: Path, rasa_model: Path) -> None:
    """Sign and check as the environment says; raise NotReady if a model is not to be trusted."""
    log, rasa = work.places.preparation_logs / "signatures.log", ["--rasa", str(rasa_model)]
    steps = []
    if key := os.environ.get(SIGNING_KEY):
        steps.append(["sign", "--key", str(Path(key).absolute()), *rasa])
    if os.environ.get(PUBLIC_KEY):
        steps.append(["verify", *rasa])
    for step in steps:
        work.run(
            _command(python, step),
            what="signatures of the models",
            log=log,
            environment=_settings(work),
            folder=work.places.checkout,
        )


def _command(python: Path, step: list[str]) -> list[str]:
    return [str(python), "-m", "gateway", "models", *step]


def _settings(work: Work) -> Mapping[str, str]:
    return os.environ | {"YIBAO_MODELS": str(work.places.models)}
