"""Finds the programs from outside Python that the tests need."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from launch.errors import NotReady
from launch.work import Work

NODE_NEEDED = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")
# Telephones for the tests of the line (program -> package), what makes films of recordings, and
# what relays and carries video calls.
TELEPHONES = {
    "sipp": "sip-tester",
    "baresip": "baresip-core",
    "sipsak": "sipsak",
    "kamailio": "kamailio",
    "ffmpeg": "ffmpeg",
    "turnserver": "coturn",
    "janus": "janus",
    "janus-pp-rec": "janus-tools",
}
# What several gateways stand behind and reach each other by.
CLUSTER = {"redis-server": "redis-server", "haproxy": "haproxy"}
# What lets a program see another time (benchmark chaos); a library, which lies nowhere on the path.
FAKETIME, FAKETIME_PACKAGE = "*/faketime/libfaketimeMT.so.1", "faketime"
DEBIAN_POSTGRESQL = Path("/usr/lib/postgresql")


def find_node() -> str:
    """Return the node program, or raise NotReady if there is none or it is too old."""
    node = shutil.which("node")
    if node is None:
        raise NotReady(missing_node("none was found"))
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = answer.stdout.strip()
    if answer.returncode or major(version) < NODE_NEEDED:
        raise NotReady(missing_node(f"{node} says {version or 'nothing'}"))
    return node


def missing_node(found: str) -> str:
    """Say which Node.js to install."""
    return (
        f"Node.js {NODE_NEEDED} or newer is needed for the page's tests and {found}: install it "
        "from your distribution or nodejs.org, then start again."
    )


def major(version: str) -> int:
    """Return 20 for v20.20.2, and 0 for what is no version."""
    first = version.removeprefix("v").split(".")[0]
    return int(first) if first.isdigit() else 0


def find_browser(work: Work) -> str:
    """Return a Chromium that can show Chinese, installed now if that is possible."""
    browser = _browser_on_path()
    if browser and _has_chinese_letters():
        return browser
    if not _may_install():
        if browser:
            work.tell("browser", "no Chinese font was found: letters will show as boxes")
            return browser
        raise NotReady(missing_browser())
    _install(work, "browser", PACKAGES)
    browser = _browser_on_path()
    if browser is None:
        raise NotReady(missing_browser())
    return browser


def find_telephones(work: Work) -> None:
    """Install the telephones that are missing, if that is possible; else tests are skipped."""
    missing = [package for name, package in TELEPHONES.items() if shutil.which(name) is None]
    if not missing:
        return
    _install_for_tests(work, "telephones", missing)


def find_postgresql(work: Work) -> None:
    """Install a PostgreSQL server if there is none and that is possible; else tests are skipped."""
    if postgresql_programs() is None:
        _install_for_tests(work, "postgresql", ["postgresql"])


def find_cluster(work: Work) -> None:
    """Install Redis and HAProxy if missing and if that is possible; else tests are skipped."""
    missing = [package for name, package in CLUSTER.items() if program(name) is None]
    if missing:
        _install_for_tests(work, "cluster", missing)


def find_faketime(work: Work) -> None:
    """Install libfaketime if missing and if that is possible; else its class is not run."""
    if faketime_library() is None:
        _install_for_tests(work, "clocks", [FAKETIME_PACKAGE])


def faketime_library() -> Path | None:
    """Return the library that lets a program see another time; None: it is not installed."""
    return next(iter(sorted(Path("/usr/lib").glob(FAKETIME))), None)


def program(name: str) -> str | None:
    """Return where a program is; servers lie in /usr/sbin, which few have on their path."""
    return shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


def postgresql_programs() -> Path | None:
    """Return the folder of initdb and postgres, or None if there is no server on this machine."""
    found = shutil.which("postgres")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(DEBIAN_POSTGRESQL.glob("*/bin"), reverse=True)  # it is not on the path
    return next((one for one in folders if (one / "initdb").exists()), None)


def missing_browser() -> str:
    """Say how to get a browser."""
    return (
        "The browser tests need Chromium and a Chinese font: run "
        f"`sudo apt-get install {' '.join(PACKAGES)}`, then start again."
    )


def _browser_on_path() -> str | None:
    """Return the first browser found; None if there is none."""
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def _has_chinese_letters() -> bool:
    """Tell whether fontconfig knows a Chinese font; without fontconfig, that is not known."""
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    answer = subprocess.run([lister, ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(answer.stdout.strip())


def _install_for_tests(work: Work, what: str, missing: Sequence[str]) -> None:
    if not _may_install():
        work.tell(what, f"skipping what needs {', '.join(missing)} (apt-get install)")
        return
    # Nothing that is installed for tests may begin to serve by itself, on its usual port.
    policy = Path("/usr/sbin/policy-rc.d")
    if not policy.exists():
        policy.write_text("#!/bin/sh\nexit 101\n", "ascii")
        policy.chmod(0o755)
    _install(work, what, missing)


def _install(work: Work, what: str, packages: Sequence[str]) -> None:
    """Install packages of the distribution; whoever calls it looks whether they are there now."""
    log = work.places.preparation_logs / f"{what}.log"
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    work.tell(what, f"installing {', '.join(packages)} with apt-get")
    work.run(["apt-get", "update"], what=what, log=log, environment=quiet)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    work.run(command, what=what, log=log, environment=quiet)


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
