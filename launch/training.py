"""Trains the Rasa model when something that it is made from has changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from launch.completion import alone
from launch.errors import NotReady
from launch.fingerprints import fingerprint, parts_under
from launch.models import onnx_version
from launch.places import Places
from launch.work import Work

# What says how examples become training data: a change there changes the model.
MAKERS = (
    *("bot/normalise.py", "bot/sounds.py"),
    *("launch/training_data.py", "requirements/rasa.lock"),
)
# What only the running server reads: a change there must not cost a training.
SERVING = {
    f"bot/rasa/{name}"
    for name in ("serve.py", "cheap_turns.py", "endpoints.yml", "credentials.yml")
}


def make_rasa_model(work: Work, main_python: Path, rasa_python: Path) -> Path:
    """Return the trained model for this checkout, trained now if there is none yet."""
    places, what = work.places, "Rasa model"
    model = trained_model(places)
    if model.is_file():
        return model
    bot = places.checkout / "bot" / "rasa"
    if not (bot / "train.py").is_file():
        raise NotReady(f"{bot / 'train.py'} is missing; the checkout is not complete.")
    with alone(work, model, what):
        if not model.is_file():  # another launcher may have been quicker
            scratch = places.rasa_models / f"making-{model.name.removesuffix('.tar.gz')}"
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir(parents=True)
            try:
                _train(work, main_python, rasa_python, scratch).replace(model)
            finally:
                shutil.rmtree(scratch)
            work.tell(what, f"ready in {model}")
    return model


def trained_model(places: Places) -> Path:
    """Return where the model for this checkout lies once it is trained."""
    root = places.checkout
    makers = [*(root / name for name in MAKERS), *(root / "bot").glob("*.txt")]
    parts = [
        *(part for part in parts_under(root / "bot" / "rasa", root) if part[0] not in SERVING),
        *parts_under(root / "bot" / "examples", root),
        *(
            (path.relative_to(root).as_posix(), path.read_bytes())
            for path in makers
            if path.is_file()
        ),
        ("sentence model", onnx_version().encode()),
    ]
    return places.rasa_models / f"{fingerprint(parts)}.tar.gz"


def rasa_settings(places: Places) -> dict[str, str]:
    """Return the environment variables that every Rasa process needs."""
    return {
        "YIBAO_MODELS": str(places.models),
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",  # MB; we keep trained models ourselves, outside the checkout
        "PYTHONUNBUFFERED": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }


def _train(work: Work, main_python: Path, rasa_python: Path, scratch: Path) -> Path:
    """Return a freshly trained model in the scratch folder."""
    places, what, made = work.places, "Rasa model", scratch / "model.tar.gz"
    work.run(
        [str(main_python), "-m", "launch.training_data", str(scratch / "data")],
        what="training data",
        log=places.preparation_logs / "training-data.log",
        folder=places.checkout,
    )
    work.tell(what, "training; this takes some minutes")
    bot = places.checkout / "bot" / "rasa"
    work.run(
        [str(rasa_python), str(bot / "train.py"), str(scratch / "data"), str(made)],
        what=what,
        log=places.preparation_logs / "training.log",
        environment=os.environ | rasa_settings(places),
        folder=bot,
    )
    if not made.is_file():
        raise NotReady(f"{what} failed: train.py ended well but left no {made.name}.")
    return made
