"""Runs the speech service as the launcher does."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch.places import CHECKOUT


@contextmanager
def speech_service(folder: Path, models: Path) -> Iterator[Path]:
    """Hear with Whisper and speak with Kokoro while the block runs; give the path of the socket."""
    path = folder / "s.sock"
    command = [
        *(sys.executable, "-m", "voice.engines", "--socket", str(path), "--models", str(models)),
        *("--recognizer", "whisper", "--patience", "60", "--job-limit", "120"),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, stderr=log)
        try:
            yield path
        finally:
            process.terminate()
            process.wait(timeout=30)
