"""Tests knowledge_base.lookups: whole answers, seeding and reloading."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.lookups import PlaceKind, TableKind
from core.messages import Reply, Status
from core.store.lookups import LookupStore
from knowledge_base.documents import PACKS, read_packs
from knowledge_base.lookups.lookups import DEMO, Lookups
from tests.fakes.clock import StandingClock
from tests.knowledge_base.lookups.tables import NOON, ORIGIN, drug, opened

VILLAGE = "qiandongnan-2023-grassroots-services#qiandongnan-village-items"
LOCATED = {  # asked for where a place is: the table of places answers, not the document about them
    "定位附近双通道药店，青岛",
    "烟台医保大厅地址在哪",
    "医保局在什么地方办公，烟台",
}


@pytest.fixture
async def lookups(database_url: str) -> AsyncIterator[Lookups]:
    async with opened(database_url) as (lookups, _):
        yield lookups


async def said(lookups: Lookups, text: str, region: str | None = None) -> Reply:
    reply = await lookups.answer(text, region=region, now=NOON)
    assert reply is not None, text
    return reply


async def test_a_drug_is_answered_with_share_date_and_source(lookups: Lookups) -> None:
    reply = await said(lookups, "阿司匹林泡腾片自付多少")

    assert reply.status is Status.ANSWERED
    assert "自己先付 20%" in reply.text
    assert reply.text.endswith("演示-2026版，2026年1月1日起用，以医院实际结算为准。")
    assert "演示数据" in reply.text
    assert reply.spoken.endswith("以医院实际结算为准。")
    assert "自己先付百分之二十。" in reply.spoken
    assert reply.sources[0].title == "医保药品目录（演示数据）"


async def test_the_table_of_the_region_wins(lookups: Lookups) -> None:
    nation = await said(lookups, "阿托伐他汀片20mg示例甲药业自付多少")
    named = await said(lookups, "青岛阿托伐他汀自付比例")
    insured = await said(lookups, "阿托伐他汀自付比例", "青岛市")

    assert "自己先付 10%" in nation.text
    assert "自己先付 8%" in named.text
    assert named == insured


async def test_choices_lead_to_an_answer(lookups: Lookups) -> None:
    reply = await said(lookups, "硝苯地平能报吗")
    assert reply.status is Status.ASKED_BACK

    answers = [await said(lookups, choice) for choice in reply.choices]

    assert [answer.status for answer in answers] == [
        Status.ANSWERED,
        Status.ANSWERED,
        Status.ASKED_BACK,  # the controlled-release tablet comes in two strengths
    ]


async def test_a_miss_says_that_it_proves_nothing(lookups: Lookups) -> None:
    reply = await said(lookups, "紫杉醇注射液能报吗")

    assert reply.status is Status.NO_SOURCE_FOUND
    assert "没查到不等于不能报" in reply.text
    assert reply.text.endswith("以医院实际结算为准。")


async def test_the_village_list_is_honest_about_what_is_not_named(lookups: Lookups) -> None:
    reply = await said(lookups, "哪些能在村里办", "黔东南州")

    assert "一共能办 13 项，但文件没有列出是哪几项" in reply.text
    assert reply.sources[0].document_id.startswith(VILLAGE)
    assert "十三项" in reply.spoken


async def test_the_town_list_names_three_of_nineteen(lookups: Lookups) -> None:
    reply = await said(lookups, "黔东南乡镇能办哪些")

    assert "19 项" in reply.text
    assert "有 3 项：城乡居民参保登记" in reply.text
    assert "其余 16 项" in reply.text


async def test_a_list_without_a_region_asks_for_it(lookups: Lookups) -> None:
    reply = await said(lookups, "哪些能在村里办")
    assert (reply.status, reply.choices) == (Status.ASKED_BACK, ("黔东南州村里能办哪些业务",))

    chosen = await said(lookups, reply.choices[0])

    assert "13 项" in chosen.text


async def test_a_region_without_a_list_gets_the_nations_and_is_told_so(lookups: Lookups) -> None:
    reply = await said(lookups, "乡镇能办哪些业务", "烟台市")

    assert "没有烟台市自己的名单" in reply.text
    assert any(source.region == "全国" for source in reply.sources)


async def test_a_place_is_told_with_hours_phone_and_map(lookups: Lookups) -> None:
    reply = await said(lookups, "芝罘区医保大厅在哪", "烟台市")

    assert "芝罘区医保经办大厅（示例）" in reply.text
    assert "现在是休息时间，13:30再开门" in reply.text
    assert "https://uri.amap.com/marker?" in reply.text
    assert "莱山" not in reply.text
    assert "http" not in reply.spoken
    assert "下午一点半再开门" in reply.spoken


async def test_nearest_without_a_spot_asks_for_the_county(lookups: Lookups) -> None:
    reply = await said(lookups, "离我最近的双通道药店", "青岛市")
    assert "您在哪个区县" in reply.text

    chosen = await said(lookups, reply.choices[0], "青岛市")

    assert "莱西市" not in chosen.text


async def test_a_foreign_region_is_never_answered_with_our_places(lookups: Lookups) -> None:
    reply = await said(lookups, "上海双通道药店在哪", "青岛市")

    assert reply.status is Status.NO_SOURCE_FOUND
    assert reply.sources == ()


async def test_the_nearest_places_for_an_item_cite_what_says_so(lookups: Lookups) -> None:
    reply = await said(lookups, "最近哪里能办城乡居民二级医院门诊登记", "天津市")

    assert "便民服务中心" in reply.text
    assert any("tianjin-grassroots" in source.document_id for source in reply.sources)


async def test_coordinates_of_a_browser_find_the_nearest(lookups: Lookups) -> None:
    found = lookups.nearest(kinds=(PlaceKind.AGENCY,), at=(37.5405, 121.395), now=NOON)

    assert found.places[0].place.county == "芝罘区"
    assert found.places[0].metres is not None
    assert found.places[0].metres < 1000


async def test_ways_without_a_smartphone_come_first(lookups: Lookups) -> None:
    ways = lookups.ways_of("门诊统筹签约", "青岛市")

    assert [way.offline for way in ways.ways] == [True, True, False, False]
    assert {way.where for way in ways.ways} >= {"大厅", "网上办", "自助机（自助）"}


async def test_what_is_not_a_look_up_is_not_answered(lookups: Lookups) -> None:
    assert await lookups.answer("门诊统筹能报多少", region="青岛市", now=NOON) is None


async def test_policy_questions_that_are_taken_keep_their_citation(lookups: Lookups) -> None:
    strayed = []
    for entry in read_packs(PACKS):
        passage = entry.passage
        for question in passage.asked_as:
            reply = await lookups.answer(question, region=passage.region, now=NOON)
            if reply is not None and question not in LOCATED:
                entry_id = passage.document_id.partition("@")[0]
                if not any(s.document_id.startswith(entry_id) for s in reply.sources):
                    strayed.append(question)

    assert strayed == []


def test_the_tables_cite_entries_that_exist() -> None:
    known = {entry.passage.document_id.partition("@")[0] for entry in read_packs(PACKS)}

    cited = {
        cell.partition("@")[0]
        for file in DEMO.glob("*.csv")
        for line in file.read_text("utf-8").splitlines()
        for cell in line.split(",")
        if "#" in cell and "@" in cell
    }

    assert cited
    assert cited <= known


def test_every_made_up_row_is_marked() -> None:
    for file in DEMO.glob("*.csv"):
        for line in file.read_text("utf-8").splitlines()[1:]:
            assert ("演示数据" in line) == (",是," in line.split("演示-2026", 1)[1][:20]), line


async def test_seeding_again_changes_nothing(database_url: str) -> None:
    async with opened(database_url) as (lookups, store):
        before = await store.rows()

        added = await lookups.seed_demo(NOON)

        assert added == 0
        assert await store.rows() == before


async def test_seeding_never_touches_a_table_with_real_rows(database_url: str) -> None:
    async with opened(database_url, seeded=False) as (lookups, store):
        await bring_in(store, "真药")

        await lookups.seed_demo(NOON)

        assert [d.generic for d in (await store.rows()).drugs] == ["真药"]
        assert (await store.rows()).places


async def test_a_reload_shows_the_new_table(database_url: str) -> None:
    async with opened(database_url) as (lookups, store):
        await bring_in(store, "真药")
        assert (await said(lookups, "阿司匹林能报吗")).status is Status.ASKED_BACK

        await lookups.reload()

        assert "真药" in (await said(lookups, "真药能报吗")).text
        assert "演示" not in (await said(lookups, "真药能报吗")).text


async def test_an_edition_to_come_answers_from_its_first_day(database_url: str) -> None:
    clock = StandingClock(NOON)
    async with opened(database_url, seeded=False, clock=clock) as (lookups, store):
        await bring_in(store, "真药", pay="10")
        first = NOON.date() + timedelta(days=2)
        later = dataclasses.replace(ORIGIN, version="2027", in_force_from=first)
        row = drug("真药", pay="30", origin=later)
        await store.bring_in(TableKind.DRUGS, [row], at=NOON, actor="test")
        await lookups.reload()

        clock.pass_by(timedelta(days=1))
        assert "自己先付 10%" in (await said(lookups, "真药自付多少")).text
        clock.pass_by(timedelta(days=1))
        assert "自己先付 30%" in (await said(lookups, "真药自付多少")).text


async def test_an_empty_table_says_so(database_url: str) -> None:
    async with opened(database_url, seeded=False) as (lookups, _):
        reply = await said(lookups, "紫杉醇注射液能报吗")

        assert "还没有医保药品目录" in reply.text


async def bring_in(store: LookupStore, name: str, pay: str = "10") -> None:
    await store.bring_in(TableKind.DRUGS, [drug(name, pay=pay)], at=NOON, actor="test")
