"""Proves in a real browser that managers see charts, and the same in words and on paper."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.board_page import IS_DRAWN, filed_and_rated
from tests.browser.conftest import listen
from tests.running import Product

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not os.environ.get("YIBAO_WEB_LIBRARIES"),
        reason="YIBAO_WEB_LIBRARIES must be set, as `make test` does",
    ),
]


@pytest.fixture
def page(browser: Browser, product: Product, complaints: list[str]) -> Iterator[Page]:
    """Open a manager's browser, signed in."""
    with browser.new_context(
        locale="zh-CN", viewport={"width": 1280, "height": 900}, base_url=product.url
    ) as context:
        name, password = product.credentials()
        body = {"name": name, "password": password}
        assert context.request.post("/api/v1/staff/session", data=body).ok
        page = context.new_page()
        listen(page, complaints)
        yield page


def test_charts_are_drawn_and_say_the_same_as_the_tables_beside_them(
    page: Page, product: Product
) -> None:
    filed_and_rated(product)

    page.goto("/admin/board")

    for name in ("volumes", "ratings"):
        chart = f"#sheet-{name} ~ .chart canvas"
        expect(page.locator(chart)).to_be_visible()
        page.wait_for_function(IS_DRAWN, arg=chart)
    volumes = page.get_by_role("region", name="每日对话数", exact=True)
    expect(volumes.locator("table")).to_be_hidden()
    volumes.get_by_text("看数字").click()
    expect(volumes.locator("tbody tr").last).to_contain_text("网页")
    ratings = page.get_by_role("region", name="好差评", exact=True)
    expect(ratings.get_by_role("row", name="非常满意").first).to_contain_text("1")


def test_on_paper_the_figures_stand_beside_the_charts(page: Page, product: Product) -> None:
    filed_and_rated(product)
    page.goto("/admin/board")
    expect(page.locator("#sheet-volumes ~ .chart canvas")).to_be_visible()

    with pdfplumber.open(io.BytesIO(page.pdf(format="A4"))) as paper:
        said = "".join(sheet.extract_text() for sheet in paper.pages)

    assert "来往句数" in said
    assert "退出登录" not in said
    assert page.locator("#sheets details[open]").count() == 0
