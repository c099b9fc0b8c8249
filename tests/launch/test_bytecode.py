"""Tests where Python keeps what it compiles."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from launch.bytecode import keep_bytecode
from launch.places import Places


def test_programs_keep_their_bytecode_outside_the_checkout(tmp_path: Path) -> None:
    """A machine that refuses bytecode gets it in the cache, and none beside the source."""
    source = tmp_path / "checkout" / "part.py"
    source.parent.mkdir()
    source.write_text("WORD = 1\n", encoding="utf-8")
    settings = dict(os.environ) | {"PYTHONDONTWRITEBYTECODE": "1"}
    settings.pop("PYTHONPYCACHEPREFIX", None)
    places = Places(source.parent, tmp_path / "cache", source.parent / "var")
    keep_bytecode(places, settings)
    program = [sys.executable, "-c", "import part"]
    subprocess.run(program, cwd=source.parent, env=settings, check=True)
    assert list(places.bytecode.rglob("part.*.pyc"))
    assert not (source.parent / "__pycache__").exists()


def test_another_folder_for_bytecode_is_left_as_it_is(tmp_path: Path) -> None:
    """Who says where it goes has it there."""
    settings = {"PYTHONPYCACHEPREFIX": "/elsewhere"}
    keep_bytecode(Places(tmp_path, tmp_path / "cache", tmp_path / "var"), settings)
    assert settings == {"PYTHONPYCACHEPREFIX": "/elsewhere"}
