"""Installs what tests compare our WeChat encryption with: libraries from npm, never committed."""

from __future__ import annotations

import shutil
from pathlib import Path

from launch.completion import completed
from launch.errors import NotReady
from launch.fingerprints import fingerprint
from launch.work import Work

PINNED = ("package.json", "package-lock.json")


def wechat_libraries(work: Work) -> Path | None:
    """Return the folder that they are installed in; None if npm is missing or cannot reach them."""
    npm, what = shutil.which("npm"), "libraries from npm"
    source = work.places.checkout / "tests" / "integrations" / "wechat_simulator" / "npm"
    if npm is None:
        work.tell(what, "skipping the comparison of encryptions: npm was not found")
        return None
    mark = fingerprint([(name, (source / name).read_bytes()) for name in PINNED])
    folder = work.places.cache / f"wechat-npm-{mark}"

    def fill(unfinished: Path) -> None:
        unfinished.mkdir(parents=True, exist_ok=True)
        for name in PINNED:
            shutil.copyfile(source / name, unfinished / name)
        work.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            what=what,
            log=work.places.preparation_logs / "wechat-npm.log",
            folder=unfinished,
        )

    try:
        completed(work, folder, folder.name, what, fill)
    except NotReady as problem:
        work.tell(what, f"skipping the comparison of encryptions: {problem}")
        return None
    return folder
