"""Asks Lighthouse what it thinks of a page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from tests.conformance.in_browser.judging import JUDGES

WITHIN = 120  # seconds for one page
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
LATE = ("NO_NAVSTART", "NO_TRACING_STARTED")  # its recorder began after the page did: no verdict
TRIES = 3


@dataclass(frozen=True, slots=True)
class Category:
    """Hold the score of a category."""

    score: float | None  # 0 to 1; None: Lighthouse could not tell


@dataclass(frozen=True, slots=True)
class Audit:
    """Hold the verdict on one thing."""

    score: float | None
    title: str
    numericValue: float = 0.0  # noqa: N815 - Lighthouse's own name


@dataclass(frozen=True, slots=True)
class Environment:
    """Hold how fast Lighthouse found the machine."""

    benchmarkIndex: float  # noqa: N815 - Lighthouse's own name; 1,000: desktop, 125: telephone


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what Lighthouse said of a page."""

    environment: Environment
    categories: dict[str, Category]
    audits: dict[str, Audit]

    def score(self, category: str) -> float:
        """Return the score of a category, 0 to 100."""
        return 100 * (self.categories[category].score or 0.0)

    def value(self, audit: str) -> float:
        """Return what was measured, in the unit of the audit."""
        return self.audits[audit].numericValue

    def missed(self, category: str) -> list[str]:
        """Return the titles of what was not passed, if the category counts it."""
        del category
        return [
            one.title for one in self.audits.values() if one.score is not None and one.score < 0.9
        ]


def judged(address: str, folder: Path) -> Verdict:
    """Run Lighthouse as on a mid-range telephone on a slow line; the report stays in the folder.

    Chromium switches its recorder on in a new process while the page loads there already: on a
    busy machine Lighthouse finds no start in what was recorded, and asks to be run again.
    """
    report = folder / "lighthouse.json"
    for _ in range(TRIES):
        ended = _run(address, report)
        said = ended.stderr.decode("utf-8", "replace")
        if ended.returncode == 0 or not any(code in said for code in LATE):
            break
        sys.stdout.write(f"{address}: {said}\n")
    assert ended.returncode == 0, said[-2000:]
    adapter: TypeAdapter[Verdict] = TypeAdapter(Verdict)
    return adapter.validate_python(json.loads(report.read_text("utf-8")))


def _run(address: str, report: Path) -> subprocess.CompletedProcess[bytes]:
    program = Path(os.environ[JUDGES]) / "node_modules" / ".bin" / "lighthouse"
    return subprocess.run(
        [
            *(str(program), address, "--quiet", "--output=json", f"--output-path={report}"),
            *("--only-categories=performance,accessibility", f"--chrome-flags={FLAGS}"),
            *(
                "--no-enable-error-reporting",
                "--skip-audits=screenshot-thumbnails,final-screenshot",
            ),
        ],
        env=os.environ | {"CHROME_PATH": os.environ["YIBAO_CHROMIUM"]},
        check=False,
        capture_output=True,
        timeout=WITHIN,
    )
