"""Checks which service items a text is taken to speak of, without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.contracts import ItemFinder
from knowledge_base.item_finder import CatalogueItemFinder
from tests.knowledge_base.catalogue import small_catalogue
from tests.knowledge_base.ngram_embedder import NgramEmbedder


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> CatalogueItemFinder:
    """Return a finder over the small catalogue."""
    return CatalogueItemFinder(small_catalogue(), NgramEmbedder(), tmp_path_factory.mktemp("items"))


async def test_the_finder_is_an_item_finder(finder: CatalogueItemFinder) -> None:
    contract: ItemFinder = finder

    guesses = await contract.find("我要办门诊统筹签约")

    assert guesses[0].code == "contract"
    assert guesses[0].score > 0.9


async def test_a_longer_name_is_not_taken_for_the_shorter_one_within(
    finder: CatalogueItemFinder,
) -> None:
    guesses = await finder.find("门诊统筹变更")

    assert guesses[0].code == "contract-change"


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        ("门诊统仇签约", "contract"),
        ("门诊满特病变更", "chronic-change"),
        ("医地就医备案", "travel"),
    ],
)
async def test_a_misheard_name_is_recognised(
    finder: CatalogueItemFinder, heard: str, code: str
) -> None:
    guesses = await finder.find(heard)

    assert guesses[0].code == code


async def test_a_word_that_several_names_hold_brings_all_of_them(
    finder: CatalogueItemFinder,
) -> None:
    guesses = await finder.find("我要备案")

    assert {"travel", "resident"} <= {guess.code for guess in guesses}
    assert not {"contract", "newborn", "voucher"} & {guess.code for guess in guesses}


@pytest.mark.parametrize("text", ["今天天气", "我要办业务", "你好", "", "？", "帮我办个事情"])
async def test_a_text_that_names_no_item_brings_none(
    finder: CatalogueItemFinder, text: str
) -> None:
    assert await finder.find(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("签约的医院想换一家", "contract-change"),  # 签约 alone is a name of another item
        ("俺手机上那个医保码咋开通", "voucher"),
        ("我叫王建国，身份证370602194708190661，下周去上海看病要备个案", "travel"),
    ],
)
async def test_what_is_meant_comes_before_a_short_name_within(
    finder: CatalogueItemFinder, text: str, code: str
) -> None:
    guesses = await finder.find(text)

    assert guesses[0].code == code


async def test_in_what_way_something_is_wanted_names_no_item(finder: CatalogueItemFinder) -> None:
    assert await finder.find("我腿脚不好去不了，村里能办不") == ()


async def test_a_whole_way_of_asking_is_sure(finder: CatalogueItemFinder) -> None:
    guesses = await finder.find("糖尿病咋申请慢特病待遇？")

    assert [(guess.code, guess.score) for guess in guesses] == [("chronic", 1.0)]


async def test_guesses_come_surest_first(finder: CatalogueItemFinder) -> None:
    scores = [guess.score for guess in await finder.find("慢特病换医院")]

    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


async def test_an_empty_catalogue_brings_none(tmp_path: Path) -> None:
    finder = CatalogueItemFinder(Catalogue(()), NgramEmbedder(), tmp_path)

    assert await finder.find("门诊统筹签约") == ()
