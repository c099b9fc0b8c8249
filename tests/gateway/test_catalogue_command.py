"""Tests gateway.catalogue_command: checking, comparing and describing the catalogue."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.service_items import Facilities, TimeLimit
from gateway.catalogue_command import SCHEMA, add_arguments, run
from gateway.catalogue_diff import Counts, diff_words
from gateway.catalogue_schema import schema_of
from tests.core.test_item_rules import HERE, ID_CARD, ITEM, NAME, PROXY, STAY
from tests.fakes.office import CATALOGUE, ITEMS


def called(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


def test_the_diff_says_item_by_item_what_a_region_does_otherwise() -> None:
    own = replace(STAY, key="own", label="省内外", prompt="省内吗？")
    here = replace(
        HERE,
        materials=(ID_CARD, replace(PROXY, substitute="户口簿也可以")),
        time_limit=TimeLimit(0, "当场办", "某市通知"),
        ways=(ITEM.ways[1],),
        fields=(own, replace(NAME, prompt="贵姓？")),
        facilities=Facilities(commitment=True, home_visit=True, source="某市通知"),
        effect="1年内有效",
    )

    lines = diff_words([here], [ITEM]).splitlines()

    assert lines[0] == "T-1 备案"
    assert {
        "  材料 - 居住证明",
        "  材料 ~ 代办人身份证：代办时需要；户口簿也可以",
        "  时限：1个工作日 → 当场办（来源：某市通知）",
        "  方式 - 网上",
        "  填写 + 省内外：省内吗？［短：不用办。］",
        "  填写 ~ 姓名（问法）",
        "  填写 - 日期",
        "  便民：告知承诺、上门（来源：某市通知）",
    } <= set(lines)
    assert lines[-3:] == [
        "有改动的事项：1项。",
        "材料：全国3份，本地2份，少1份，减少33%。",
        "时限：全国1个工作日，本地0个工作日，少1个工作日，压缩100%。",
    ]


def test_an_item_that_no_region_changes_is_only_counted() -> None:
    other = replace(ITEM, code="T-2")

    assert diff_words([other], [other]).startswith("有改动的事项：0项。\n材料：全国3份")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Counts(5, 5, 10, 30), ("全国5份，本地5份，一样多。", "少20个工作日，压缩67%。")),
        (Counts(7, 5, 0, 0), ("多2份。", "全国0个工作日，本地0个工作日，一样多。")),
    ],
)
def test_counts_are_said_with_their_share(counts: Counts, said: tuple[str, str]) -> None:
    papers, days = str(counts).splitlines()

    assert papers.endswith(said[0])
    assert days.endswith(said[1])


def test_yantai_is_compared_with_the_nation(capsys: pytest.CaptureFixture[str]) -> None:
    status = called("diff", "烟台市")

    said = capsys.readouterr().out
    assert status == 0
    assert "YB-SL-0302 异地长期居住人员备案\n  材料 - 异地居住证明" in said
    assert "材料：全国" in said.splitlines()[-2]


def test_a_region_without_versions_is_told_which_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = called("diff", "月球")

    assert status == 1
    assert "没有“月球”的版本。有：" in capsys.readouterr().err


def test_the_real_catalogue_passes_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    status = called("check")

    assert status == 0
    assert f"清单没有问题：{len(CATALOGUE.items)}个事项" in capsys.readouterr().out


def test_a_broken_catalogue_fails_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "national").mkdir()
    (tmp_path / "national" / "01-x.yml").write_text("name: 备案\n", "utf-8")

    status = called("--folder", str(tmp_path), "check")

    assert status == 1
    assert "清单有错：national/01-x.yml: code" in capsys.readouterr().err


def test_the_schema_in_docs_is_up_to_date() -> None:
    # Otherwise: python -m gateway items schema --write
    assert SCHEMA.read_text("utf-8") == schema_of(ITEMS)


def test_the_schema_knows_templates_lists_and_nothing_unknown() -> None:
    kinds = json.loads(schema_of(ITEMS))["$defs"]

    assert "mobile" in kinds["FieldOfItem"]["properties"]["use"]["enum"]
    assert "cities" in kinds["FieldOfItem"]["properties"]["options"]["anyOf"][0]["enum"]
    assert kinds["RegionalChange"]["required"] == ["code"]
    assert "region" not in kinds["ServiceItem"]["properties"]
    assert all(
        kind["additionalProperties"] is False for kind in kinds.values() if kind["type"] == "object"
    )
