"""Fine-tunes the sentence model on the packs' questions, and shows what that changes."""

from __future__ import annotations

import os
from pathlib import Path

from launch.completion import MARKER, completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint, parts_under
from launch.models import E5, make_models
from launch.places import Places
from launch.prepare import prepare_main
from launch.work import Work

# What decides how the tuned model comes out, beside the packs and the base model.
RECIPE = (
    *("knowledge_base/training.py", "knowledge_base/lesson.py"),
    *("knowledge_base/test_questions.py", "launch/add_head.py", "requirements/main.lock"),
)
ADDER = Path(__file__).with_name("add_head.py")
# Sentences that no pack answers: tuning must not draw them near. A third of them is held out, too.
STRANGERS = (
    "bench/data/unanswerable_a.yml",
    "bench/data/unanswerable_b.yml",
    *(
        f"bot/examples/{act}.yml"
        for act in (
            *("abuse", "affirm", "complain", "deny", "emergency", "feedback", "give_information"),
            *("goodbye", "greet", "medical_advice", "other_persons_data", "out_of_scope", "thanks"),
            "who_are_you",
        )
    ),
)


def train_embedder(work: Work, name: str | None) -> int:
    """Train on everything but the held-out third, and measure before and after on that third."""
    python = prepare_main(work)
    make_models(work, python)
    base = work.places.models / (name or E5.name)
    if not (base / "config.json").is_file():
        raise NotReady(f"There is no sentence model {base}.")
    tuned = make_tuned(work, python, base)
    settings = os.environ | {"YIBAO_MODELS": str(work.places.models), "HF_HUB_OFFLINE": "1"}
    compared = [str(python), "-m", "bench.embedders", base.name, tuned.name]
    status, _ = work.show(compared, settings)
    work.tell(f"{base.name}", f"to use the tuned one, set YIBAO_EMBEDDING_MODEL={tuned.name}")
    return status


def make_tuned(work: Work, python: Path, base: Path) -> Path:
    """Return the tuned form of a model, with its ONNX form beside it, trained now if need be."""
    places, what = work.places, f"tuned {base.name}"
    version = tuned_version(places, base)

    def train(folder: Path) -> None:
        work.tell(what, "embedding all questions, then training; this takes a minute or two")
        strangers = [str(places.checkout / name) for name in STRANGERS]
        work.run(
            [str(python), "-m", "knowledge_base.training", str(base), str(folder), *strangers],
            what=what,
            log=places.preparation_logs / "train-embedder.log",
            environment=os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1"},
            folder=places.checkout,
        )

    def add_head(folder: Path) -> None:
        fast = base.with_name(f"{base.name}-onnx")
        command = [str(python), str(ADDER), str(fast), str(tuned), str(folder)]
        work.run(command, what=what, log=places.preparation_logs / "add-head.log")

    tuned = completed(work, places.models / f"{base.name}-tuned-{version}", version, what, train)
    completed(work, tuned.with_name(f"{tuned.name}-onnx"), version, f"{what} as ONNX", add_head)
    return tuned


def tuned_version(places: Places, base: Path) -> str:
    """Return a name that changes when the base model, the packs or the recipe does."""
    root = places.checkout
    marker = base / MARKER
    parts = [
        ("base", base.name.encode() + (marker.read_bytes() if marker.is_file() else b"")),
        *parts_under(root / "knowledge_base" / "packs", root),
        *((name, (root / name).read_bytes()) for name in (*RECIPE, *STRANGERS)),
    ]
    return fingerprint(parts)
