"""Is the citizen's page of a video call as a test sees it."""

from __future__ import annotations

import json
from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

NAME = ((0.15, 0.3), (0.3, 0.75), (0.45, 0.3), (0.6, 0.75), (0.75, 0.3), (0.85, 0.7))


class CallPage:
    """Take part in a call through the page that the chat leads to, in the same tab."""

    def __init__(self, page: Page) -> None:
        """Take the page; it shows a call, or will."""
        self.page = page
        self.waiting = page.locator("#waiting")
        self.agent = page.locator("#stage .tile.large video")
        self.recording = page.locator("#recording")
        self.confirm_button = page.locator("#confirm")
        self.signing = page.locator("#signing")
        self.receipt = page.locator("#receipt")
        self.ended = page.locator("#ended")
        self.news = page.locator("#news")

    def call_id(self) -> str:
        """Return the call of this tab."""
        kept = self.page.evaluate("sessionStorage['yibao.call']")
        return str(json.loads(kept)["callId"])

    def begin(self) -> None:
        """Look at oneself, then begin with picture and voice."""
        self.page.get_by_role("button", name="打开摄像头和麦克风").click()
        self.page.get_by_role("button", name="好了，开始视频").click()

    def agree_to_recording(self) -> None:
        """Say yes to being recorded."""
        self.page.get_by_role("button", name="同意录像", exact=True).click()
        expect(self.recording).to_contain_text("正在录像")

    def field(self, key: str) -> Locator:
        """Return the row of a field."""
        return self.page.locator(f"#field-{key}")

    def confirm(self) -> None:
        """Agree to the form as it is."""
        self.confirm_button.click()
        expect(self.signing).to_be_visible()

    def sign(self) -> None:
        """Write a name on the pad, and hand it in."""
        pad = self.page.locator("#pad")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        places = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in NAME]
        mouse = self.page.mouse
        mouse.move(*places[0])
        mouse.down()
        for (from_x, from_y), (to_x, to_y) in pairwise(places):
            mouse.move((from_x + to_x) / 2, (from_y + to_y) / 2)
            mouse.move(to_x, to_y)
        mouse.up()
        self.page.get_by_role("button", name="签好了").click()
        expect(self.signing).to_be_hidden()

    def rate(self, level: str) -> None:
        """Say how it was, once the call is over."""
        expect(self.ended).to_be_visible()
        self.page.get_by_role("radio", name=level, exact=True).check()
        self.page.get_by_role("button", name="提交评价").click()
        expect(self.page.locator("#rating-news")).to_contain_text("评价记下了")
