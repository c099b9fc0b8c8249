"""Proves in a real browser that a citizen can ask, apply and reach a person."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.conftest import forgive_the_outage
from tests.browser.desk_page import DeskPage
from tests.browser.frame import choose_size
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

pytestmark = pytest.mark.browser


def test_a_policy_question_is_answered_with_a_source_that_opens(chat: ChatPage) -> None:
    answer = chat.say("烟台医保六统一是什么意思")
    source = answer.locator("details.source").first  # the national rule stands beside it
    source.locator("summary").click()

    expect(answer).to_contain_text("按什么标准服务")
    expect(source.locator("dl")).to_contain_text("烟台市人民政府办公室")
    expect(source.locator("dl")).to_contain_text("2020年9月23日")


def test_an_application_survives_a_question_and_a_correction(chat: ChatPage) -> None:
    id_number = next_id_number()
    chat.say("我想换慢特病医院")
    chat.say(NAME)
    expect(chat.say(id_number)).to_contain_text("第3项")

    aside = chat.say("医保关系转移接续要多久")

    expect(aside.locator("details.source").first).to_be_visible()
    expect(aside).to_contain_text("第3项")
    chat.say("高血压")
    chat.say("市人民医院")
    chat.say("市中医医院")
    expect(chat.say(MOBILE)).to_contain_text("新医院：市中医医院")
    expect(chat.say("新医院改成市中心医院")).to_contain_text("新医院：市中心医院")
    expect(chat.progress).to_contain_text("138****8000")
    expect(chat.progress).not_to_contain_text(id_number)
    receipt = chat.say("确认")
    expect(receipt).to_contain_text(re.compile(r"受理号是 \d{14}"))
    number = re.findall(r"\d{14}", receipt.inner_text())[0]
    expect(chat.say("查进度")).to_contain_text(number)


def test_a_person_answers_and_then_the_assistant_again(chat: ChatPage, desk: DeskPage) -> None:
    chat.say("我想换慢特病医院")
    chat.say(NAME)
    chat.human.click()
    expect(chat.queue).to_be_visible()

    desk.accept(chat)

    expect(desk.facts).to_contain_text("门诊慢特病变更")
    expect(chat.banners).to_contain_text("王工")
    chat.box.fill("我家离市中心医院近")
    chat.box.press("Enter")
    expect(desk.lines.last).to_contain_text("我家离市中心医院近")
    desk.say("您好，这就帮您换到市中心医院。")
    expect(chat.lines.last).to_contain_text("您好，这就帮您换到市中心医院。")
    expect(chat.lines.last).to_contain_text("王工")
    desk.close("已解决")
    expect(chat.banners).not_to_contain_text("王工")
    expect(chat.say("医保关系转移接续要多久")).to_contain_text("工作日")


def test_the_keyboard_alone_is_enough(chat: ChatPage) -> None:
    keyboard = chat.page.keyboard
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    keyboard.type("烟台医保六统一是什么意思")
    keyboard.press("Enter")
    summary = chat.answer_after(1).locator("details.source summary").last

    tab_to_focus(chat, "details.source summary", backwards=True)
    keyboard.press("Enter")

    expect(summary).to_be_focused()
    expect(chat.answers.last.locator("details.source dl").last).to_be_visible()
    tab_to_focus(chat, "#human", backwards=True)
    keyboard.press("Enter")
    expect(chat.queue).to_be_visible()


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_a_narrow_screen_shows_everything(chat: ChatPage, size: str) -> None:
    id_number = next_id_number()
    chat.page.set_viewport_size({"width": 320, "height": 640})
    choose_size(chat.page, size)

    chat.say("烟台医保六统一是什么意思").locator("details.source summary").first.click()
    chat.say("我想换慢特病医院")
    chat.say(NAME)
    chat.say(id_number)

    assert chat.width_beyond_the_screen() == 0
    expect(chat.human).to_be_in_viewport(ratio=1)
    expect(chat.answers.last).to_be_in_viewport()
    if size == "特大":  # the letters need the screen: the box follows at the end of the page
        chat.box.scroll_into_view_if_needed()
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.progress).to_be_in_viewport()
    expect(chat.human).to_be_in_viewport(ratio=1)


def test_a_reload_keeps_the_conversation_the_form_and_the_draft(chat: ChatPage) -> None:
    id_number = next_id_number()
    chat.say("我想换慢特病医院")
    chat.say(NAME)
    before = chat.words()
    chat.box.fill("我的身份证号是")

    chat.page.reload()

    expect(chat.lines).to_have_count(len(before))
    assert chat.words() == before
    expect(chat.box).to_have_value("我的身份证号是")
    expect(chat.progress).to_contain_text("王")
    expect(chat.say(id_number)).to_contain_text("第3项")


def test_nothing_typed_is_lost_while_the_gateway_restarts(
    chat: ChatPage, product: Product, complaints: list[str]
) -> None:
    id_number = next_id_number()
    chat.say("我想换慢特病医院")
    chat.box.press_sequentially("我叫")
    product.gateway.stop()
    expect(chat.banners).to_contain_text("连接断开了")

    chat.box.press_sequentially(NAME)
    chat.box.press("Enter")
    chat.box.fill(id_number)
    chat.box.press("Enter")
    chat.box.fill("高血")
    product.gateway.start()
    product.gateway.wait_until_ready()

    chat.wait_until_connected()
    expect(chat.answers.nth(3)).to_contain_text("第3项")
    expect(chat.box).to_have_value("高血")
    assert [line for line in chat.words() if NAME in line and "我叫" in line]
    forgive_the_outage(complaints)


def tab_to_focus(chat: ChatPage, selector: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on what the selector names, at most once round the page."""
    for _ in range(60):
        chat.page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if chat.page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
