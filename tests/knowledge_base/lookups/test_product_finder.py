"""Tests how a drug is found by every way of writing its name, and when it is asked back."""

from __future__ import annotations

import pytest

from core.lookup_results import Outcome, Why
from core.lookups import Drug
from knowledge_base.lookups.product_finder import ProductFinder
from knowledge_base.lookups.strengths import strengths_in
from tests.knowledge_base.lookups.tables import demo_rows, drug


@pytest.fixture(scope="module")
def finder() -> ProductFinder[Drug]:
    return ProductFinder(d for d in demo_rows().drugs if d.origin.region == "全国")


@pytest.mark.parametrize(
    ("asked", "name", "why"),
    [
        ("氨氯地平", "氨氯地平", Why.EXACT),
        ("門冬胰島素", "门冬胰岛素", Why.EXACT),
        ("安绿地平", "氨氯地平", Why.SOUND),
        ("anlvdiping", "氨氯地平", Why.PINYIN),
        ("anludiping", "氨氯地平", Why.PINYIN),
        ("苯磺酸氨氯地平片5毫克", "氨氯地平", Why.EXACT),
        ("示例脂安，示例乙药业的", "阿托伐他汀", Why.EXACT),
    ],
)
def test_a_drug_is_found_however_it_is_written(
    finder: ProductFinder[Drug], asked: str, name: str, why: Why
) -> None:
    found = finder.find(asked)

    assert found.outcome is Outcome.FOUND
    assert (found.hits[0].name, found.hits[0].why) == (name, why)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("胰岛素", {"门冬胰岛素", "甘精胰岛素", "精蛋白人胰岛素"}),
        ("头孢", {"头孢呋辛", "头孢克洛"}),
        ("aspl", {"阿司匹林"}),  # initials fit too much to be taken without asking
        ("阿司四林", {"阿司匹林"}),  # a slip is never taken without asking
        ("阿司匹林和华法林", {"阿司匹林", "华法林"}),
    ],
)
def test_what_may_mean_another_drug_is_asked_back(
    finder: ProductFinder[Drug], asked: str, names: set[str]
) -> None:
    found = finder.find(asked)

    assert found.outcome is Outcome.WHICH_NAME
    assert set(found.names) == names


def test_a_longer_name_is_never_taken_for_the_known_part_of_it(
    finder: ProductFinder[Drug],
) -> None:
    found = finder.find("阿司匹林赖氨酸盐")

    assert found.outcome is Outcome.WHICH_NAME


def test_what_no_table_holds_is_a_miss(finder: ProductFinder[Drug]) -> None:
    assert finder.find("紫杉醇").outcome is Outcome.MISS


def test_forms_that_cost_differently_are_asked_for_first(finder: ProductFinder[Drug]) -> None:
    found = finder.find("硝苯地平")

    assert (found.outcome, found.trait) == (Outcome.WHICH_TRAIT, "剂型")
    assert found.values == ("片剂", "缓释片", "控释片")


def test_the_strength_is_asked_for_where_it_decides(finder: ProductFinder[Drug]) -> None:
    found = finder.find("硝苯地平控释片")

    assert (found.trait, found.values) == ("规格", ("30mg*7片", "60mg*7片"))


@pytest.mark.parametrize("strength", ["30mg", "30毫克", "三十毫克", "0.03g", "零点零三克"])
def test_a_strength_is_understood_in_every_writing(
    finder: ProductFinder[Drug], strength: str
) -> None:
    found = finder.find(f"硝苯地平控释片{strength}")

    assert [hit.product.strength for hit in found.hits] == ["30mg*7片"]


def test_products_that_cost_the_same_are_answered_together(finder: ProductFinder[Drug]) -> None:
    found = finder.find("缬沙坦")

    assert found.outcome is Outcome.FOUND
    assert {hit.product.form for hit in found.hits} == {"胶囊剂", "分散片"}


def test_a_form_that_the_table_lacks_is_not_passed_over(finder: ProductFinder[Drug]) -> None:
    found = finder.find("硝苯地平胶囊")

    assert (found.outcome, found.missing) == (Outcome.WHICH_TRAIT, "胶囊")


def test_no_more_than_five_choices_are_offered() -> None:
    finder = ProductFinder(drug("某药", maker=f"{n}号厂", pay=str(n)) for n in "123456789")

    found = finder.find("某药")

    assert (len(found.values), found.more) == (5, 4)


def test_every_choice_answers_the_question_that_offered_it(finder: ProductFinder[Drug]) -> None:
    for name in {d.generic for d in demo_rows().drugs}:
        pending = [name]
        for _ in range(4):
            asked = [finder.find(text) for text in pending]
            pending = [f.told + v for f in asked for v in f.values]
            assert all(f.outcome in {Outcome.FOUND, Outcome.WHICH_TRAIT} for f in asked)
        assert not pending


def test_milligrams_and_grams_compare_equal() -> None:
    assert strengths_in("0.5g") == strengths_in("500mg") == strengths_in("五百毫克")
    assert strengths_in("10万单位") == strengths_in("十万单位")
    assert strengths_in("维生素b12") == frozenset()
