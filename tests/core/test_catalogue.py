"""Tests core.catalogue with made-up items, and the real catalogue against what it promises."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise

import pytest

from core.catalogue import Catalogue
from core.errors import InvalidCatalogue, NotFound
from core.item_rules import complaints_between
from core.knowledge import NATION
from core.photos import DocumentKind
from core.service_items import Sector, ServiceItem
from core.unified import UnifiedSet, unified
from knowledge_base.documents import read_packs
from knowledge_base.lookups.lookups import DEMO
from tests.core.test_item_rules import HERE, ITEM
from tests.fakes.office import CATALOGUE

OTHER = replace(ITEM, code="T-2", name="登记", aliases=("上户",))
# What the documents name without our catalogue holding it: wider or other than any of its items.
NOT_OURS = {
    *("信息变更", "信息查询", "信息查询及变更", "单位缴费基数申报", "费用补缴"),
    *("国企退休人员垫付医疗费用申报", "城乡居民二级医院门诊登记", "城乡居民门诊登记"),
}


def every_version() -> tuple[ServiceItem, ...]:
    return (*CATALOGUE.items, *CATALOGUE.regional)


def test_a_region_has_its_own_version_and_the_nations_otherwise() -> None:
    catalogue = Catalogue([ITEM, HERE, OTHER])

    assert catalogue.item("T-1", "某市").region == "某市"
    assert catalogue.item("T-1", "他市").region == NATION
    assert catalogue.item("T-1").region == NATION
    assert catalogue.items_in("某市") == (HERE, OTHER)
    assert catalogue.items_in(None) == catalogue.items == (ITEM, OTHER)
    assert catalogue.regional == (HERE,)


def test_an_item_is_found_by_its_name_and_its_aliases_only() -> None:
    catalogue = Catalogue([ITEM, OTHER])

    assert catalogue.named("备案") is ITEM
    assert catalogue.named("上户") is OTHER
    assert catalogue.named("上") is None
    with pytest.raises(NotFound):
        catalogue.item("T-3")


def test_a_code_is_used_once_in_a_region() -> None:
    with pytest.raises(InvalidCatalogue, match="T-1: code used twice in 某市"):
        Catalogue([ITEM, HERE, HERE])


def test_an_item_that_breaks_a_rule_is_refused_by_name() -> None:
    with pytest.raises(InvalidCatalogue, match="某市 T-1 备案 has no rating"):
        Catalogue([ITEM, replace(HERE, rated_on=())])


def test_there_are_thirty_items_and_fourteen_of_them_can_be_applied_for() -> None:
    assert len(CATALOGUE.items) >= 30
    assert sum(bool(item.fields) for item in CATALOGUE.items) >= 14
    assert {sector for item in CATALOGUE.items for sector in item.sectors} == set(Sector)


def test_the_real_items_agree_with_each_other_in_every_region() -> None:
    for region in {item.region for item in every_version()}:
        assert complaints_between(CATALOGUE.items_in(region)) == ()


def test_every_real_item_fills_both_sets_of_unified_fields() -> None:
    for item in every_version():
        for chosen in UnifiedSet:
            fields = unified(item, chosen)
            assert len(fields) == 6
            assert all(fields.values()), (item.code, fields)


def test_the_items_are_in_the_order_of_their_codes() -> None:
    assert all(a.code < b.code for a, b in pairwise(CATALOGUE.items))


def test_citizens_ask_for_every_item_in_eight_ways_and_for_no_two_alike() -> None:
    asked = [ask for item in CATALOGUE.items for ask in item.asked_as]

    assert all(len(item.asked_as) >= 8 for item in CATALOGUE.items)
    assert len(set(asked)) == len(asked)


def test_every_paper_that_is_photographed_is_of_a_known_kind() -> None:
    kinds = {m.photo for item in every_version() for m in item.materials if m.photo}

    assert kinds <= {kind.value for kind in DocumentKind}


def test_a_paper_for_whoever_acts_for_another_is_said_to_be_one() -> None:
    for item in every_version():
        for material in item.materials:
            assert material.by_delegate or "代办" not in material.name, (item.code, material.name)


@pytest.mark.parametrize(
    "name", sorted({name for entry in read_packs() for name in entry.passage.items})
)
def test_every_item_that_a_policy_names_is_in_the_catalogue(name: str) -> None:
    assert CATALOGUE.named(name) is not None


def test_every_item_of_the_demonstration_table_is_in_the_catalogue() -> None:
    with (DEMO / "matrix.csv").open(encoding="utf-8-sig", newline="") as file:
        named = {row["事项"] for row in csv.DictReader(file)}

    assert {name for name in named if CATALOGUE.named(name) is None} == NOT_OURS


def test_filing_is_not_needed_within_the_province_in_qingdao() -> None:
    first = CATALOGUE.item("YB-SL-0301", "青岛市").fields[0]

    assert first.key == "province"
    assert "不用备案" in first.ends["省内"].says
    assert "2022" in first.ends["省内"].source


def test_a_referral_holds_for_a_year_in_yantai() -> None:
    item = CATALOGUE.item("YB-SL-0303", "烟台市")

    assert "1年内有效" in item.effect
    assert "1年内有效" in item.fields[0].ends["办过"].says
    assert item.ways[0].channel == "hospital"


def test_a_promise_stands_for_a_proof_in_yantai() -> None:
    national, here = (CATALOGUE.item("YB-SL-0302", region) for region in (None, "烟台市"))

    assert here.facilities.commitment
    assert not national.facilities.commitment
    assert len(national.materials) - len(here.materials) == 2


def test_short_and_long_stays_and_contracts_lead_to_the_item_that_is_meant() -> None:
    led = {
        (item.code, end.instead)
        for item in CATALOGUE.items
        for field in item.fields
        for end in field.ends.values()
    }

    assert {
        ("YB-SL-0302", "YB-SL-0301"),
        ("YB-SL-0303", "YB-SL-0301"),
        ("YB-SL-0102", "YB-SL-0101"),
        ("YB-SL-0103", "YB-SL-0102"),
        ("YB-SL-0201", "YB-SL-0202"),
    } <= led
