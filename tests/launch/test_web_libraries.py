"""Checks how what pages use from npm is installed, with an npm of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.places import Places
from launch.web_libraries import web_libraries
from launch.work import Work

NPM = """#!/bin/sh
test -f package-lock.json && mkdir -p node_modules && echo $* > node_modules/asked
"""


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """Be a checkout that pins one package."""
    source = tmp_path / "requirements" / "web"
    source.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        (source / name).write_text("{}")
    return Work(Places(tmp_path, tmp_path / "cache", tmp_path / "var"))


def programs(folder: Path, npm: str) -> str:
    """Return a path on which only an npm is, beside what a shell needs."""
    folder.mkdir()
    (folder / "npm").write_text(npm)
    (folder / "npm").chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_packages_are_installed_once_and_run_nothing_of_their_own(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", NPM))

    folder = web_libraries(work)
    monkeypatch.setenv("PATH", programs(tmp_path / "broken", "#!/bin/sh\nexit 1\n"))
    again = web_libraries(work)

    assert folder is not None
    assert "--ignore-scripts" in (folder / "node_modules" / "asked").read_text()
    assert again == folder


def test_without_npm_the_pages_do_without(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))

    assert web_libraries(work) is None


def test_an_npm_that_fails_keeps_nothing_from_starting(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path / "bin", "#!/bin/sh\nexit 1\n"))

    assert web_libraries(work) is None
