"""Runs all tests, from the quickest to the slowest."""

from __future__ import annotations

import os
from pathlib import Path

from launch.npm_libraries import page_judges, wechat_libraries
from launch.prepare import prepare_for_tests
from launch.report import Report, Step
from launch.tools import find_browser, find_cluster, find_node, find_postgresql, find_telephones
from launch.vector_server import find_vector_server
from launch.work import Work

# What decides what is accepted; `pytest -m postgres` runs every test with a database (12 minutes).
JUDGES = ("tests/core", "tests/integrations", "tests/knowledge_base")
# One process for each core; a file of tests stays together, with what it prepares for them.
SIDE_BY_SIDE = ("-n", "auto", "--dist", "loadfile")
NO_PROGRAMS = "not engine and not browser and not sip and not cluster and not fuzz"


def test(work: Work) -> int:
    """Prepare everything, run the seven groups, and return 0 if all of them passed."""
    browser, node = find_browser(work), find_node()
    find_telephones(work)
    find_postgresql(work)
    find_cluster(work)
    prepared = prepare_for_tests(work)
    settings = os.environ | prepared.as_settings(work.places) | {"YIBAO_CHROMIUM": browser}
    libraries = wechat_libraries(work)
    if libraries:
        settings["YIBAO_WECHAT_NPM"] = str(libraries)
    settings["YIBAO_PGVECTOR"] = str(find_vector_server(work, prepared.main_python))
    judges = page_judges(work)
    if judges:
        settings["YIBAO_PAGE_JUDGES"] = str(judges)
    python, report = str(prepared.main_python), Report()
    report.run(
        work,
        "hermetic tests",
        [python, "-m", "pytest", *SIDE_BY_SIDE, "-m", f"not postgres and {NO_PROGRAMS}"],
        settings,
    )
    pages = page_tests(work.places.checkout)
    if pages:
        report.run(work, "page tests", [node, "--test", *pages], settings)
    else:
        report.add("page tests", good=True, closing="no tests in tests/web yet")
    groups = [
        Step(f"{group} tests", [python, "-m", "pytest", "-m", group], settings)
        for group in ("engine", "cluster", "sip", "browser", "fuzz")
    ]
    postgres = Step(  # some of the same tests once more, and what needs several gateways
        "postgres tests",
        [python, "-m", "pytest", "-m", f"postgres and {NO_PROGRAMS}", *JUDGES],
        settings | {"YIBAO_TEST_DATABASE": "postgresql"},
    )
    # The engines wait for each other half of their time; these two need nothing but a processor.
    report.run_beside(work, groups[:1], [postgres, groups[-1]])
    for step in groups[1:-1]:
        report.run(work, step.name, step.command, step.environment)
    return report.close()


def page_tests(checkout: Path) -> list[str]:
    """Return the files that node is to run."""
    folder = checkout / "tests" / "web"
    found = [*folder.rglob("*.test.js"), *folder.rglob("*.test.mjs")]
    return sorted(path.relative_to(checkout).as_posix() for path in found)
