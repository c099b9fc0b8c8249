"""Lost bytes, wrong encodings and what else garbles a text, each made here on purpose."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.importing.garbling import mark_garbling
from knowledge_base.importing.likelihood import Likelihood
from knowledge_base.importing.marks import Marks
from tests.knowledge_base.importing.damage import SENTENCES, traditional, with_lost_byte
from tests.knowledge_base.importing.reading import quotes, read_text, text_of

LIKELIHOOD = Likelihood()
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def doubts_in(text: str) -> list[tuple[int, int, str]]:
    marks = Marks()
    _, doubts = marks.settled(mark_garbling(text, marks, LIKELIHOOD))
    return [(d.start, d.end, d.note) for d in doubts]


def test_nearly_every_lost_byte_is_found_where_it_was_lost() -> None:
    tried = found = 0
    for sentence in SENTENCES:
        for written in (sentence, traditional(sentence)):
            for at in range(2, len(written) - 1, 7):
                if written[at] in "，。、“”（）":
                    continue
                tried += 1
                places = doubts_in(with_lost_byte(written, at))
                found += any(start <= at < end for start, end, _ in places)

    assert tried > 80
    assert found >= 0.95 * tried


@pytest.mark.parametrize(
    ("garbled", "quote", "meant"),
    [
        ("参保人通过青岛醫保”首頁辦理业务", "?！笔醉撧k", "保”首页办"),
        ("用社保卡办理", None, None),
    ],
)
def test_a_lost_byte_is_explained_by_what_was_printed(
    garbled: str, quote: str | None, meant: str | None
) -> None:
    if quote is None or meant is None:
        assert doubts_in(garbled) == []
        return
    text = with_lost_byte(garbled, garbled.index("保”"))

    [(start, end, note)] = doubts_in(text)

    assert text[start:end] == quote
    assert f"「{meant}」" in note


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("参?人员凭身份证办理", "保"),
        ("到定?医疗机构就医", "点"),
        ("由市医?局负责解释", "保"),
        ("生?津贴按月发放", "育"),
    ],
)
def test_a_question_mark_inside_a_word_names_the_lost_character(text: str, character: str) -> None:
    [(start, end, note)] = doubts_in(text)

    assert text[start:end] == "?"
    assert f"「{character}」" in note


@pytest.mark.parametrize(
    "question",
    [
        "参保后多久能报销?参保次月起可以报销。",
        "怎么办理备案?可以在网上办理。",
        "在哪里办?到窗口办。",
        "异地就医需要备案吗？？？需要的。",
        "可以代办吗?可以!",
        "什么是双通道?!请看说明",
        "报销比例是多少?A档是百分之六十。",
    ],
)
def test_a_question_is_no_doubt(question: str) -> None:
    assert doubts_in(question) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("办理医疗\ufffd\ufffd险手续", "\ufffd\ufffd"),
        ("办理锟斤拷锟斤拷手续", "锟斤拷锟斤拷"),
        ("办理\ue5e5手续", "\ue5e5"),
        ("办理手续。/p>到窗口", "/p>"),
        ("办理<br/>手续", "<br/>"),
    ],
)
def test_other_damage_is_doubted_in_place(text: str, quote: str) -> None:
    [(start, end, _)] = doubts_in(text)

    assert text[start:end] == quote


@pytest.mark.parametrize(("encoding"), ["gb18030", "cp1252"])
def test_text_read_in_the_wrong_encoding_is_doubted_and_read_again(encoding: str) -> None:
    garbled = "医疗保障".encode().decode(encoding, "replace")

    places = doubts_in(f"由{garbled}负责")

    assert places
    assert "医" in places[0][2]


def test_brackets_and_quotes_without_partner_are_doubted() -> None:
    document = read_text(
        "示例市医疗保障办事规定",
        SENTENCES[0] * 2 + "参保人员可以选择“掌上办、网上办。",
        SENTENCES[1] * 2 + "办理时带身份证（原件到窗口。1)先登记；2)再缴费。",
        SENTENCES[7] * 3,
    )

    assert quotes(document) == ["“", "（"]


def test_a_full_stop_that_is_missing_before_a_numbered_item_is_doubted() -> None:
    document = read_text(
        "示例市经办规程",
        f"一、办理流程。1.提交申请。{SENTENCES[2]}当场给出回执2.审核材料。{SENTENCES[5]}",
    )

    assert quotes(document) == ["执"]
    assert "缺少句号" in document.report.doubted[0].doubt.note


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
@SLOW
def test_clean_sentences_are_never_doubted(sentences: list[str]) -> None:
    for written in ("".join(sentences), traditional("".join(sentences))):
        assert doubts_in(written) == []


@given(
    st.text(alphabet="医保局办理?？!！“”（）()\ufffd\ue000□<p>/{}aé辦理滿@k，。\n ", max_size=60)
)
@SLOW
def test_doubts_always_quote_the_text_in_which_they_lie(text: str) -> None:
    body = SENTENCES[3] * 3
    document = read_text("示例市办事规定", body + text, SENTENCES[4])

    for chapter in document.chapters:
        for doubt in chapter.doubts:
            assert 0 <= doubt.start < doubt.end <= len(chapter.text)
            assert chapter.text[doubt.start : doubt.end] == doubt.quote
    assert SENTENCES[3] in text_of(document)
