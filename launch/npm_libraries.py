"""Installs libraries from npm that only tests and benchmarks use; none is committed or served."""

from __future__ import annotations

from pathlib import Path

from launch.errors import NotReady
from launch.npm import npm_packages
from launch.work import Work

WECHAT = Path("tests", "integrations", "wechat_simulator", "npm")
JUDGES = Path("tests", "conformance", "in_browser", "npm")


def wechat_libraries(work: Work) -> Path | None:
    """Return the folder of what our WeChat encryption is compared with; None as below."""
    return _installed(work, WECHAT, "wechat-npm", "skipping the comparison of encryptions")


def page_judges(work: Work) -> Path | None:
    """Return the folder of axe-core and Lighthouse, which judge our pages; None as below."""
    return _installed(work, JUDGES, "judges-npm", "skipping the judgement of the pages")


def _installed(work: Work, pinned: Path, name: str, without: str) -> Path | None:
    """Return the folder; None if npm is missing or cannot reach its registry, which is told."""
    what = "libraries from npm"
    try:
        return npm_packages(work, work.places.checkout / pinned, name, what)
    except NotReady as problem:
        work.tell(what, f"{without}: {problem}")
        return None
