"""Checks what makes a model anew, and that a changed package is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.places import Places
from launch.train_embedder import RECIPE, STRANGERS, tuned_version


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Return a checkout with what a tuned model is made from."""
    for name in (*RECIPE, *STRANGERS, "knowledge_base/packs/yantai/tests/plan.yml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("first")
    return Places(tmp_path, tmp_path / "cache", tmp_path / "var")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return the folder of a finished base model."""
    folder = tmp_path / "cache" / "models" / "e5"
    folder.mkdir(parents=True)
    (folder / ".complete").write_text("first\n")
    return folder


@pytest.mark.parametrize(
    "changed", [RECIPE[0], STRANGERS[0], "knowledge_base/packs/yantai/tests/plan.yml"]
)
def test_a_tuned_model_is_made_anew_when_what_it_was_made_from_changes(
    places: Places, base: Path, changed: str
) -> None:
    before = tuned_version(places, base)
    (places.checkout / changed).write_text("second")

    assert tuned_version(places, base) != before


def test_a_tuned_model_is_made_anew_for_another_base(places: Places, base: Path) -> None:
    before = tuned_version(places, base)
    (base / ".complete").write_text("second\n")

    assert tuned_version(places, base) != before


def test_what_the_model_is_not_made_from_leaves_it_as_it_is(places: Places, base: Path) -> None:
    before = tuned_version(places, base)
    (places.checkout / "README.md").write_text("second")

    assert tuned_version(places, base) == before


def test_everything_that_a_tuned_model_is_made_from_is_in_the_checkout() -> None:
    checkout = Path(__file__).parents[2]

    assert [name for name in (*RECIPE, *STRANGERS) if not (checkout / name).is_file()] == []
