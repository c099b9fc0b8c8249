"""Proves in a real browser that topics, places, progress, paper and the shared machine work."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import listen
from tests.running import Product

pytestmark = pytest.mark.browser

CITY = "青岛市"


@pytest.fixture
def page(browser: Browser, product: Product, complaints: list[str]) -> Iterator[Page]:
    """Open a telephone's browser whose owner stands in Qingdao, not yet at any page."""
    with browser.new_context(
        locale="zh-CN",
        viewport={"width": 375, "height": 812},
        base_url=product.url,
        geolocation={"latitude": 36.07, "longitude": 120.41},
        permissions=["geolocation"],
    ) as context:
        page = context.new_page()
        listen(page, complaints)
        yield page


def test_a_topic_leads_from_its_rules_to_the_application_in_the_chat(page: Page) -> None:
    page.goto("/topics")
    page.get_by_role("link", name="异地就医").click()
    page.locator("#region").select_option(CITY)

    expect(page.locator(".rule")).not_to_have_count(0)
    expect(page.locator(".question")).not_to_have_count(0)
    page.get_by_role("link", name="现在办：临时外出就医人员备案").click()

    expect(page).to_have_url(re.compile(r"/chat$"))
    expect(page.locator("#log > li.citizen")).to_contain_text("临时外出就医人员备案")
    expect(page.locator("#log > li.assistant").nth(1)).to_be_visible()


def test_a_topic_without_rules_says_so_and_offers_a_person(page: Page) -> None:
    page.goto("/topics/long-term-care")

    nothing = page.locator(".nothing")
    expect(nothing).to_contain_text("还没有发布")
    expect(nothing.get_by_role("link", name="问工作人员")).to_have_attribute(
        "href", "/chat?human=1"
    )


def test_places_are_listed_without_a_position_and_sorted_after_a_tap(page: Page) -> None:
    page.goto("/places")
    page.locator("#region").select_option(CITY)
    expect(page.locator(".place")).not_to_have_count(0)
    expect(page.locator(".place").first).not_to_contain_text("离您约")

    page.locator("#area").select_option("市南区")
    expect(page.locator(".place").first).to_contain_text("在同一个区县")
    page.locator("#locate").click()

    expect(page.locator(".place").first).to_contain_text("离您约")
    expect(page.locator("#map svg .mark.here.words")).to_have_text("您")
    expect(page.locator(".place").first.get_by_role("link", name="打电话")).to_have_attribute(
        "href", "tel:12393"
    )
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "36.07" not in kept


def test_places_of_all_regions_are_there_at_once_and_drawn(page: Page) -> None:
    page.goto("/places")

    expect(page.locator(".page-head .lead")).to_be_visible()
    expect(page.locator("#places-news")).to_contain_text("各地的都有")
    expect(page.locator(".place")).not_to_have_count(0)
    addresses = page.locator(".place .address")
    expect(addresses.filter(has_text=CITY)).not_to_have_count(0)
    expect(addresses.filter(has_not_text=CITY)).not_to_have_count(0)
    expect(page.locator("#map svg .mark.words")).not_to_have_count(0)


def test_places_begin_with_the_region_that_the_conversation_knows(page: Page) -> None:
    page.goto("/chat")
    expect(page.locator("#log > li.assistant")).to_be_visible()
    page.evaluate(
        """async (region) => {
          const { id, token } = JSON.parse(sessionStorage.getItem("yibao.session"));
          await fetch(`/api/v1/conversations/${id}`, {
            method: "PATCH", body: JSON.stringify({ region }),
            headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" } });
        }""",
        CITY,
    )
    page.goto("/places")

    expect(page.locator("#region")).to_have_value(CITY)
    expect(page.locator("#places-news")).to_contain_text("选了街道，近的会排在前面")
    expect(page.locator("#map svg")).to_be_visible()


def test_a_wrong_number_is_explained_and_an_unknown_one_tells_nothing(page: Page) -> None:
    page.goto("/progress#20261122000018")
    expect(page.locator("#number")).to_have_value("20261122000018")
    assert "#" not in page.url

    page.locator("#tail").fill("12")
    page.get_by_role("button", name="查进度").click()
    expect(page.locator("#progress-news")).to_contain_text("最后四位")
    page.locator("#tail").fill("1234")
    page.get_by_role("button", name="查进度").click()

    expect(page.locator("#answer")).to_contain_text("身份证号后四位")
    expect(page.locator("#answer .rows")).to_have_count(0)


def test_a_leaflet_has_its_qr_code_and_what_it_leads_to_asks_before_it_speaks(page: Page) -> None:
    page.goto("/print/items/YB-SL-0202")
    expect(page.locator("#sheet-title")).to_have_text("门诊慢特病变更怎么办")
    expect(page.locator(".qr svg path")).to_have_count(1)

    page.goto("/chat?item=YB-SL-0202")

    expect(page.locator("#arrival")).to_contain_text("要办“门诊慢特病变更”吗？")
    expect(page.locator("#log > li.citizen")).to_have_count(0)
    page.locator("#arrival").get_by_role("button", name="现在办").click()
    expect(page.locator("#log > li.citizen")).to_contain_text("我要办门诊慢特病变更")


def test_own_data_is_shown_to_nobody_unproven(page: Page) -> None:
    page.goto("/mine")

    expect(page.locator("#asking")).to_be_visible()
    expect(page.locator("#shown")).to_be_hidden()
    expect(page.locator("#asking")).to_contain_text("不想刷脸也可以")


def test_a_shared_machine_warns_gives_time_and_then_forgets(page: Page) -> None:
    page.clock.install()
    page.goto("/kiosk")
    page.get_by_role("link", name="查办理进度").click()
    expect(page.get_by_text("屏幕数字键")).not_to_have_count(0)
    page.evaluate("localStorage.setItem('yibao.mark', 'somebody')")

    page.clock.run_for(61_000)
    warning = page.get_by_role("dialog", name="您还在吗？")
    expect(warning).to_be_visible()
    warning.get_by_role("button", name="我还在，接着用").click()
    page.clock.run_for(30_000)
    expect(warning).to_be_hidden()
    page.clock.run_for(55_000)

    expect(page).to_have_url(re.compile(r"/kiosk$"))
    assert page.evaluate("localStorage.getItem('yibao.mark')") is None


def test_the_next_one_at_a_shared_machine_gets_the_same_letters(page: Page) -> None:
    page.goto("/kiosk")
    page.evaluate("localStorage.setItem('yibao.size', 'largest')")

    for _ in range(2):
        page.goto("/kiosk")
        page.get_by_role("link", name="开始").click()
        expect(page.locator("main h1")).to_contain_text("医保的事请说")

        expect(page.locator("html")).to_have_attribute("data-version", "elder")
        expect(page.locator("html")).to_have_attribute("data-size", "large")


def test_an_upright_and_a_lying_machine_show_everything_without_scrolling(page: Page) -> None:
    for width, height in ((1080, 1920), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/kiosk")
        expect(page.get_by_text("一分钟没有人用")).to_be_in_viewport(ratio=1)
        lowest = page.get_by_role("link", name="找工作人员").bounding_box()

        assert lowest is not None
        assert lowest["y"] + lowest["height"] > height * 0.6  # it fills the screen


def test_sheets_come_out_of_the_printer_whole(page: Page) -> None:
    page.goto("/print/slip#123456")
    expect(page.locator(".sheet-code")).to_have_text("123 456")

    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        said = [sheet.extract_text() for sheet in paper.pages]

    assert len(said) == 1  # no empty sheet behind it
    assert "12393" in said[0]
