"""Runs the benchmarks."""

from __future__ import annotations

import os

from launch.errors import NotReady
from launch.npm_libraries import page_judges
from launch.prepare import prepare
from launch.tools import (
    find_browser,
    find_cluster,
    find_faketime,
    find_postgresql,
    find_telephones,
)
from launch.work import Work

BY_NAME_ONLY = {"chaos", "soak"}  # they take longer than all others together
IN_A_BROWSER = {"pages", "video_network"}
BY_JUDGES = {"pages"}
BY_TELEPHONE = {"demo_call", "video_janus", "video_network", "voice_line"}  # and relays and media
WITH_A_CLUSTER = {"chaos", "cluster", "soak"}
WITH_CLOCKS = {"chaos"}


def bench(work: Work, which: str | None) -> int:
    """Run one benchmark (bench/WHICH.py), or if none is named all but those that take too long."""
    folder = work.places.checkout / "bench"
    there = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith("_"))
    usual = [name for name in there if name not in BY_NAME_ONLY]
    chosen = usual if which is None else [name for name in there if name == which]
    if not chosen:
        raise NotReady(f"There is no benchmark {which or 'yet'}; there are: {', '.join(there)}.")
    prepared = prepare(work)
    settings = os.environ | prepared.as_settings(work.places)
    status = 0
    for name in chosen:
        work.tell("benchmark", name)
        if name in WITH_A_CLUSTER:
            find_postgresql(work)
            find_cluster(work)
        if name in WITH_CLOCKS:
            find_faketime(work)
        if name in IN_A_BROWSER:
            settings["YIBAO_CHROMIUM"] = find_browser(work)
        if name in BY_JUDGES and (judges := page_judges(work)) is not None:
            settings["YIBAO_PAGE_JUDGES"] = str(judges)
        if name in BY_TELEPHONE:
            find_telephones(work)
        command = [str(prepared.main_python), "-m", f"bench.{name}"]
        status = max(status, work.show(command, settings)[0])
    return status
