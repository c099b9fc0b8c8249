"""Tests integrations.photographs.lines: rows and labels on pages that lie askew."""

from __future__ import annotations

import math

import pytest

from integrations.photographs.lines import Page, Recognised

LABELS = ("姓名", "母亲姓名", "性别", "诊断", "医嘱")


def line(text: str, x: float, y: float, *, degrees: float = 0.0, score: float = 1.0) -> Recognised:
    """Return a line of 40 pixels' height on a page that is turned around its corner."""
    width, height = 40.0 * len(text), 40.0
    turn = math.radians(degrees)
    corners = tuple(
        (
            px * math.cos(turn) - py * math.sin(turn),
            px * math.sin(turn) + py * math.cos(turn),
        )
        for px, py in ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    )
    return Recognised(text, score, (corners[0], corners[1], corners[2], corners[3]))


def form(degrees: float = 0.0) -> list[Recognised]:
    return [
        line("母亲姓名：赵 兰", 100, 100, degrees=degrees),
        line("性别", 900, 100, degrees=degrees),
        line("女", 1100, 100, degrees=degrees),
        line("姓 名", 100, 180, degrees=degrees),
        line("钱多多", 400, 180, degrees=degrees),
        line("性別：男", 900, 180, degrees=degrees),
        line("诊断：", 100, 260, degrees=degrees),
        line("1. 高血压", 400, 260, degrees=degrees),
        line("2. 糖尿病", 400, 320, degrees=degrees),
        line("医嘱：休息", 100, 400, degrees=degrees),
    ]


@pytest.mark.parametrize("degrees", [-12.0, -5.0, 0.0, 5.0, 12.0])
def test_values_stand_behind_their_labels_however_the_page_lies(degrees: float) -> None:
    page = Page(form(degrees), LABELS)

    values = {label: page.behind(label) for label in LABELS}

    read = {label: value.text for label, value in values.items() if value}
    assert read == {
        "姓名": "钱多多",
        "母亲姓名": "赵 兰",
        "性别": "女",
        "诊断": "1. 高血压",
        "医嘱": "休息",
    }


@pytest.mark.parametrize("degrees", [-8.0, 0.0, 8.0])
def test_a_paragraph_goes_on_until_the_next_label(degrees: float) -> None:
    page = Page(form(degrees), LABELS)
    value = page.behind("诊断")
    assert value is not None

    assert [piece.text for piece in page.below(value)] == ["2. 糖尿病"]


def test_a_label_within_a_longer_label_is_not_meant() -> None:
    page = Page([line("母亲姓名：赵兰", 0, 0)], LABELS)

    assert page.behind("姓名") is None


def test_a_label_without_a_value_gives_nothing() -> None:
    page = Page([line("姓名：", 0, 0), line("性别：女", 600, 0)], LABELS)

    value = page.behind("姓名")

    assert value is not None
    assert (value.text, value.score) == ("", 0.0)


def test_a_value_is_as_sure_as_its_worst_character_not_as_its_label() -> None:
    doubtful = Recognised(
        "姓名：钱多", 0.9, line("姓名：钱多", 0, 0).corners, (0.3, 1.0, 1.0, 1.0, 0.6)
    )
    sure = Recognised("性别：女", 0.9, line("性别：女", 0, 100).corners, (0.3, 1.0, 1.0, 0.98))
    page = Page([doubtful, sure], LABELS)

    assert [value.score for label in ("姓名", "性别") if (value := page.behind(label))] == [
        0.6,
        0.98,
    ]


def test_where_only_a_mean_is_known_the_worst_is_assumed() -> None:
    page = Page([line("姓名：钱多多呀", 0, 0, score=0.95)], LABELS)

    value = page.behind("姓名")

    assert value is not None
    assert value.score == pytest.approx(0.65)


def test_an_empty_page_has_no_rows() -> None:
    page = Page([], LABELS)

    assert (page.rows, page.behind("姓名")) == ([], None)
