"""Tests gateway.leaflet and its layout: what is printed, and that it fits on the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core import leaflet_wording as wording
from core.contracts import Passage
from gateway.leaflet import Leaflet, entry_leaflet, topic_leaflet
from gateway.leaflet_font import FontFile, find_font
from gateway.leaflet_layout import PAGE_HEIGHT, POINT, SMALL, WIDTH, arranged, broken
from tests.gateway.policy_shelf import ADDRESS, BASIS, CATALOGUE, OFFICE, TODAY, entry

SENTENCE = "参保人看病的时候，带上身份证或者社会保障卡，就能当场结算。"


def measure(text: str, size: float) -> float:
    """Measure as a font whose letters are all as wide as high, ASCII half as wide."""
    return sum(0.5 if letter.isascii() else 1.0 for letter in text) * size * POINT


def leaflet_of(passage: Passage) -> Leaflet:
    """Build the leaflet of one entry."""
    return entry_leaflet(
        passage, catalogue=CATALOGUE, office=OFFICE, address=ADDRESS, today=TODAY.date()
    )


def topic_of(*passages: Passage) -> Leaflet:
    """Build the leaflet of a topic."""
    return topic_leaflet(
        passages,
        "医保码",
        catalogue=CATALOGUE,
        office=OFFICE,
        address=ADDRESS,
        today=TODAY.date(),
    )


def test_the_title_is_a_question() -> None:
    assert leaflet_of(BASIS).title == "没有手机能看病吗？"
    assert leaflet_of(entry("a", asked_as=("能用吗？",)).passage).title == "能用吗？"


def test_three_sentences_are_numbered_and_two_are_not() -> None:
    two, three = BASIS, entry("a", plain="先登记。再交表。等通知。").passage

    assert not leaflet_of(two).rules[0].numbered
    assert leaflet_of(three).rules[0].numbered
    assert leaflet_of(three).rules[0].lines == ("先登记。", "再交表。", "等通知。")


def test_an_expired_rule_carries_its_warning_and_promises_nothing() -> None:
    gone = entry("a", in_force_until=date(2025, 1, 1), expired_note="已取消。").passage

    leaflet = leaflet_of(gone)

    assert leaflet.warning == wording.EXPIRED.format(note="已取消。")
    assert leaflet.holds == ""


def test_a_rule_of_next_year_says_from_when_it_holds() -> None:
    coming = entry("a", in_force_from=date(2027, 1, 1)).passage

    assert "2027年1月1日" in leaflet_of(coming).warning


def test_papers_and_places_of_the_one_item_it_bears_on_are_printed() -> None:
    leaflet = leaflet_of(entry("a", items=("临时外出就医人员备案", "不认识的事")).passage)

    bring, go = leaflet.item
    assert bring.lines[0] == "有效身份证件（医保电子凭证或社会保障卡也可以）"
    assert bring.lines[1] == "代办人身份证件（家里人或朋友代办时需要）"
    assert "到就近的医保经办大厅窗口办，老年人优先接待" in go.lines
    assert not [line for line in go.lines if "视频办" in line]


def test_papers_of_several_items_are_not_mixed() -> None:
    leaflet = leaflet_of(entry("a", items=("临时外出就医人员备案", "门诊慢特病变更")).passage)

    assert leaflet.item == ()


def test_the_code_leads_to_the_exact_version() -> None:
    assert leaflet_of(BASIS).url == f"{ADDRESS}#tianjin-2024-rules%23first%402"


def test_short_answers_are_printed_larger_than_long_ones() -> None:
    short, long = BASIS, entry("a", plain=SENTENCE * 6).passage

    (short_page,), (long_page,) = (
        arranged(leaflet_of(short), measure),
        arranged(leaflet_of(long), measure),
    )

    assert max(line.size for line in short_page.lines) > max(line.size for line in long_page.lines)
    assert max(line.size for line in long_page.lines) >= 28


def test_nothing_but_the_source_is_printed_below_eighteen_points() -> None:
    (page,) = arranged(leaflet_of(entry("a", plain=SENTENCE * 10).passage), measure)

    sizes = {line.size for line in page.lines if line.y < page.foot}
    assert min(sizes) >= 18
    assert {line.size for line in page.lines if line.y > page.foot} == {SMALL}


def test_papers_give_way_to_the_rule_with_a_line_that_says_so() -> None:
    crowded = entry("a", plain=SENTENCE * 9, items=("临时外出就医人员备案",)).passage

    (page,) = arranged(leaflet_of(crowded), measure)

    words = "".join(line.text for line in page.lines)
    assert wording.LEFT_OUT_ITEM in words
    assert words.count("当场结算") == 9


def test_rules_that_do_not_fit_are_counted_and_neither_printed_nor_cited() -> None:
    rules = [
        entry(
            f"rule-{n}", plain=f"第{n}条。{SENTENCE * 4}", topic=f"医保码 {n}", section=f"第{n}章"
        ).passage
        for n in range(5)
    ]

    (page,) = arranged(topic_of(*rules), measure)

    words = "".join(line.text for line in page.lines)
    shown = [n for n in range(5) if f"第{n}条。" in words]
    assert shown == list(range(len(shown)))
    assert 0 < len(shown) < 5
    assert wording.LEFT_OUT_RULES.format(count=5 - len(shown)) in words
    assert [n for n in range(5) if f"第{n}章" in words] == shown


def test_no_id_of_an_entry_is_printed_but_in_the_code() -> None:
    (page,) = arranged(leaflet_of(BASIS), measure)

    words = "".join(line.text for line in page.lines)
    assert BASIS.section in words
    assert "tianjin-2024-rules" not in words


def test_a_single_rule_that_is_too_long_goes_on_overleaf_and_loses_nothing() -> None:
    endless = entry("a", plain=SENTENCE * 40).passage

    pages = arranged(leaflet_of(endless), measure)

    words = "".join(line.text for page in pages for line in page.lines if line.y < page.foot)
    assert len(pages) > 1
    assert words.count("当场结算") == 40


@settings(deadline=None, max_examples=30)  # some leaflets are tried at thirty sizes
@given(st.integers(1, 60), st.integers(0, 4))
def test_whatever_is_printed_stays_on_the_paper(times: int, rules: int) -> None:
    passages = [entry(f"r{n}", plain=SENTENCE * times).passage for n in range(rules + 1)]

    pages = arranged(topic_of(*passages), measure)

    for page in pages:
        for line in page.lines:
            assert line.y + line.height <= (PAGE_HEIGHT if line.y > page.foot else page.foot)


@given(st.text(alphabet="医保，。“”（）abc12 、", max_size=60), st.floats(30, 176))
def test_broken_lines_fit_and_lose_no_letter(text: str, width: float) -> None:
    lines = broken(text, width, 18, measure)

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line, 18) <= width for line in lines)


def test_no_line_begins_with_a_comma_or_ends_with_an_open_bracket() -> None:
    text = "（一）带身份证，（二）带社会保障卡；“医保码”也行。" * 6

    lines = broken(text, 100, 18, measure)

    assert not [line for line in lines if line[0] in "，。；）”"]
    assert not [line for line in lines if line[-1] in "（“"]


def test_numbers_and_ids_are_not_torn() -> None:
    lines = broken("请打12393问，或看tianjin-2024-rules这一条" * 3, WIDTH / 2, 18, measure)

    assert "".join(lines).count("12393") == sum(line.count("12393") for line in lines)


def test_a_chosen_font_that_is_missing_is_not_replaced_by_another() -> None:
    assert find_font(Path("/nowhere/font.ttf")) is None


def test_a_chosen_font_is_taken(tmp_path: Path) -> None:
    chosen = tmp_path / "font.otf"
    chosen.write_bytes(b"")

    assert find_font(chosen) == FontFile(chosen)


def test_a_font_comes_with_the_product() -> None:
    font = find_font(system=Path("/nowhere"))

    assert font is not None
    assert font.path.is_file()
