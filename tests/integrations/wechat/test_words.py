"""Tests how answers look in a chat: parts, numbers, sources, cards, links."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import wechat_wording as say
from core.messages import Answer, Card, CardRow, Handled, Reply, State, Status, Turn
from core.policy_answer import policy_answer
from core.wechat_messages import Due
from core.wechat_messages import State as Sent
from integrations.wechat.choices import chosen, listed
from integrations.wechat.packing import GAP, fits, joined, parts
from integrations.wechat.passive import cdata, fitting, text_reply
from integrations.wechat.rendering import Rendering
from integrations.wechat.riding import riding
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.engines import found, passage

CHOICES = ("确认", "要修改", "不办了")
RENDERING = Rendering(
    public_url="https://yibao.test/", hotline="12393", takes_figures=lambda key: key == "mobile"
)


def an_answer(reply: Reply, **turn: object) -> Answer:
    return Answer(reply, dataclasses.replace(Turn(Handled.ANSWER), **turn))  # type: ignore[arg-type]


@given(st.text(max_size=3000))
def test_parts_fit_and_nothing_is_lost(text: str) -> None:
    found_parts = parts(text)

    assert all(fits(part) and part for part in found_parts)
    squeezed = "".join("".join(found_parts).split())
    assert squeezed == "".join("".join(parts(text)).split())
    if text.isprintable():
        assert squeezed == "".join(text.split())


def test_a_long_text_is_cut_behind_a_sentence() -> None:
    text = "".join(f"第{n}句话说到这里。" for n in range(100))

    assert all(part.endswith("。") for part in parts(text))


def test_an_address_is_not_cut() -> None:
    link = "https://yibao.test/wechat/go?to=%2Fcall"

    pieces = parts("字" * 580 + link)

    assert pieces == ["字" * 580, link]


def test_signs_of_four_bytes_are_cut_by_bytes() -> None:
    pieces = parts("😀" * 600)

    assert [len(piece.encode()) for piece in pieces] == [2048, 352]


@given(st.lists(st.text(min_size=1, max_size=400), max_size=20))
def test_joined_texts_keep_their_order_and_fit(texts: list[str]) -> None:
    messages = joined(texts)

    assert [n for message in messages for n in message] == list(range(len(texts)))
    for message in messages:
        assert len(message) == 1 or fits(GAP.join(texts[n] for n in message))


@pytest.mark.parametrize(
    "said",
    [
        "2",
        "２",
        "②",
        "二",
        "回复2",
        "回复 2",
        "选2",
        "第二个",
        "选第2项",
        "2.",
        "我选2",
        "我要第二个",
    ],
)
def test_a_number_means_the_choice_that_was_shown(said: str) -> None:
    assert chosen(said, CHOICES, figures=False) == "要修改"


@pytest.mark.parametrize("said", ["4", "0", "99", "22次", "2026年", "二叔", "人工", "", "3001"])
def test_other_words_stay_as_they_are(said: str) -> None:
    assert chosen(said, CHOICES, figures=False) == said


def test_a_number_is_a_number_where_one_was_asked_for() -> None:
    assert chosen("2", CHOICES, figures=True) == "2"
    assert chosen("二", CHOICES, figures=True) == "二"
    assert chosen("选2", CHOICES, figures=True) == "要修改"


def test_without_choices_a_number_is_a_number() -> None:
    assert chosen("2", (), figures=False) == "2"
    assert listed((), figures=False) == ""


def test_choices_are_numbered_and_the_heading_says_how_to_choose() -> None:
    shown = RENDERING.answer(an_answer(Reply("都对吗？", Status.ASKED_BACK, choices=CHOICES)))

    assert shown.texts == (f"都对吗？\n{say.REPLY_WITH_NUMBER}\n1. 确认\n2. 要修改\n3. 不办了",)
    assert (shown.choices, shown.figures) == (CHOICES, False)


def test_where_figures_are_asked_for_the_heading_says_so() -> None:
    reply = Reply("手机号是多少？", Status.ASKED_BACK, choices=("转人工",))

    shown = RENDERING.answer(an_answer(reply, state=State.FILLING, awaiting="mobile"))

    assert say.REPLY_WITH_CHOSEN in shown.texts[0]
    assert shown.figures


def test_a_policy_answer_names_its_source_once() -> None:
    answer = policy_answer(found(passage()), MONDAY_MORNING.date())

    (text,) = RENDERING.answer(answer).texts

    assert text.count("《门诊办法》（青医保发〔2022〕1号）") == 1
    assert "[1] " in text


def test_sources_that_the_text_lacks_are_added() -> None:
    reply = Reply("有两家。", Status.ANSWERED, sources=(passage().source(),))

    (text,) = RENDERING.answer(an_answer(reply)).texts

    assert text.startswith("有两家。\n依据：\n[1] 《门诊办法》")


def test_cards_become_lines_and_our_links_lead_through_the_sign_in() -> None:
    cards = (
        Card("progress", "办理进度", (CardRow("状态", "正在审核", "今天"),)),
        Card("link", "我的页面", link="/policies"),
        Card("link", "验证身份", link="https://identity.test/c/1"),
    )

    (text,) = RENDERING.answer(an_answer(Reply("看这里：", Status.ANSWERED, cards=cards))).texts

    assert text.splitlines() == [
        "看这里：",
        "【办理进度】",
        "状态：正在审核（今天）",
        "我的页面：https://yibao.test/wechat/go?to=%2Fpolicies",
        "验证身份：https://identity.test/c/1",
    ]


def test_the_link_that_opens_a_copy_is_left_as_it_is() -> None:
    copy = Card("link", "看我的信息", link="https://yibao.test/my-copy/secret")

    (text,) = RENDERING.answer(an_answer(Reply("好了。", Status.ANSWERED, cards=(copy,)))).texts

    assert text.splitlines() == ["好了。", "看我的信息：https://yibao.test/my-copy/secret"]


@pytest.mark.parametrize("cards", [(), (Card("link", "打开视频", link="/call"),)])
def test_a_video_call_is_one_link_with_other_ways_beside_it(cards: tuple[Card, ...]) -> None:
    reply = Reply("给您转视频办。", Status.HANDED_OVER, cards=cards)

    (text,) = RENDERING.answer(an_answer(reply, state=State.HANDOFF_VIDEO)).texts

    assert text.count("https://yibao.test/wechat/go?to=%2Fcall") == 1
    assert "12393" in text


def test_a_long_reply_is_cut_between_two_characters() -> None:
    text = fitting("长" * 3000)

    assert len(text.encode()) <= 2048
    assert text.endswith("长…")


def test_control_characters_are_left_out_and_cdata_stays_closed() -> None:
    assert cdata("a\x00b\x0b]]>c\ud800😀\t") == "<![CDATA[ab]]]]><![CDATA[>c😀\t]]>"
    assert text_reply(to="o", account="g", at=1, text="x").count("<Content>") == 1


def due(number: int, text: str, inbox_id: int | None, state: Sent = Sent.WAITING) -> Due:
    return Due(number, f"k{number}", inbox_id, "text", {"text": text}, state, 0, MONDAY_MORNING)


def test_the_answer_comes_before_what_is_older_when_both_do_not_fit() -> None:
    ride = riding(9)([due(1, "旧" * 598, None), due(2, "新的回答", 9)])

    assert ride is not None
    assert (ride.text, ride.ids) == ("新的回答", (2,))


def test_what_is_older_comes_first_when_both_fit() -> None:
    ride = riding(9)([due(1, "旧", 3), due(2, "新", 9), due(3, "以后的", None)])

    assert ride is not None
    assert (ride.text, ride.ids) == ("旧\n\n新", (1, 2))


def test_with_nothing_of_its_own_a_reply_carries_what_waits() -> None:
    assert riding(9)([]) is None
    ride = riding(9)([due(1, "等着的", None, Sent.PARKED)])
    assert ride is not None
    assert ride.text == "等着的"
