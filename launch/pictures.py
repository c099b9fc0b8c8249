"""Takes the pictures of all pages anew: for the README, and on one sheet a version."""

from __future__ import annotations

import os

from launch.errors import NotReady
from launch.npm_libraries import page_judges
from launch.prepare import prepare
from launch.tools import find_browser
from launch.work import Work

TAKERS = ("tests.browser.take_pictures", "tests.conformance.in_browser.contact_sheet")


def pictures(work: Work) -> int:
    """Write them to docs/pictures, those in full size to var/pages; return 0 if all went well."""
    browser, prepared, judges = find_browser(work), prepare(work), page_judges(work)
    if judges is None:
        raise NotReady("The pictures are taken while pages are judged, which needs npm.")
    settings = os.environ | prepared.as_settings(work.places)
    settings |= {"YIBAO_CHROMIUM": browser, "YIBAO_PAGE_JUDGES": str(judges)}
    python = str(prepared.main_python)
    return max(work.show([python, "-m", taker], settings)[0] for taker in TAKERS)
