"""Drives the page of the phone in a real browser, with the tiny door behind it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench._wechat_site import TINY_DOOR, invented
from tests.ports import free_port

pytestmark = pytest.mark.browser
WIDTHS = {320: "王秀英", 375: "张桂兰", 430: "刘志强"}  # px, and whose phone it is
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
MENU = [
    {"name": "办事", "sub_button": [{"type": "click", "name": "门诊慢特病", "key": "YB-SL-0201"}]},
    {"name": "查询", "type": "click", "key": "STATE"},
    {"name": "人工", "type": "click", "key": "HUMAN"},
]
KEPT = "wechat-simulator-who"  # where the page keeps who one is
READY_WITHIN = 60.0  # seconds


@pytest.fixture(scope="module")
def phone() -> Iterator[str]:
    """Run the simulator and the tiny door; be the address of the phone."""
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    settings = invented()
    port, door_port = str(free_port()), str(free_port())
    url, door = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{door_port}/door"
    with ExitStack() as ends:
        for module, *more in (
            (TINY_DOOR, "--port", door_port, "--api", url),
            ("integrations.wechat_simulator", "--port", port, "--door", door),
        ):
            command = [sys.executable, "-m", module, *more]
            program = ends.enter_context(subprocess.Popen(command, env=os.environ | settings))
            ends.callback(program.terminate)
        for address in (f"{url}/healthz", door):
            _wait_for(address)
        _create_menu(url, settings)
        yield url


@pytest.fixture(scope="module")
def browser(phone: str) -> Iterator[Browser]:
    """Start a browser that has a microphone."""
    del phone
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=os.environ["YIBAO_CHROMIUM"], args=["--no-sandbox", *MICROPHONE]
        )
        yield opened
        opened.close()


@pytest.fixture(params=[*WIDTHS])
def page(request: pytest.FixtureRequest, phone: str, browser: Browser) -> Iterator[Page]:
    """Open the phone, as wide as a phone is; nothing may be complained of."""
    complaints: list[str] = []
    width = int(request.param)
    with browser.new_context(
        locale="zh-CN", viewport={"width": width, "height": 740}, is_mobile=True
    ) as context:
        context.add_init_script(
            f"localStorage.getItem({KEPT!r}) ?? localStorage.setItem({KEPT!r}, {WIDTHS[width]!r})"
        )
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(phone)
        if page.get_by_role("button", name="关注公众号").is_visible():
            page.get_by_role("button", name="关注公众号").click()
        yield page
    assert complaints == []


def test_a_citizen_writes_presses_speaks_and_sends_a_place(page: Page, tmp_path: Path) -> None:
    expect(page.get_by_role("heading", name="医保办事台")).to_be_visible()
    talk = page.get_by_role("log")

    page.get_by_role("button", name="≡ 办事").click()
    page.get_by_role("button", name="门诊慢特病").click()
    expect(talk.get_by_text("您说的是：YB-SL-0201").last).to_be_visible()
    page.get_by_role("button", name="换成打字").click()
    page.get_by_label("输入消息").fill("异地就医怎么备案？<b>请</b>告诉我")
    page.get_by_role("button", name="发送").click()
    expect(talk.get_by_text("您说的是：异地就医怎么备案？<b>请</b>告诉我").last).to_be_visible()
    page.get_by_role("button", name="说话").click()
    expect(page.get_by_text("正在录音，说完请再按一次。")).to_be_visible()
    page.wait_for_timeout(1200)  # something must be recorded
    page.get_by_role("button", name="说话").click()
    expect(talk.get_by_text("您说的是：voice").last).to_be_visible()
    page.get_by_role("button", name="发图片、位置").click()
    page.get_by_label("选个地方").select_option(label="人民公园")
    expect(talk.get_by_text("您说的是：location").last).to_be_visible()

    page.screenshot(path=tmp_path / "phone.png")
    _looks_right(page)


def test_settings_name_who_one_is_and_let_one_leave(page: Page) -> None:
    page.get_by_role("button", name="设置").click()
    page.get_by_label("我是谁").select_option("李建国")
    expect(page.get_by_role("button", name="关注公众号")).to_be_visible()

    page.get_by_role("button", name="关注公众号").click()

    page.get_by_role("button", name="取消关注").click()
    expect(page.get_by_role("button", name="关注公众号")).to_be_visible()
    _looks_right(page)


def _looks_right(page: Page) -> None:
    """Check that nothing is wider than the phone, small to press, or small to read."""
    width = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, textarea, label.extra")]
          .filter((one) => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44))
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    read = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(read) >= 20


def _wait_for(address: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            httpx.get(address, trust_env=False, timeout=5.0)
            return
        except httpx.HTTPError:
            assert time.monotonic() < until, f"{address} does not answer"
            time.sleep(0.1)  # a program of its own starts


def _create_menu(url: str, settings: dict[str, str]) -> None:
    owner = {"appid": settings["YIBAO_WECHAT_APP_ID"], "secret": settings["YIBAO_WECHAT_SECRET"]}
    body = {"grant_type": "client_credential", **owner}
    with httpx.Client(base_url=url, trust_env=False) as client:
        token = client.post("/cgi-bin/stable_token", json=body).json()["access_token"]
        query = {"access_token": token}
        told = client.post("/cgi-bin/menu/create", params=query, json={"button": MENU}).json()
    assert told["errcode"] == 0, told
