"""Opens the system's Chromium so that it calls nobody but the product."""

from __future__ import annotations

import os

from playwright.sync_api import Browser, Playwright

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def opened_browser(playwright: Playwright) -> Browser:
    """Return a fresh browser; leaving its `with` block closes it."""
    return playwright.chromium.launch(
        executable_path=os.environ["YIBAO_CHROMIUM"], args=list(QUIET)
    )
