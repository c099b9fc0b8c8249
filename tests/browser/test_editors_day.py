"""Proves in a real browser that a damaged document becomes an answer, and stops being one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.admin_page import AdminPage
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import listen
from tests.running import Product

pytestmark = pytest.mark.browser

CORPUS = Path("/work/shared/corpus")
SECOND = ("1002", "李敏", "reads twice, signs once")  # name, display name, password
Opened = Callable[[], AdminPage]


@dataclass(frozen=True, slots=True)
class Day:
    """Be one document, with what a careful editor makes of one of its entries."""

    name: str  # of the file
    content: bytes
    title: str  # of the document, after the import
    facts: dict[str, str]  # that the import cannot find
    entry: str  # words on the card of the entry that is worked on
    section: str
    replacements: tuple[str, ...]  # of its doubtful spans, in order
    fields: dict[str, str]
    asked_as: tuple[str, ...]
    tests: tuple[str, ...]
    question: str  # of a citizen
    guess: str | None = None  # what the import thinks the first doubtful span was
    changes: tuple[str, ...] = field(default=("注音", "简体"))  # that the report must name


# All three kinds of damage of the documents that we were given: pronunciations printed between the
# characters, traditional characters, and a character that lost its last byte.
DAMAGED = """青島市醫療保障局關於開展醫保陪診服務的通知
青醫保發〔2026〕9號
各區(qū)市醫(yī)療保障局：
為方便老年參保人就醫(yī),現(xiàn)就開展醫保陪診服務有關事項通知如下。
年滿70周歲的參保人到定點醫療機構看門診,可以預約醫保陪診員陪同掛號、檢查和結算,陪診不收費用。
參保人可以通過“青島醫\ufffd?”微信公眾號預約陪診員,最晚在就診前1個工作日預約。
青島市醫療保障局
2026年3月2日
"""


def made_document() -> Day:
    """Return a document that nobody else has, damaged like real ones."""
    return Day(
        name="陪诊服务通知.txt",
        content=DAMAGED.encode(),
        title="青岛市医疗保障局关于开展医保陪诊服务的通知",
        facts={},
        entry="各区市医疗保障局",
        section="医保陪诊服务",
        replacements=("保",),
        fields={
            "章节": "医保陪诊服务",
            "主题": "陪诊 老年人 门诊",
            "大白话": "青岛满70岁的老人看门诊，可以约医保陪诊员陪着，不要钱，最晚提前1个工作日约。",
            "口播": "青岛满七十岁的老人看门诊，可以约陪诊员。陪诊不要钱。最晚提前一个工作日约。",
            "一句话": "满70周岁可免费陪诊",
            "生效日期": "2026-03-02",
        },
        asked_as=(
            "青岛医保陪诊员怎么预约",
            "老人看病有没有人陪诊",
            "陪诊服务要不要钱",
            "多大年纪能约医保陪诊",
        ),
        tests=("青岛的陪诊服务怎么约", "医保陪诊收费吗"),
        question="青岛医保陪诊员怎么预约",
    )


def raw_document() -> Day:
    """Return a press report that reached us damaged; skip where it is not at hand."""
    found = sorted(CORPUS.glob("002_*.txt"))
    if not found:
        pytest.skip(f"needs a raw document in {CORPUS}")
    return Day(
        name=found[0].name,
        content=found[0].read_bytes(),
        title="青岛医保公共服务平台升级发布会报道",  # the import's is that of our own pack
        facts={
            "文件标题": "青岛医保公共服务平台升级发布会报道",
            "发文机关": "青岛市人民政府新闻办公室",
            "发文日期": "2022-09-27",
            "日期说明": "报道只写了月和日，年份按内容推定",
        },
        entry="意度评价，主动接受监督",
        section="评价裁判员",
        replacements=("满",),
        fields={
            "章节": "评价裁判员",
            "主题": "裁判员 评价",
            "大白话": "在青岛办完医保，您就是裁判员，服务好不好、办得快不快由您来评。",
            "口播": "在青岛办完医保，您就是裁判员。服务好不好由您评。办得快不快也由您评。",
            "生效日期": "2022-09-27",
        },
        asked_as=(
            "青岛办医保谁来当裁判员",
            "医保服务的裁判员是谁",
            "参保人能当医保经办的裁判员吗",
            "裁判员评的是服务质量还是办事效率",
        ),
        tests=("青岛医保办事谁当裁判员", "裁判员评医保服务的什么"),
        question="青岛办医保谁来当裁判员",
        guess="满",
    )


@pytest.fixture(params=[made_document, raw_document], ids=["made", "raw"])
def day(request: pytest.FixtureRequest) -> Day:
    """Be each document in turn."""
    made: Callable[[], Day] = request.param
    return made()


@pytest.fixture(scope="module")
def second(product: Product) -> tuple[str, str]:
    """Open the account of a second editor; return its name and password."""
    name, display_name, password = SECOND
    product.open_account(name, display_name, "desk,knowledge", password)
    return name, password


@pytest.fixture
def desks(browser: Browser, product: Product, complaints: list[str]) -> Iterator[Opened]:
    """Lend pages with cookies of their own, each at the sign-in."""
    with ExitStack() as contexts:

        def opened() -> AdminPage:
            context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
            page = contexts.enter_context(context).new_page()
            admin = AdminPage(page, product.url)
            admin.open()
            listen(page, complaints)  # only now: being asked to sign in is a 401, and a right one
            return admin

        yield opened


@pytest.fixture
def editor(desks: Opened, product: Product) -> AdminPage:
    """Be the first editor, signed in."""
    admin = desks()
    admin.sign_in(*product.credentials())
    return admin


@pytest.fixture
def reviewer(desks: Opened, second: tuple[str, str]) -> AdminPage:
    """Be the second editor, signed in."""
    admin = desks()
    admin.sign_in(*second)
    return admin


def test_a_damaged_document_becomes_an_answer_until_it_is_withdrawn(
    day: Day, editor: AdminPage, reviewer: AdminPage, chat: ChatPage
) -> None:
    import_and_clear(editor, day)
    fill_in_and_submit(editor, day)

    editor.open_review(day.section)
    expect(editor.page.get_by_text("审核人不能是编写人").first).to_be_visible()
    expect(editor.page.get_by_role("button", name="通过", exact=True)).to_have_count(0)
    reviewer.open_review(day.section)
    reviewer.approve()

    expect(editor.run_regression(day.section)).to_contain_text("回归通过")
    editor.publish("来自浏览器测试")
    expect(chat.say(day.question)).to_contain_text(day.title)

    reviewer.withdraw_document(day.title, "试用结束")
    expect(chat.say(day.question)).not_to_contain_text(day.title)


def test_what_was_typed_is_there_after_a_reload(editor: AdminPage) -> None:
    day = made_document()
    editor.import_file("再导一次.txt", f"{DAMAGED}附：重新录入。\n".encode())
    editor.open_imported()
    editor.open_entry(day.entry)
    editor.fill_in({"大白话": "满70岁的老人能约陪诊，最快30天。"})
    expect(editor.page.get_by_text("原文里没有的数字：30")).to_be_visible()
    editor.wait_until_saved()

    editor.page.reload()

    expect(editor.page.get_by_label("大白话", exact=True)).to_have_value(re.compile("最快30天"))
    editor.page.go_back()
    expect(editor.page.locator(".entry-card").first).to_be_visible()


def test_a_file_that_cannot_be_read_is_one_clear_error(editor: AdminPage) -> None:
    editor.go("文件和条目")
    before = editor.page.locator("table.documents tbody tr").count()

    editor.choose_file("坏了.pdf", b"%PDF-1.7 broken")

    expect(editor.page.locator(".import-state.failed")).to_contain_text("政策库没有任何改动")
    editor.go("文件和条目")
    expect(editor.page.locator("table.documents tbody tr")).to_have_count(before)


@pytest.mark.parametrize("width", [1280, 1024, 640])  # 640: 1280 with letters twice as large
def test_no_part_of_the_page_can_be_pushed_sideways(editor: AdminPage, width: int) -> None:
    editor.page.set_viewport_size({"width": width, "height": 800})

    for part in ("文件和条目", "待审核", "发布", "命中测试", "未答好的问题"):
        editor.go(part)

        assert editor.width_beyond_the_screen() == 0, part


def import_and_clear(editor: AdminPage, day: Day) -> None:
    """Import the document and settle what is doubtful in the entry."""
    editor.import_file(day.name, day.content)
    changed = editor.report("改动了什么")
    changed.locator("summary").click()
    for words in day.changes:
        expect(changed).to_contain_text(words)
    expect(editor.report("哪里拿不准")).to_contain_text("丢失字节")
    editor.open_imported()
    if day.facts:
        editor.describe_document(day.facts)
    editor.open_entry(day.entry)
    expect(editor.marks).to_have_count(len(day.replacements))
    if day.guess:
        editor.doubts.first.get_by_role("button").click()
        expect(editor.page.get_by_role("button", name=f"填入推测：「{day.guess}」")).to_be_visible()
    for replacement in day.replacements:
        editor.resolve_next_doubt(replacement)
    expect(editor.notice).to_contain_text("存疑都核对完了")
    expect(editor.official).not_to_contain_text("?")


def fill_in_and_submit(editor: AdminPage, day: Day) -> None:
    """Write what citizens will read, and send it to review."""
    editor.fill_in(day.fields)
    editor.add_questions("添加问法", day.asked_as)
    editor.add_questions("添加测试问题", day.tests)
    editor.wait_until_saved()
    expect(editor.page.locator(".todo-fold summary")).to_have_text("可以送审")
    editor.submit()
