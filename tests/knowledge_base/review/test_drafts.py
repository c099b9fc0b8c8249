"""Tests knowledge_base.review.drafts: an imported document becomes drafts."""

from __future__ import annotations

from datetime import date

from core.knowledge import Doubt, Flag
from knowledge_base.importing.document import Chapter, Found, ImportedDocument
from knowledge_base.importing.report import ImportReport
from knowledge_base.review.drafts import blank_draft, drafts_of
from tests.fakes.entries import DOCUMENT

DOUBT = Doubt(0, 1, "lost_bytes", "□", "请核对")
FLAG = Flag("hidden_text", "藏", "请核对")
CHAPTERS = (
    Chapter("一、总则", "□总则", (DOUBT,), (FLAG,)),
    Chapter("", "没有标题的一段"),
    Chapter("二、" + "很长的标题" * 20, "正文"),
)


def imported(**found: object) -> ImportedDocument:
    fields: dict[str, object] = {
        "title": Found("烟台市生育补助办法", "第1行"),
        "issuer": Found("烟台市医疗保障局", "落款"),
        "number": None,
        "date": Found(date(2026, 9, 20), "落款"),
        "region": Found("烟台市", "标题"),
        "source_name": "补助.docx",
        "sha256": "0" * 64,
        "chapters": CHAPTERS,
        "report": ImportReport(),
        **found,
    }
    return ImportedDocument(**fields)  # type: ignore[arg-type]


def test_every_chapter_becomes_a_draft_with_its_doubts_and_flags() -> None:
    drafts = drafts_of(imported(), "li", frozenset())

    first, second, third = drafts
    assert first.key == "yantai-2026-yan-tai-shi-sheng-yu-bu-zhu-ban-fa#001-yi-zong-ze"
    assert (first.content.text, first.content.doubts, first.content.flags) == (
        "□总则",
        (DOUBT,),
        (FLAG,),
    )
    assert second.key.endswith("#002")
    assert [draft.place for draft in drafts] == [1, 2, 3]
    assert first.authors == ("li",)
    document = first.content.document
    assert (document.title, document.issuer, document.number, document.issued, document.region) == (
        "烟台市生育补助办法",
        "烟台市医疗保障局",
        None,
        date(2026, 9, 20),
        "烟台市",
    )
    assert len(third.key) <= 160


def test_keys_are_the_same_whenever_a_document_is_imported() -> None:
    once = [draft.key for draft in drafts_of(imported(), "li", frozenset())]
    again = [draft.key for draft in drafts_of(imported(), "zhao", frozenset())]

    assert once == again


def test_what_was_not_found_stays_empty_and_the_file_gives_the_id() -> None:
    nothing = imported(title=None, issuer=None, date=None, region=None)

    (first, *_) = drafts_of(nothing, "li", frozenset())

    document = first.content.document
    assert document.id == "bu-zhu-docx"
    assert (document.title, document.issuer, document.issued, document.region) == (
        "",
        "",
        None,
        "",
    )


def test_another_document_of_the_same_name_gets_a_number() -> None:
    (one, *_) = drafts_of(imported(), "li", frozenset())
    taken = {one.content.document.id, f"{one.content.document.id}-2"}

    (other, *_) = drafts_of(imported(), "li", taken)

    assert other.content.document.id == f"{one.content.document.id}-3"


def test_an_endless_title_makes_an_id_that_the_database_can_store() -> None:
    title = Found("关于" + "进一步完善灵活就业人员" * 20 + "的通知", "")

    (draft, *_) = drafts_of(imported(title=title), "li", frozenset())

    assert len(draft.content.document.id) <= 64
    assert not draft.content.document.id.endswith("-")


def test_a_title_without_a_sound_still_makes_an_id() -> None:
    (draft, *_) = drafts_of(imported(title=Found("※※", ""), region=None, date=None), "li", ())

    assert draft.content.document.id == "document"


def test_the_questions_of_a_gap_are_shared_out_so_that_tests_test_something() -> None:
    draft = blank_draft(DOCUMENT, 7, "li", ["一", "二", "三"], "青岛市")

    assert draft.content.asked_as == ("一", "三")
    assert [(test.ask, test.region) for test in draft.content.tests] == [("二", "青岛市")]
    assert (draft.key, draft.place) == ("qingdao-2026#007", 7)


def test_a_single_question_is_asked_and_tested() -> None:
    draft = blank_draft(DOCUMENT, 1, "li", ["一"])

    assert (draft.content.asked_as, draft.content.tests[0].ask) == (("一",), "一")
