"""Checks everything that can be checked without running the product."""

from __future__ import annotations

import os

from launch.prepare import prepare_main
from launch.report import Report
from launch.style import findings
from launch.work import Work

TYPED = (
    *("core", "bot", "knowledge_base", "voice", "video_desk", "integrations", "gateway"),
    *("launch", "tests", "bench", "migrations"),
)


def check(work: Work) -> int:
    """Check form, lint, types, imports and our own style; return 0 if all is well."""
    python = prepare_main(work)
    checkout, report = work.places.checkout, Report()
    # Only folders with something in them: mypy takes an empty one for a mistake.
    typed = [name for name in TYPED if any((checkout / name).rglob("*.py"))]
    settings = os.environ | {"PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    report.run(work, "form", [str(python), "-m", "ruff", "format", "--check", "."], settings)
    report.run(work, "lint", [str(python), "-m", "ruff", "check", "."], settings)
    report.run(work, "types", [str(python), "-m", "mypy", *typed], settings)
    report.run(work, "imports", [str(python.with_name("lint-imports"))], settings)
    found = findings(checkout)
    for finding in found:
        work.tell("style", finding)
    report.add("style", good=not found, closing=f"{len(found)} findings" if found else "fine")
    return report.close()
