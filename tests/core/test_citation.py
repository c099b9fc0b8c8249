"""Checks how a source is cited to be read, and to be heard."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from core.citation import citations, is_policy, spoken_citation, spoken_day
from knowledge_base.documents import read_packs
from tests.core.policies import NATION, YANTAI

ID = re.compile(r"条目|[A-Za-z]-[A-Za-z]|#|@")
UNHEARABLE = re.compile(r"[（）()\[\]【】#@；/]|https?|www")


def test_a_citation_names_title_number_issuer_days_and_section_and_no_id() -> None:
    cited = citations([replace(NATION, in_force_from=date(2021, 8, 1)).source()])

    assert cited == (
        "[1] 《优化医保领域便民服务的意见》（医保办发〔2021〕39号），国家医疗保障局办公室，"
        "2021年7月16日发布，2021年8月1日起执行，二、主要措施；（二）转移接续"
    )


def test_what_is_not_there_is_left_out() -> None:
    cited = citations([replace(NATION, number=None).source()])

    assert cited.startswith(
        "[1] 《优化医保领域便民服务的意见》，国家医疗保障局办公室，2021年7月16日发布，二"
    )
    assert "起执行" not in cited  # in force from its very issue


def test_a_day_that_is_not_certain_is_said_to_be_so() -> None:
    cited = citations([replace(NATION, date_note="原文只有月和日").source()])

    assert "2021年（原文没有写全日期，年份由上下文推定）" in cited
    assert "7月16日发布" not in cited


def test_sources_are_numbered_one_to_a_line() -> None:
    lines = citations([YANTAI.source(), NATION.source()]).split("\n")

    assert [line[:4] for line in lines] == ["[1] ", "[2] "]
    assert "烟台市人民政府办公室" in lines[0]
    assert "国家医疗保障局办公室" in lines[1]


def test_the_number_of_a_section_ends_without_its_point() -> None:
    source = replace(NATION.source(), section="亮点（二）4.")

    assert citations([source]).endswith("，亮点（二）4")


def test_no_shipped_entry_shows_citizens_its_id() -> None:
    lines = citations([entry.passage.source() for entry in read_packs()]).split("\n")

    assert len(lines) > 100
    assert [line for line in lines if ID.search(line)] == []


def test_only_an_entry_of_the_knowledge_base_is_a_policy() -> None:
    source = replace(NATION.source(), document_id="YB-SL-0101")

    assert (is_policy(source), is_policy(NATION.source())) == (False, True)


def test_no_sources_make_no_list() -> None:
    assert citations([]) == ""


def test_what_is_heard_names_issuer_title_and_section() -> None:
    spoken = spoken_citation(NATION.source())

    assert "国家医疗保障局办公室" in spoken
    assert "优化医保领域便民服务的意见" in spoken
    assert "在“二、主要措施，二，转移接续”这一部分" in spoken
    assert UNHEARABLE.search(spoken) is None
    assert "transfer-time" not in spoken


def test_a_service_item_is_heard_without_a_section() -> None:
    source = replace(NATION.source(), document_id="YB-SL-0101", section="办理材料")

    assert "办理材料" not in spoken_citation(source)


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2020, 9, 23), "2020年9月23日"), (date(2021, 1, 5), "2021年1月5日")],
)
def test_a_day_is_said_without_noughts(day: date, said: str) -> None:
    assert spoken_day(day) == said


def test_no_shipped_entry_is_cited_aloud_with_what_cannot_be_heard() -> None:
    spoken = [spoken_citation(entry.passage.source()) for entry in read_packs()]

    assert [text for text in spoken if UNHEARABLE.search(text)] == []
    assert [text for text in spoken if "，，" in text or "，”" in text] == []
