"""Lists the packages that our locks pin (CycloneDX), and asks whether any is known to be unsafe."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from launch.environments import TOOLS, make_environment
from launch.report import Report
from launch.work import Work

LOCKS = ("main", "rasa", "tools")
NO_ANSWER = "15"  # seconds


@dataclass(frozen=True, slots=True)
class Judged:
    """Be what the database of advisories says of one lock."""

    packages: int
    unknown: int  # of which it could not say anything
    unsafe: tuple[str, ...]  # name, version and advisories

    def __str__(self) -> str:
        """Say it in one line."""
        if self.unsafe:
            return f"{len(self.unsafe)} unsafe: {'; '.join(self.unsafe)}"
        if self.unknown == self.packages:
            return f"NOT JUDGED: the database of advisories knows none of {self.packages} packages"
        return f"none of {self.packages - self.unknown} packages unsafe, {self.unknown} not judged"


def audit(work: Work) -> int:
    """Write var/sbom/<lock>.cdx.json for each lock; return 1 if a package is known to be unsafe.

    Where the database of advisories cannot be reached it says so, and fails nothing.
    """
    programs = make_environment(work, TOOLS).parent
    folder, report = work.places.var / "sbom", Report()
    folder.mkdir(parents=True, exist_ok=True)
    for name in LOCKS:
        lock = str(work.places.lock(name))
        listed = [str(programs / "cyclonedx-py"), "requirements", lock, "--output-reproducible"]
        report.run(work, f"{name} list", [*listed, "-o", str(folder / f"{name}.cdx.json")])
        answer = folder / f"{name}.advisories.json"
        answer.unlink(missing_ok=True)
        # Locks name everything: nothing need be resolved, and nothing is installed.
        asked = [str(programs / "pip-audit"), "-r", lock, "--no-deps", "--disable-pip"]
        asked += ["--progress-spinner", "off", "--timeout", NO_ANSWER]
        work.show([*asked, "--format", "json", "-o", str(answer)], os.environ)
        judged = read_answer(answer)
        if judged is None:
            told = "NOT JUDGED: the database of advisories could not be reached"
            report.add(f"{name} advisories", good=True, closing=told)
        else:
            report.add(f"{name} advisories", good=not judged.unsafe, closing=str(judged))
    return report.close()


def read_answer(file: Path) -> Judged | None:
    """Return what pip-audit wrote; None: it could ask nobody, and wrote nothing."""
    if not file.is_file():
        return None
    packages = json.loads(file.read_text("utf-8"))["dependencies"]
    unsafe = [
        f"{one['name']} {one['version']} ({', '.join(found['id'] for found in one['vulns'])})"
        for one in packages
        if one.get("vulns")
    ]
    unknown = sum("skip_reason" in one for one in packages)
    return Judged(len(packages), unknown, tuple(unsafe))
