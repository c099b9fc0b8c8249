"""Tests gateway.lookups_command: importing a table from the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from pydantic import SecretStr

from core.lookups import TableKind
from core.store.database import Database
from core.store.lookups import LookupStore
from gateway.lookups_command import add_arguments, bring_in, run
from gateway.settings import Settings
from knowledge_base.lookups.csv_rows import headers
from knowledge_base.lookups.lookups import DEMO
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.keys import KEYS

DRUGS = DEMO / "drugs.csv"


@pytest.fixture
async def url(database_url: str) -> str:
    database = Database(database_url, KEYS)
    await database.create_all()
    await database.close()
    return database_url


async def imported(
    url: str, file: Path, *, replace: bool = False, dry_run: bool = False
) -> tuple[bool, list[str]]:
    told: list[str] = []
    done = await bring_in(
        url,
        TableKind.DRUGS,
        file,
        actor="operator:test",
        replace=replace,
        dry_run=dry_run,
        at=MONDAY_MORNING,
        tell=told.append,
    )
    return done, told


async def stored(url: str) -> int:
    database = Database(url, KEYS)
    rows = await LookupStore(database).rows()
    await database.close()
    return len(rows.drugs)


async def test_a_table_is_imported_once(url: str) -> None:
    first = await imported(url, DRUGS)
    again = await imported(url, DRUGS)

    assert first == (True, ["已导入：新增 56 行，替换掉 0 行（其中演示数据 0 行）。"])
    assert again == (True, ["这些内容已经在库里了，没有改动。"])


async def test_a_trial_stores_nothing(url: str) -> None:
    done, told = await imported(url, DRUGS, dry_run=True)

    assert (done, await stored(url)) == (True, 0)
    assert told[0].startswith("试运行，没有写入。")


async def test_a_changed_edition_needs_replace(url: str, tmp_path: Path) -> None:
    await imported(url, DRUGS)
    shorter = tmp_path / "shorter.csv"
    shorter.write_text("\n".join(DRUGS.read_text("utf-8").splitlines()[:4]), "utf-8")

    refused, told = await imported(url, shorter)
    replaced, _ = await imported(url, shorter, replace=True)

    assert not refused
    assert "--replace" in told[0]
    assert (replaced, await stored(url)) == (True, 3 + 4)  # those of other regions stay


async def test_every_problem_is_told_and_nothing_is_stored(url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(DRUGS.read_text("utf-8").replace(",甲,", ",丙,"), "utf-8")

    done, told = await imported(url, wrong)

    assert (done, await stored(url)) == (False, 0)
    assert "“类别”" in told[0]
    assert told[-1].endswith("一行也没有导入。")


async def test_a_file_that_is_not_there_is_one_clear_sentence(url: str, tmp_path: Path) -> None:
    done, told = await imported(url, tmp_path / "none.csv")

    assert not done
    assert len(told) == 1
    assert told[0].startswith("打不开文件")


def test_the_columns_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    run(Settings(action_secret=SecretStr("s")), parser.parse_args(["columns", "places"]))

    assert capsys.readouterr().out.strip() == ",".join(headers(TableKind.PLACES))


def test_a_refused_import_leaves_with_status_one(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    arguments = parser.parse_args(["import", "drugs", str(tmp_path / "none.csv")])

    with pytest.raises(SystemExit) as left:
        run(Settings(action_secret=SecretStr("s")), arguments)

    assert left.value.code == 1
