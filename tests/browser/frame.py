"""Is what stands around every citizen's page: the versions and the sizes of letters."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def choose_version(page: Page, name: str) -> None:
    """Show the page in another version, as a citizen does: 标准版, 长辈版, 生育版, 儿童版."""
    _choose(page, f"#versions .version-choice:has-text('{name}') input")


def choose_size(page: Page, name: str) -> None:
    """Show letters of another size: 标准, 大, 特大."""
    _choose(page, f"#versions .segments label:has(span:text-is('{name}')) input")


def _choose(page: Page, radio: str) -> None:
    page.locator("#version-button").click()
    page.locator(radio).check(force=True)
    page.locator("#versions").get_by_role("button", name="好了").click()
    expect(page.locator("#versions")).to_be_hidden()
