"""Is the staff's page in a video call as a test sees it."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.desk_page import DeskPage

RINGS_WITHIN = 20_000  # milliseconds


class VideoDeskPage(DeskPage):
    """Serve citizens face to face."""

    @property
    def citizen(self) -> Locator:
        """Return the citizen's picture."""
        return self.page.locator("#call .picture.big video")

    @property
    def recording(self) -> Locator:
        """Return what the page says about being recorded."""
        return self.page.locator("#call .recording")

    @property
    def form(self) -> Locator:
        """Return the shared form."""
        return self.page.locator(".shared-form")

    @property
    def submit_button(self) -> Locator:
        """Return the button that hands the form in."""
        return self.form.locator(".form-foot .row button").first

    def clear_the_queue(self) -> None:
        """Serve whoever other tests left waiting: what rings next is this test's citizen."""
        tickets = f"{self.url}/api/v1/staff/tickets"
        request = self.page.request
        for ticket in request.get(tickets).json()["tickets"]:
            request.post(f"{tickets}/{ticket['id']}/accept")
            closed = request.post(f"{tickets}/{ticket['id']}/close", data={"outcome": "已解决"})
            assert closed.ok, closed.text()

    def be_there(self) -> None:
        """Say that one is there: from now on it rings."""
        self._be("在岗")

    def be_busy(self) -> None:
        """Say that one cannot serve another citizen now."""
        self._be("忙碌")

    def conversations_waiting(self) -> list[str]:
        """Return the conversations that wait for somebody, in their order."""
        listing = self.page.request.get(f"{self.url}/api/v1/staff/tickets").json()
        waiting = [one for one in listing["tickets"] if one["state"] == "waiting"]
        return [str(one["conversation_id"]) for one in waiting]

    def answer_the_ring(self) -> None:
        """Accept whom the desk offers."""
        ring = self.page.locator("#ring")
        expect(ring).to_be_visible(timeout=RINGS_WITHIN)
        ring.get_by_role("button", name="接听").click()
        expect(self.page.locator("#answer")).to_be_visible()

    def start_the_call(self) -> None:
        """Ask the citizen to open the video."""
        self.page.locator("#start-call").click()
        expect(self.page.locator("#call")).to_be_visible()

    def field(self, key: str) -> Locator:
        """Return where a field is written."""
        return self.page.locator(f"#field-{key}")

    def write(self, key: str, value: str) -> None:
        """Write a field and leave it, which saves it."""
        field = self.field(key)
        field.fill(value)
        field.press("Tab")
        expect(field).to_have_value(value)
        expect(self.page.locator(f"#field-{key}-state")).to_have_text("")

    def choose(self, key: str, value: str) -> None:
        """Choose what a field is to be, which saves it."""
        self.field(key).select_option(value)
        expect(self.page.locator(f"#field-{key}-state")).to_have_text("")

    def ask_to_confirm(self) -> None:
        """Ask the citizen to look at the form and to agree."""
        self.page.get_by_role("button", name="请您确认").click()

    def ask_to_sign(self) -> None:
        """Ask the citizen to sign."""
        self.page.get_by_role("button", name="请您签名").click()

    def submit(self) -> None:
        """Hand the form in."""
        self.submit_button.click()
        expect(self.form).to_contain_text("受理号")

    def end_the_call(self) -> None:
        """End it; the window proposes how once a form was handed in."""
        self.page.locator("#call").get_by_role("button", name="结束通话").click()
        window = self.page.get_by_role("dialog")
        if not window.get_by_label("办理结果").input_value():
            window.get_by_label("办理结果").select_option("需线下办理")
            window.get_by_label("小结").select_option("要到窗口办")
        window.get_by_role("button", name="结束通话").click()
        expect(self.page.get_by_text("请从左边接待一位办事人")).to_be_visible()

    def _be(self, state: str) -> None:
        self.page.locator("#presence label", has_text=state).click()
        expect(self.page.get_by_role("radio", name=state)).to_be_checked()
