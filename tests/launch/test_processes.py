"""Tests that whatever was started is ended, with all that it started itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from launch.errors import NotReady
from launch.places import CHECKOUT, Places
from launch.processes import Program, Programs
from launch.work import Work, start_guarded, stop_guarded

FAMILY = """
import os, signal, subprocess, sys, time
if sys.argv[2] == "deaf":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
sleep = [sys.executable, "-c", "import time; time.sleep(300)"]
child = subprocess.Popen(sleep)
loner = subprocess.Popen(sleep, start_new_session=True)
with open(sys.argv[1] + ".new", "w") as file:
    file.write(f"{os.getpid()} {child.pid} {loner.pid}")
os.replace(sys.argv[1] + ".new", sys.argv[1])
time.sleep(300)
"""
LAUNCHER = """
import subprocess, sys
from launch.work import start_guarded
start_guarded([sys.executable, *sys.argv[1:]], subprocess.DEVNULL).wait()
"""


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(Places(tmp_path, tmp_path / "cache", tmp_path / "var"))


def family(tmp_path: Path, temper: str = "mild") -> list[str]:
    script = tmp_path / "family.py"
    script.write_text(FAMILY)
    return [str(script), str(tmp_path / "pids"), temper]


def pids_in(file: Path) -> list[int]:
    happens(file.exists)
    return [int(word) for word in file.read_text().split()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        return False


def happens(what: Callable[[], bool], within: float = 20.0) -> bool:
    """Watch other processes, whose pace is not ours to set."""
    until = time.monotonic() + within
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    return what()


def look_after_for(programs: Programs, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        programs.look_after()
        time.sleep(0.02)


def test_stopping_ends_the_whole_family(tmp_path: Path) -> None:
    process = start_guarded([sys.executable, *family(tmp_path)], subprocess.DEVNULL)
    pids = pids_in(tmp_path / "pids")
    assert all(alive(pid) for pid in pids)

    stop_guarded(process)

    assert not any(alive(pid) for pid in pids)


def test_the_family_ends_when_the_launcher_is_killed(tmp_path: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, *family(tmp_path)], cwd=CHECKOUT, env=dict(os.environ)
    )
    pids = pids_in(tmp_path / "pids")

    launcher.send_signal(signal.SIGKILL)
    launcher.wait()

    assert happens(lambda: not any(alive(pid) for pid in pids))


def test_the_program_ends_when_even_its_guard_is_killed(tmp_path: Path) -> None:
    process = start_guarded([sys.executable, *family(tmp_path)], subprocess.DEVNULL)
    program, child, loner = pids_in(tmp_path / "pids")

    process.kill()
    process.wait()

    assert happens(lambda: not alive(program))
    for pid in (child, loner):  # nobody is left to end them, so the test must
        os.kill(pid, signal.SIGKILL)


def test_the_guard_passes_the_exit_status_on(work: Work, tmp_path: Path) -> None:
    assert work.show([sys.executable, "-c", "print('so'); raise SystemExit(3)"])[0] == 3
    with pytest.raises(NotReady, match="step failed: no luck"):
        work.run(
            [sys.executable, "-c", "raise SystemExit('no luck')"], what="step", log=tmp_path / "log"
        )
    with pytest.raises(NotReady, match="cannot start /nowhere/program"):
        work.run(["/nowhere/program"], what="step", log=tmp_path / "log")


def test_a_wish_to_stop_ends_a_running_step(work: Work, tmp_path: Path) -> None:
    work.stopping.set()

    with pytest.raises(NotReady, match="step was stopped"):
        work.run(["sleep", "300"], what="step", log=tmp_path / "log")


def test_a_gateway_that_dies_twice_ends_the_run_with_its_last_words(
    work: Work, tmp_path: Path
) -> None:
    program = Program(
        name="gateway",
        command=(sys.executable, "-c", "raise SystemExit('the database is locked')"),
        settings={},
        folder=tmp_path,
        log=tmp_path / "log" / "gateway.log",
        deaths_allowed=1,
    )

    with Programs(work) as programs:
        programs.start(program)

        with pytest.raises(NotReady, match="the database is locked"):
            look_after_for(programs, seconds=20.0)


def test_a_program_does_not_learn_whose_the_tables_are(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIBAO_DATABASE_OWNER_URL", "postgresql+asyncpg://yibao:secret@/yibao")
    (tmp_path / "log").mkdir(exist_ok=True)
    program = Program(
        name="gateway",
        command=(sys.executable, "-c", "import os; raise SystemExit(sorted(os.environ))"),
        settings={"YIBAO_DATABASE_URL": "postgresql+asyncpg://yibao_app@/yibao"},
        folder=tmp_path,
        log=tmp_path / "log" / "gateway.log",
        deaths_allowed=0,
    )

    with Programs(work) as programs:
        programs.start(program)
        with pytest.raises(NotReady, match="YIBAO_DATABASE_URL") as raised:
            look_after_for(programs, seconds=20.0)

    assert "secret" not in str(raised.value)
    assert "OWNER" not in str(raised.value)
