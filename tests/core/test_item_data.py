"""Tests the items of maternity, enrolment, reimbursement, accounts, care and the composites."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from bot.values import BARE_ANSWER, read
from core.catalogue import Catalogue
from core.fields import problem_with
from core.knowledge import NATION
from core.part_values import still_to_ask, values_for
from core.photos import DocumentKind
from core.service_items import FieldKind, ServiceItem
from gateway.catalogue_files import read_catalogue
from tests.item_samples import SAMPLES, TODAY, sample_values

CATALOGUE: Catalogue = read_catalogue(Path(__file__).parents[2] / "core" / "items")
FORMS = ("0401", "0402", "0403", "0501", "0502", "0503", "0504", "0507", "0601", "0602")
APPLIED_FOR = tuple(f"YB-SL-{code}" for code in (*FORMS, "0701", "0801"))
COMPOSITES = ("YB-SL-0901", "YB-SL-0902", "YB-SL-0903")
TOLD_ONLY = tuple(f"YB-SL-{code}" for code in ["0505", "0506", "0508", "0509", "1201"])
OURS = (*APPLIED_FOR, *COMPOSITES, *TOLD_ONLY)
ELSEWHERE = "外地的医院"
MOST_QUESTIONS = 11  # beside those that tell whether it is needed
VERSIONS = tuple(
    item
    for item in (*CATALOGUE.items, *CATALOGUE.regional)
    if item.code in {*APPLIED_FOR, *COMPOSITES}
)
SOMEWHERE = (None, *sorted({item.region for item in CATALOGUE.regional}))


def _named(item: ServiceItem) -> str:
    return f"{item.code}-{item.region}"


def _fillings(item: ServiceItem) -> list[dict[str, str]]:
    """Return one filling for every way through the options that decide what is asked."""
    keys = {key for field in item.fields for key in field.when}
    keys |= {key for material in item.materials for key in material.when}
    keys |= {key for part in item.parts for key in part.when}
    deciding = [f for f in item.fields if f.key in keys and f.kind is FieldKind.CHOICE]
    ways = product(
        *[[(f.key, o.value) for o in f.options if o.value not in f.ends] for f in deciding]
    )
    return [sample_values(item, dict(way)) for way in ways]


@pytest.mark.parametrize("item", VERSIONS, ids=_named)
def test_every_way_through_an_item_can_be_filled_by_right_values(item: ServiceItem) -> None:
    for values in _fillings(item):
        asked = item.fields_for(values)

        assert {field.key for field in asked} == set(values)
        for field in asked:
            others = {k: v for k, v in values.items() if k != field.key}
            assert problem_with(field, values[field.key], others, TODAY) is None, field.key


@pytest.mark.parametrize("item", VERSIONS, ids=_named)
def test_the_mobile_number_is_asked_last_and_nothing_is_asked_twice(item: ServiceItem) -> None:
    for values in _fillings(item):
        asked = item.fields_for(values)

        assert asked[-1].key == "mobile"
        assert len({field.prompt for field in asked}) == len(asked)
        if item.code not in COMPOSITES:
            # Seven of them: who it is, where the money goes, and whom to call.
            assert 4 <= len([f for f in asked if not f.screening]) <= MOST_QUESTIONS


@pytest.mark.parametrize("item", VERSIONS, ids=_named)
def test_what_is_paid_out_has_an_account_to_go_to(item: ServiceItem) -> None:
    asked = {field.key for field in item.fields}

    if "amount" in asked or item.code in {"YB-SL-0402", "YB-SL-0701"}:
        assert {"account_holder", "bank", "bank_card"} <= asked


@pytest.mark.parametrize("item", VERSIONS, ids=_named)
def test_an_option_that_ends_says_why_and_what_to_do(item: ServiceItem) -> None:
    for field in item.fields:
        for option, ending in field.ends.items():
            assert ending.says.endswith("。"), option
            assert ending.source == "示例" or "年" in ending.source or "通知" in ending.source
            assert ending.instead != item.code


@pytest.mark.parametrize("item", VERSIONS, ids=_named)
def test_every_option_is_understood_when_it_is_said(item: ServiceItem) -> None:
    for field in item.fields:
        if field.kind is not FieldKind.CHOICE:
            continue
        for option in field.options:
            for said in (option.value, *option.aliases):
                assert read(field, said, TODAY).value == option.value, (field.key, said)


@pytest.mark.parametrize("item", VERSIONS, ids=_named)
def test_a_word_that_is_read_unasked_means_one_field_only(item: ServiceItem) -> None:
    choices = [f for f in item.fields if f.kind is FieldKind.CHOICE]
    for n, one in enumerate(choices):
        for other in choices[n + 1 :]:
            alike = {o.value for o in one.options} & {o.value for o in other.options}
            words = {a for o in one.options for a in o.aliases} & {
                a for o in other.options for a in o.aliases
            }
            heard_unasked = {word for word in words if not BARE_ANSWER.fullmatch(word)}
            assert alike or one.key in other.when or not heard_unasked, (one.key, other.key)


@pytest.mark.parametrize("code", OURS)
def test_how_citizens_ask_is_known_in_several_styles(code: str) -> None:
    item = CATALOGUE.item(code)

    assert 8 <= len(item.asked_as) <= 12
    assert len(set(item.asked_as)) == len(item.asked_as)
    assert any(word in said for said in item.asked_as for word in ("俺", "咋", "啥", "娃"))
    assert min(len(said) for said in item.asked_as) <= 8


@pytest.mark.parametrize("code", OURS)
def test_photographs_are_of_kinds_that_can_be_read(code: str) -> None:
    for version in (CATALOGUE.item(code), *[i for i in CATALOGUE.regional if i.code == code]):
        for material in version.materials:
            assert material.photo in {"", *DocumentKind}, material.name


@pytest.mark.parametrize("code", TOLD_ONLY)
def test_what_is_only_told_about_asks_for_nothing(code: str) -> None:
    assert all(not CATALOGUE.item(code, region).fields for region in SOMEWHERE)


@pytest.mark.parametrize(
    ("code", "region", "days", "ruled_by"),
    [
        ("YB-SL-0601", None, 30, "国家规定"),
        ("YB-SL-0602", None, 30, "国家规定"),
        ("YB-SL-0601", "烟台市", 10, "烟台市"),
        ("YB-SL-0602", "烟台市", 10, "烟台市"),
        ("YB-SL-0507", None, 20, "国家医疗保障局"),
        ("YB-SL-0507", "烟台市", 15, "烟台市"),
        ("YB-SL-0401", None, 20, "示例"),
        ("YB-SL-0701", None, 15, "示例"),
        ("YB-SL-0801", None, 30, "示例"),
    ],
)
def test_time_limits_are_those_of_their_sources(
    code: str, region: str | None, days: int, ruled_by: str
) -> None:
    limit = CATALOGUE.item(code, region).time_limit

    assert limit.working_days == days
    assert ruled_by in limit.source


def test_yantai_settles_a_birth_in_the_city_at_once_and_pays_the_allowance_by_the_month() -> None:
    costs = CATALOGUE.item("YB-SL-0401", "烟台市")
    allowance = CATALOGUE.item("YB-SL-0402", "烟台市")

    first = costs.fields[0]
    assert "当场结算" in first.ends["在烟台市内生的"].says
    assert "烟台市" in first.ends["在烟台市内生的"].source
    assert "hospital" not in {field.key for field in costs.fields}
    assert "按月发放" in allowance.time_limit.text


def test_yantai_takes_bills_and_accounts_on_the_spot() -> None:
    for code in ("YB-SL-0601", "YB-SL-0602", "YB-SL-0701"):
        item = CATALOGUE.item(code, "烟台市")

        assert item.ways[0].channel == "counter"
        assert "现场办" in item.ways[0].where
        assert not any("视频" in way.where for way in item.ways)


def test_a_child_without_a_number_is_insured_by_its_birth_certificate() -> None:
    item = CATALOGUE.item("YB-SL-0502")

    values = sample_values(item, {"child_has_id": "还没有"})

    assert "child_id_number" not in values
    needed = {m.name for m in item.materials if m.needed(values, delegated=False)}
    assert "出生医学证明" in needed
    assert "户口簿" not in needed


def test_a_child_of_two_is_no_newborn() -> None:
    item = CATALOGUE.item("YB-SL-0502")

    problem = problem_with(item.field("child_id_number"), SAMPLES["id_number"], {}, TODAY)

    assert problem is not None
    assert "城乡居民参保登记" in problem


@pytest.mark.parametrize("code", COMPOSITES)
@pytest.mark.parametrize("region", SOMEWHERE)
def test_what_is_said_once_fills_every_part_that_is_wanted(code: str, region: str | None) -> None:
    whole = CATALOGUE.item(code, region)
    wanted: set[str] = set()
    for values in _fillings(whole):
        for part in whole.parts:
            if not part.wanted(values) or (
                part.code == "YB-SL-0201" and values["hospital"] == ELSEWHERE
            ):
                continue
            item = CATALOGUE.item(part.code, region)
            given = values_for(item, values, TODAY)
            wanted.add(part.code)

            assert still_to_ask(item, given) == (), (part.code, values)
            assert all(given[key] == values[key] for key in given if key in values)

    assert wanted == {part.code for part in whole.parts}


def test_a_hospital_elsewhere_is_asked_again_for_the_chronic_disease() -> None:
    whole = CATALOGUE.item("YB-SL-0901")
    values = sample_values(whole, {"hospital": ELSEWHERE, "chronic": "要办"})

    bill = CATALOGUE.item("YB-SL-0601")
    chronic = CATALOGUE.item("YB-SL-0201")

    assert still_to_ask(bill, values_for(bill, values, TODAY)) == ()
    left = still_to_ask(chronic, values_for(chronic, values, TODAY))
    assert [field.key for field in left] == ["hospital"]


def test_every_national_item_of_ours_is_there() -> None:
    assert {CATALOGUE.item(code).region for code in OURS} == {NATION}
