"""Is the policy editors' page as a test sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import FilePayload, Locator, Page, expect

WORKED_WITHIN = 300_000  # milliseconds; imports and regression runs share two cores with Rasa


class AdminPage:
    """Edit, review and publish policies through the page."""

    def __init__(self, page: Page, url: str) -> None:
        """Take a browser's page and the address of the product."""
        self.page = page
        self.url = url
        self.title = page.locator("h2.page-title")
        self.notice = page.locator("#notice")
        self.trouble = page.locator("#trouble")
        self.doubts = page.locator(".text-panel .doubt-list > li:not(.flag)")
        self.marks = page.locator(".text-panel .official mark")
        self.official = page.locator(".text-panel .official")
        self.saved = page.locator(".save-state")

    def open(self) -> None:
        """Open the page; it asks to sign in."""
        self.page.goto(f"{self.url}/admin")
        expect(self.page.locator("#sign-in-page")).to_be_visible()

    def sign_in(self, name: str, password: str) -> None:
        """Sign in and wait until the page has said who is here."""
        self.page.get_by_label("工号").fill(name)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.locator("#library")).to_be_visible()

    def go(self, menu: str) -> None:
        """Choose a part of the page in its menu."""
        self.page.get_by_role("navigation", name="政策库").get_by_text(menu).click()
        expect(self.title).to_have_text(menu)

    def import_file(self, name: str, content: bytes) -> None:
        """Hand a file over and wait until it is imported."""
        self.go("文件和条目")
        self.choose_file(name, content)
        expect(self.page.locator(".import-state.done")).to_be_visible(timeout=WORKED_WITHIN)

    def choose_file(self, name: str, content: bytes) -> None:
        """Choose a file for the import."""
        file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
        self.page.locator("#file").set_input_files(file)

    def report(self, part: str) -> Locator:
        """Return one part of the report of the import on screen."""
        return self.page.locator("details.fold").filter(has_text=part)

    def open_imported(self) -> None:
        """Go from the report to the document that was imported."""
        self.page.get_by_role("link", name="打开文件").click()
        expect(self.page.locator(".entry-card").first).to_be_visible()

    def describe_document(self, facts: Mapping[str, str]) -> None:
        """Fill in what the import could not find out; the keys are the labels."""
        form = self.page.get_by_role("region", name="文件信息")
        for label, value in facts.items():
            form.get_by_label(label, exact=True).fill(value)
        form.get_by_role("button", name="保存文件信息").click()
        expect(self.notice).to_contain_text("文件信息已保存")

    def open_entry(self, words: str) -> None:
        """Open the one entry of the document on screen whose card has these words."""
        self.page.locator(".entry-card").filter(has_text=words).locator("a").click()
        expect(self.official).to_be_visible()

    def resolve_next_doubt(self, replacement: str) -> None:
        """Go to the next doubtful span by key and type what it should be."""
        left = self.doubts.count()
        self.page.keyboard.press("F8")
        expect(self.page.get_by_label("改成什么")).to_be_focused()
        self.page.keyboard.type(replacement)
        self.page.keyboard.press("Enter")
        expect(self.doubts).to_have_count(left - 1)

    def fill_in(self, fields: Mapping[str, str]) -> None:
        """Fill in fields by their labels."""
        for label, value in fields.items():
            self.page.get_by_label(label, exact=True).fill(value)

    def add_questions(self, button: str, questions: Sequence[str]) -> None:
        """Write questions into one of the lists, each closed with Enter."""
        self.page.get_by_role("button", name=button).click()
        for number, question in enumerate(questions):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(question)

    def wait_until_saved(self) -> None:
        """Wait until the page has saved by itself."""
        expect(self.saved).to_have_text("已保存")

    def submit(self) -> None:
        """Send the draft on screen to review."""
        self.page.get_by_role("button", name="送审", exact=True).click()
        expect(self.notice).to_contain_text("已送审")

    def open_review(self, name: str) -> None:
        """Open what waits for review under that name."""
        self.go("待审核")
        self.page.get_by_role("link", name=f"审核：{name}").click()
        expect(self.page.get_by_role("button", name="退回")).to_be_visible()

    def approve(self) -> None:
        """Pass the entry on screen."""
        self.page.get_by_role("button", name="通过", exact=True).click()
        expect(self.notice).to_contain_text("已通过")

    def run_regression(self, name: str) -> Locator:
        """Choose one approved entry, run the regression, and return its report."""
        self.go("发布")
        self.page.get_by_role("checkbox", name=name).check()
        expect(self.publish_button).to_be_disabled()
        self.page.get_by_role("button", name="跑回归").click()
        report = self.page.locator(".report")
        expect(report).to_be_visible(timeout=WORKED_WITHIN)
        return report

    @property
    def publish_button(self) -> Locator:
        """Return the button that publishes."""
        return self.page.get_by_role("button", name="发布", exact=True)

    def publish(self, note: str) -> None:
        """Publish what was chosen and has passed."""
        self.page.get_by_label("发布说明").fill(note)
        self.publish_button.click()
        expect(self.notice).to_contain_text("已发布", timeout=WORKED_WITHIN)

    def withdraw_document(self, title: str, reason: str) -> None:
        """Take a whole document out of service."""
        self.go("文件和条目")
        self.page.get_by_role("link", name=title).click()
        self.page.get_by_role("button", name="整份撤下").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("原因").fill(reason)
        dialog.get_by_role("button", name="整份撤下").click()
        expect(self.notice).to_contain_text("已撤下", timeout=WORKED_WITHIN)

    def width_beyond_the_screen(self) -> int:
        """Return by how many pixels the page could be pushed sideways."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )
