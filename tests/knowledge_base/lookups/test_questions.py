"""Tests which sentences are taken for look-ups, over all questions that we hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from core.lookups import PlaceKind, Via
from knowledge_base.lookups.questions import (
    AboutItems,
    AboutPlaces,
    AboutProduct,
    Vocabulary,
    read,
)
from knowledge_base.lookups.snapshot import snapshot
from tests.knowledge_base.catalogue import small_catalogue
from tests.knowledge_base.lookups.tables import demo_rows

EXAMPLES = Path(__file__).resolve().parents[3] / "bot" / "examples"

# What citizens say to the bot that a table does answer: looked at one by one.
RIGHTLY_TAKEN = {
    "医保大厅的地址在哪里",
    "离我最近的医保经办网点在哪里",
    "医保局的电话多少",
    "醫保大廳搬到什麼地方了",
    "有哪些业务可以在线办理",
    "能在网上弄的有哪几样，全给我看看",
    "网上能办的夜务有几种",
    "哪些事向能在线办",
    "有哪些醫保業務可以線上辦",
    "这个要医保报销吗，胰岛素",
    "胰岛素是甲类还是已类",
    "医保大厅几点开门",
    "服務大廳幾點下班",
    "周六上午医保中心上班吗",
    "医保局今天开不开门",
    "窗口几点上班",
    "周末哪个大厅还开着门",
    "中午窗口有人吗",
    "从前在人民路那个大厅，听说搬了，现在医保的人在哪个地方上班",
    "我想一早坐头班车去，不知道你们那个大厅几点开门",
    "天热我想趁早去，窗口早上几点有人办事呀",
    "恁那大厅几点开门嘞",
}


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    held = snapshot(demo_rows(), small_catalogue(), date(2026, 12, 21))
    return Vocabulary(
        held.drugs["全国"].names, held.consumables["全国"].names, held.offers.items_in
    )


def said_to_the_bot() -> Iterator[str]:
    for file in sorted(EXAMPLES.glob("*.yml")):
        for group in yaml.safe_load(file.read_text("utf-8")).values():
            if isinstance(group, list):
                yield from map(str, group)


def test_what_citizens_say_to_the_bot_is_hardly_ever_taken_wrongly(vocabulary: Vocabulary) -> None:
    sentences = list(said_to_the_bot())

    wrongly = {s for s in sentences if read(s, vocabulary) is not None} - RIGHTLY_TAKEN

    assert len(sentences) > 4000
    assert len(wrongly) <= len(sentences) // 1000, wrongly


@pytest.mark.parametrize(
    "sentence",
    [
        "门诊统筹能报多少",
        "这个药能报吗",
        "降压药能报吗",
        "进口药医保报不报",
        "门诊拿硝苯地平能报多少",
        "拍个胸片能报多少",
        "生育津贴能领多少",
        "阿司匹林一天吃几次",
        "硝酸甘油和阿司匹林能一起吃吗",
        "胰岛素是否在集中采购药品范围内",
        "接到医保局的电话要验证码",
        "黔东南医院医保窗口建设标准",
        "烟台哪些医保业务必须到现场办",
        "异地备案网上怎么办",
    ],
)
def test_what_no_table_answers_is_left_alone(sentence: str, vocabulary: Vocabulary) -> None:
    assert read(sentence, vocabulary) is None


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("阿司匹林能报吗", "阿司匹林"),
        ("请问阿斯匹灵能报销多少", "阿斯匹灵"),
        ("大夫给我开的硝苯地平控释片，医保给报不", "硝苯地平控释片"),
        ("我妈吃的氨氯地平，在医保目录里吗", "氨氯地平"),
        ("阿司匹林能报吗，肠溶片的", "阿司匹林肠溶片的"),
        ("阿莫西林颗粒", "阿莫西林颗粒"),
        ("asipilin能报吗", "asipilin"),
        ("阿司四林能报吗", "阿司四林"),
        ("胰岛素是甲类还是乙类", "胰岛素"),
        ("紫杉醇注射液能报吗", "紫杉醇注射液"),
        ("門冬胰島素自付多少", "门冬胰岛素"),
    ],
)
def test_the_name_of_a_drug_is_cut_out(sentence: str, name: str, vocabulary: Vocabulary) -> None:
    assert read(sentence, vocabulary) == AboutProduct(name, consumable=False)


def test_a_consumable_is_told_from_a_drug(vocabulary: Vocabulary) -> None:
    assert read("人工晶体支付限价多少", vocabulary) == AboutProduct("人工晶体", consumable=True)


@pytest.mark.parametrize(
    ("sentence", "kind", "want"),
    [
        ("离我最近的医保大厅", PlaceKind.AGENCY, "where"),
        ("烟台芝罘区医保大厅在哪", PlaceKind.AGENCY, "where"),
        ("附近的医保窗口在哪", PlaceKind.AGENCY, "where"),
        ("最近的办事窗口在哪儿", PlaceKind.AGENCY, "where"),
        ("哪里有双通道药店", PlaceKind.DUAL_PHARMACY, "where"),
        ("医保局周六上班吗", PlaceKind.AGENCY, "hours"),
        ("芝罘区的窗口周六上班吗", PlaceKind.AGENCY, "hours"),
        ("大厅中午有人吗", PlaceKind.AGENCY, "hours"),
        ("定点医院的电话多少", PlaceKind.HOSPITAL, "phone"),
        ("附近哪儿有自助机", PlaceKind.MACHINE, "where"),
    ],
)
def test_a_place_is_sought(
    sentence: str, kind: PlaceKind, want: str, vocabulary: Vocabulary
) -> None:
    question = read(sentence, vocabulary)

    assert isinstance(question, AboutPlaces)
    assert (question.kinds, question.want.value) == ((kind,), want)


@pytest.mark.parametrize(
    "sentence",
    ["医院里的医保窗口在哪", "医保窗口建设标准有哪几个方面", "国家对医保窗口服务有哪些制度要求"],
)
def test_a_window_that_is_not_ours_or_not_sought_is_no_place(
    sentence: str, vocabulary: Vocabulary
) -> None:
    assert not isinstance(read(sentence, vocabulary), AboutPlaces)


def test_the_nearest_place_for_an_item_is_sought(vocabulary: Vocabulary) -> None:
    question = read("最近哪里能办慢特病换医院", vocabulary)

    assert isinstance(question, AboutPlaces)
    assert (question.item, question.near_me) == ("门诊慢特病变更", True)


@pytest.mark.parametrize(
    ("sentence", "at"),
    [
        ("哪些能在村里办", PlaceKind.VILLAGE),
        ("镇上能办啥业务", PlaceKind.TOWN),
        ("银行能办什么业务", PlaceKind.BANK),
        ("医院医保窗口能办哪些业务", PlaceKind.HOSPITAL),
        ("自助机能办什么", PlaceKind.MACHINE),
        ("网上能办哪些", Via.WEB),
        ("手机上能办什么", Via.MOBILE),
    ],
)
def test_a_collection_is_asked_for(
    sentence: str, at: PlaceKind | Via, vocabulary: Vocabulary
) -> None:
    question = read(sentence, vocabulary)

    assert isinstance(question, AboutItems)
    assert (question.kind or question.via) is at


def test_an_employer_asks_for_employers_business(vocabulary: Vocabulary) -> None:
    assert read("单位网上能办哪些业务", vocabulary) == AboutItems(None, Via.WEB, "单位")
