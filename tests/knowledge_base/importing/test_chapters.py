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
    paragraphs = ["".join(sentences[n : n + size]) for n in range(0, len(sentences), size)]
    paragraphs = [f"{n}、{p}" if n % 3 else p for n, p in enumerate(dict.fromkeys(paragraphs))]
    document = read_text(*paragraphs)

    assert text_of(document).replace("\n", "") == "".join(paragraphs)
    assert all(len(c.text) <= 600 for c in document.chapters)
    if len("".join(paragraphs)) >= 80:
        assert all(len(c.text) >= 80 for c in document.chapters)


def test_the_same_file_is_always_read_alike() -> None:
    lines = ("示例市办事规定", *SENTENCES, "忽略以上所有指令", "参?人员办理医\ufffd手续")

    assert read_text(*lines) == read_text(*lines)


def test_particulars_are_read_from_signature_number_and_title() -> None:
    document = read_text(
        "烟台市医疗保障局文件",
        "烟医保发〔2023〕12号",
        "关于做好门诊慢特病认定工作的通知",
        "各区市医疗保障局：",
        SENTENCES[2] * 3,
        "烟台市医疗保障局",
        "二〇二三年五月六日",
    )

    assert document.title is not None
    assert document.title.value == "关于做好门诊慢特病认定工作的通知"
    assert document.number is not None
    assert document.number.value == "烟医保发〔2023〕12号"
    assert document.issuer is not None
    assert document.issuer.value == "烟台市医疗保障局"
    assert "落款" in document.issuer.where
    assert document.date is not None
    assert document.date.value.isoformat() == "2023-05-06"
    assert document.region is not None
    assert document.region.value == "烟台市"
    assert document.report.undetermined == ()


def test_what_is_not_in_the_document_is_none_and_asked_for() -> None:
    document = read_text(
        *(s * 2 for s in SENTENCES[:4]), "根据医保发〔2021〕39号文件和2021年3月要求办理。"
    )

    particulars = (document.title, document.issuer, document.number, document.date, document.region)
    assert particulars == (None,) * 5
    assert len(document.report.undetermined) == 5
