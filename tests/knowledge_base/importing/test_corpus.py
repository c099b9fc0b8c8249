"""The five raw documents that the import was built for, checked against what a person marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge_base.importing.document import ImportedDocument
from knowledge_base.importing.simplify import is_traditional
from tests.knowledge_base.importing.reading import IMPORTER, dropped, text_of

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
TIANJIN = "000_2be16e30885e0824.txt"
YANTAI = "001_7414ca6efae84bb8.txt"
QINGDAO = "002_c278b4c04520cc6c.txt"
QIANDONGNAN = "003_b0da5878bf162872.txt"
NATIONAL = "004_81696d49bb80b4ea.txt"
ALL = (TIANJIN, YANTAI, QINGDAO, QIANDONGNAN, NATIONAL)

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the raw documents are not here")

# What a person found damaged: (characters that the doubt must begin with, what was printed there).
GARBLED = {
    TIANJIN: [("?!耙徽", "保“一站式”办"), ("?!熬徒k", "保“就"), ("?!睉?y", "保”")],
    YANTAI: [("院", "后面缺少句号")],
    QINGDAO: [
        ("?!奔纯", "保”即可查"),
        ("?!?", "保”"),
        ("?!毙〕", "保”小程序即"),
        ("?!薄?/p>", "保”"),
        ("?!笔醉擄@", "保”首页显"),
        ("??ㄞk", "保卡办"),
        ("?!?", "保”"),
        ("?!疤撞", "保“套餐”"),
        ("?!搬t", "。“医"),
        ("?jié)M", "满"),
    ],
    QIANDONGNAN: [],
    NATIONAL: [],
}


@pytest.fixture(scope="module")
def documents() -> dict[str, ImportedDocument]:
    return {name: IMPORTER.read(name, (CORPUS / name).read_bytes()) for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_every_garbled_place_is_doubted_and_nothing_else(
    documents: dict[str, ImportedDocument], name: str
) -> None:
    found = [d.doubt for d in documents[name].report.doubted]

    assert len(found) == len(GARBLED[name])
    for doubt, (begin, meant) in zip(found, GARBLED[name], strict=True):
        assert doubt.quote.startswith(begin)
        assert meant in doubt.note


@pytest.mark.parametrize("name", ALL)
def test_no_reading_no_traditional_character_and_no_stray_mark_is_left(
    documents: dict[str, ImportedDocument], name: str
) -> None:
    for chapter in documents[name].chapters:
        sound = list(chapter.text)
        for doubt in chapter.doubts:
            sound[doubt.start : doubt.end] = "□" * (doubt.end - doubt.start)
        text = "".join(sound)
        assert not re.search(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ?@\ufffd<>]", text)
        assert not [c for c in text if is_traditional(c)]


def test_what_each_document_says_of_itself_is_found_or_asked_for(
    documents: dict[str, ImportedDocument],
) -> None:
    said = {
        name: tuple(
            found.value if found else None for found in (d.title, d.issuer, d.number, d.region)
        )
        for name, d in documents.items()
    }
    days = {name: d.date.value.isoformat() if d.date else None for name, d in documents.items()}

    assert said[TIANJIN] == (
        "关于便利老年人办事优化医保服务有关工作的通知", "天津市医保局", None, "天津市",
    )  # fmt: skip
    assert said[YANTAI][1:] == ("市政府办公室", None, "烟台市")
    assert said[QINGDAO] == ("增加多项新功能！青岛医保公共服务平台全新升级", None, None, "青岛市")
    assert said[QIANDONGNAN][1:] == ("贵州省医疗保障局", None, "黔东南州")
    assert said[NATIONAL][1:] == ("国家医保局", None, "全国")
    assert [days[name] for name in ALL] == [None, "2020-09-23", None, "2023-06-19", None]
    assert any("7月16日" in line for line in documents[NATIONAL].report.undetermined)
    assert any("青岛新闻网" in line for line in documents[QINGDAO].report.undetermined)


def test_what_belongs_to_the_web_page_is_dropped(documents: dict[str, ImportedDocument]) -> None:
    gone = {name: " ".join(dropped(document)) for name, document in documents.items()}

    for name, words in {
        TIANJIN: "详情如下 不代表微天津立场 禁止要求老年人必须使用智能设备",
        YANTAI: "字号： 大汉版通发布系统 日期：2020-09-23",
        QIANDONGNAN: "返回顶部 分享让更多人看到 责编 小字号 贵州频道",
        NATIONAL: "资料图 版权声明 转载请注明",
    }.items():
        for word in words.split():
            assert word in gone[name]
            if len(word) > 4 and "老年人" not in word:
                assert word not in text_of(documents[name])
    assert text_of(documents[NATIONAL]).count("鼓励推广“刷脸”就医") == 0


@pytest.mark.parametrize("name", ALL)
def test_chapters_are_of_a_length_that_suits_an_entry_and_not_flagged(
    documents: dict[str, ImportedDocument], name: str
) -> None:
    document = documents[name]

    assert all(80 <= len(chapter.text) <= 600 for chapter in document.chapters)
    assert not document.report.flagged


def test_the_rules_that_regions_differ_in_stand_in_their_own_sections(
    documents: dict[str, ImportedDocument],
) -> None:
    def section(name: str, words: str) -> list[str]:
        return [c.section for c in documents[name].chapters if words in c.text]

    assert section(YANTAI, "缩短至15个工作日") == [
        "三、实施高频服务事项业务流程再造 1.再造医保关系转移接续流程"
    ]
    assert section(NATIONAL, "不超过20个工作日") == ["优化医保关系转移接续和异地就医结算"]
    assert section(QIANDONGNAN, "19项医保经办业务") == ["一是下沉医保经办服务事项到乡村办理"]
    assert section(TIANJIN, "“全覆盖”") == ["工作任务 一、畅通线下办事渠道"]
    assert section(QINGDAO, "兒童版".replace("兒", "儿"))[0].endswith("设置个性化版本")
