"""Checks the real packs with the real model: what citizens must and must never be told."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

import pytest

from core.contracts import Verdict
from gateway.catalogue_files import read_catalogue
from knowledge_base.embedder import SentenceEmbedder
from knowledge_base.item_finder import CatalogueItemFinder
from knowledge_base.search import KnowledgeBase, open_knowledge_base
from knowledge_base.uncovered import read_uncovered

MODELS = Path(os.environ.get("YIBAO_MODELS", "~/.cache/yibao-desk/models")).expanduser()
MODEL = MODELS / "multilingual-e5-small"
LIKENESS = MODELS / "m3e-small"
ITEMS = Path(__file__).resolve().parents[2] / "core" / "items"
TODAY = date(2026, 11, 1)

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not MODEL.is_dir(), reason=f"no model in {MODEL}"),
]


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    """Return the real model, loaded once."""
    return SentenceEmbedder(MODEL)


@pytest.fixture(scope="module")
def base(embedder: SentenceEmbedder) -> KnowledgeBase:
    """Return a knowledge base over the real packs; its index is kept for the next run."""
    return open_knowledge_base(
        embedder, Path(tempfile.gettempdir()) / "yibao-bench-index", uncovered=read_uncovered()
    )


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> CatalogueItemFinder:
    """Return an item finder with the real model."""
    return CatalogueItemFinder(
        read_catalogue(ITEMS), SentenceEmbedder(LIKENESS), tmp_path_factory.mktemp("items")
    )


@pytest.mark.parametrize(
    "question", ["医保关系转移要多久", "转医保关系得几天啊", "医保转移接续的时限是多少"]
)
async def test_a_transfer_takes_15_working_days_in_yantai(
    base: KnowledgeBase, question: str
) -> None:
    found = await base.search(question, region="烟台", on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.passages[0].region == "烟台市"
    assert "15个工作日" in found.passages[0].text


async def test_the_national_limit_for_a_transfer_is_20_working_days(base: KnowledgeBase) -> None:
    found = await base.search("国家规定医保关系转移要多久", region="烟台市", on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.region == "全国"
    assert "20个工作日" in found.passages[0].text


async def test_without_a_region_the_differing_rule_of_yantai_is_named(base: KnowledgeBase) -> None:
    found = await base.search("医保关系转移要多久", region=None, on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.passages[0].region == "全国"
    assert "烟台市" in [p.region for p in found.differing]


@pytest.mark.parametrize("region", ["青岛市", "天津市", "济南市"])
async def test_other_cities_are_not_told_yantais_15_days(base: KnowledgeBase, region: str) -> None:
    found = await base.search("医保关系转移要多久", region=region, on=TODAY)

    assert all("烟台" not in passage.region for passage in found.passages)
    assert "20个工作日" in found.passages[0].text


async def test_manual_reimbursement_takes_10_working_days_in_yantai(base: KnowledgeBase) -> None:
    found = await base.search("手工报销要多少个工作日", region="烟台市", on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert "10个工作日" in found.passages[0].text


async def test_manual_reimbursement_days_of_yantai_are_not_told_in_qingdao(
    base: KnowledgeBase,
) -> None:
    found = await base.search("手工报销要多少个工作日", region="青岛市", on=TODAY)

    assert all("10个工作日" not in passage.text for passage in found.passages)


async def test_the_health_code_rule_is_found_as_expired(base: KnowledgeBase) -> None:
    found = await base.search("去天津医保大厅没有健康码能进吗", region=None, on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.region == "天津市"
    assert found.passages[0].expired_on(TODAY)
    assert found.passages[0].expired_note


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("烟台门诊报销比例是多少", None),
        ("起付线多少钱", "烟台市"),
        ("起付线多少钱", None),
        ("住院封顶线是多少", "青岛市"),
        ("居民医保今年一个人交多少钱", "天津市"),
        ("生育津贴一个月发多少钱", "烟台市"),
        ("青岛门诊慢特病一年能报多少钱", None),
        ("医保缴费基数是多少", "青岛市"),
        ("黔东南住院报销几成", None),
        ("上海门诊报销多少", "烟台市"),
        ("我是北京的，住院能报多少", None),
    ],
)
async def test_an_amount_that_no_passage_states_is_never_guessed(
    base: KnowledgeBase, question: str, region: str | None
) -> None:
    found = await base.search(question, region=region, on=TODAY)

    assert found.verdict is Verdict.UNSURE


async def test_a_city_without_pack_is_answered_by_the_national_rule_or_not_at_all(
    base: KnowledgeBase,
) -> None:
    found = await base.search("成都医保的报销政策是什么", region="烟台市", on=TODAY)

    assert found.region == "成都"
    assert {passage.region for passage in found.passages} == {"全国"}


@pytest.mark.parametrize("region", [None, "青岛市"])
@pytest.mark.parametrize(
    "question",
    [
        "明天会下雨吗",
        "给我放一首歌",
        "怎么坐公交去火车站",
        "护照过期了怎么办",
        "小学几月份开学",
        "公积金贷款利率是多少",
        "养老金今年涨了多少",
        "房子漏水找谁",
        "今晚足球比赛几点开始",
        "红烧排骨怎么做",
        "我血压高该吃哪种药",
        "孩子拉肚子怎么办",
        "结婚证丢了去哪里补",
        "股市今天涨了没有",
        "帮我写一篇作文",
        "驾照扣分怎么查",
        "快递什么时候到",
        "种一颗牙要多少钱",
        "疫苗打几针",
        "二加二等于几",
    ],
)
async def test_what_is_out_of_our_domain_is_unsure(
    base: KnowledgeBase, question: str, region: str | None
) -> None:
    found = await base.search(question, region=region, on=TODAY)

    assert found.verdict is Verdict.UNSURE


async def test_a_county_follows_its_city(base: KnowledgeBase) -> None:
    found = await base.search("莱西能视频办什么业务", region=None, on=TODAY)

    assert found.verdict is Verdict.FOUND
    assert found.region == "青岛市"


async def test_going_elsewhere_for_treatment_keeps_ones_own_rules(base: KnowledgeBase) -> None:
    found = await base.search("我要去上海看病，异地就医怎么备案", region="青岛市", on=TODAY)

    assert found.region is None
    assert found.passages[0].region == "青岛市"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我想跟社区卫生院签个约看门诊", "YB-SL-0101"),
        ("我娘透析的医院太远了，想换一家", "YB-SL-0202"),
        ("刚生的小孙女怎么上医保", "YB-SL-0502"),
        ("要去上海看病，得先备个案吧", "YB-SL-0301"),
        ("手机上的医保码怎么激活", "YB-SL-0508"),
    ],
)
async def test_an_item_is_recognised_by_what_is_meant(
    finder: CatalogueItemFinder, text: str, code: str
) -> None:
    guesses = await finder.find(text)

    assert guesses[0].code == code


@pytest.mark.parametrize(
    "text",
    [
        "今天天气怎么样",
        "我要办业务",
        "帮我办个事",
        "养老金怎么领",
        "给我讲个笑话",
        "转人工",
        "你是谁",
        "谢谢啊",
    ],
)
async def test_no_item_is_made_up(finder: CatalogueItemFinder, text: str) -> None:
    assert await finder.find(text) == ()
