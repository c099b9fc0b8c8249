"""How a document is cut: headings, numbered items, tables, lengths."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge_base.importing.damage import SENTENCES
from tests.knowledge_base.importing.reading import read_text, text_of


def sections(*lines: str) -> list[str]:
    return [chapter.section for chapter in read_text(*lines).chapters]


def three(first: int) -> str:
    """Return three sentences, a paragraph of more than 80 characters."""
    return "".join(SENTENCES[n % len(SENTENCES)] for n in range(first, first + 3))


def test_a_chapter_knows_the_headings_above_it() -> None:
    found = sections(
        "示例市办事规定",
        "第一章 总则",
        f"第一条 {three(0)}",
        f"第二条 {three(3)}",
        "第二章 办理",
        f"第三条 {three(6)}",
        three(9),
        f"第四条 {three(1)}",
    )

    assert found == [
        "第一章 总则 第一条",
        "第一章 总则 第二条",
        "第二章 办理 第三条",
        "第二章 办理 第四条",
    ]


def test_headings_nest_by_their_numbers() -> None:
    found = sections(
        "示例市实施方案",
        "一、工作目标",
        three(0),
        "二、重点任务",
        "（一）优化服务",
        f"1.就近办理。{three(3)}",
        f"2.网上办理。{three(6)}",
        "（二）加强管理",
        three(9),
        f"三、组织保障。{three(1)}",
        three(4),
        three(7),
    )

    assert found == [
        "一、工作目标",
        "二、重点任务 （一）优化服务 1.就近办理",
        "二、重点任务 （一）优化服务 2.网上办理",
        "二、重点任务 （二）加强管理",
        "三、组织保障",
        "",
    ]


def test_a_numeral_alone_in_a_line_is_joined_with_the_heading_below() -> None:
    document = read_text(
        "示例市实施方案", "一", "工作目标", SENTENCES[0] * 3, "二", "工作任务", SENTENCES[1] * 3
    )

    assert [c.section for c in document.chapters] == ["一、工作目标", "二、工作任务"]
    assert [c.kind for c in document.report.changes] == ["joined"]


def test_a_list_of_short_items_stays_together_under_its_heading() -> None:
    document = read_text(
        "示例市办事指南",
        "办理材料",
        f"1.身份证，{SENTENCES[0]}",
        "2.社会保障卡",
        f"3.出院记录，{SENTENCES[5]}",
        "办理流程",
        three(6),
    )

    [first, second] = document.chapters
    assert [line[:4] for line in first.text.split("\n")] == ["1.身份", "2.社会", "3.出院"]
    assert first.section.startswith("办理材料")
    assert second.section == "办理流程"


def test_numbered_items_within_a_paragraph_become_chapters_of_their_own() -> None:
    document = read_text(
        "示例市实施方案", f"二、重点任务。{three(6)}1.统一名称。{three(0)}2.统一材料。{three(3)}"
    )

    assert [c.section for c in document.chapters] == [
        "二、重点任务",
        "二、重点任务 1.统一名称",
        "二、重点任务 2.统一材料",
    ]


def test_decimal_numbers_and_dates_do_not_begin_items() -> None:
    text = f"一、标准。支付比例提高1.5倍，限价2.5元，版本1.2.3，2.1版。{SENTENCES[0]}{SENTENCES[1]}"

    assert text_of(read_text("示例市标准", text)) == text


@given(st.lists(st.sampled_from(SENTENCES), min_size=3, max_size=60), st.integers(1, 9))
@settings(deadline=None, max_examples=40)
def test_chapters_keep_every_character_in_order_and_within_the_limits(
    sentences: list[str], size: int
) -> None:
    own = [f"第{n:03}号：{sentence}" for n, sentence in enumerate(sentences)]  # none a duplicate
    paragraphs = ["".join(own[n : n + size]) for n in range(0, len(own), size)]
    paragraphs = [f"{n}、{p}" if n % 3 else p for n, p in enumerate(paragraphs)]
    document = read_text(*paragraphs)

    assert without_repeated_headings(text_of(document), paragraphs) == "".join(paragraphs)
    assert all(len(c.text) <= 600 for c in document.chapters)
    if len("".join(paragraphs)) >= 80:
        assert all(len(c.text) >= 80 for c in document.chapters)


def without_repeated_headings(text: str, paragraphs: list[str]) -> str:
    """Return the text in one line, less the headings that a chapter says once more.

    What stands below a heading may go to another chapter; it then takes the heading along.
    """
    whole, told = "".join(paragraphs), ""
    for line in text.split("\n"):
        goes_on = whole.startswith(told + line)
        told += "" if not goes_on and any(p.startswith(line) for p in paragraphs) else line
    return told
