"""Signs the models and checks them: python -m gateway models ..."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from core.errors import UntrustedModel
from gateway.model_signatures import Signer, Verifier
from gateway.settings import Settings
from voice.engines.specs import VOSK_CHINESE, WHISPER

VAD, KOKORO = "silero-vad", "kokoro-82m"
CANNOT_TRUST = 4  # exit status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare sign and verify."""
    steps = parser.add_subparsers(dest="step", required=True)
    sign = steps.add_parser("sign", help="sign every model of the product")
    sign.add_argument("--key", type=Path, required=True, help="Ed25519 private key, PEM")
    verify = steps.add_parser("verify", help="check every model of the product")
    for step in (sign, verify):
        step.add_argument("--rasa", type=Path, help="Rasa's model, .tar.gz")


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do one of the steps; return the exit status."""
    models = [*models_of(settings), *([options.rasa] if options.rasa else [])]
    try:
        if options.step == "sign":
            signer = Signer.read(options.key)
            for model in models:
                sys.stdout.write(f"signed {signer.sign(model)}\n")
            sys.stdout.write(f"YIBAO_MODEL_KEY={signer.public}\n")
        else:
            check(settings, models)
            sys.stdout.write(f"{len(models)} models are as they were signed\n")
    except UntrustedModel as problem:
        sys.stderr.write(f"{problem}\n")
        return CANNOT_TRUST
    return 0


def models_of(settings: Settings) -> list[Path]:
    """Return the folders of all models that are there and that the product may load."""
    spoken = (VAD, WHISPER, KOKORO, VOSK_CHINESE)
    folders = [*read_by_the_gateway(settings), *(settings.models / name for name in spoken)]
    return [folder for folder in dict.fromkeys(folders) if folder.is_dir()]


def read_by_the_gateway(settings: Settings) -> list[Path]:
    """Return the folders of the models that the gateway's own process loads."""
    sentences = (settings.embedding_model, settings.likeness_model)
    folders = [settings.models / name for name in sentences]
    fast = [folder.with_name(f"{folder.name}-onnx") for folder in folders]
    found = [folder for folder in (*fast, settings.models / VAD) if folder.is_dir()]
    return [*folders, *found]


def check(settings: Settings, models: Sequence[Path]) -> None:
    """Raise UntrustedModel unless all are as signed; without a key nobody is asked."""
    public = settings.model_key.strip()
    if public:
        verifier = Verifier.read(public)
        for model in models:
            verifier.check(model)
