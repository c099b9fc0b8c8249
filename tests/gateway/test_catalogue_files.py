"""Tests gateway.catalogue_files: templates, lists, regions, and what a wrong file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidCatalogue
from core.service_items import FieldKind
from gateway.catalogue_files import read_catalogue

ITEM = """
code: T-1
name: 备案
topic: 异地就医
summary: 先备案。
who: 参保人。
sectors: [resident]
materials:
  - {name: 身份证, needed_when: 总是需要}
  - {name: 居住证明, needed_when: 总是需要}
ways: [{channel: counter, where: 窗口}]
steps: [受理]
flow: [说]
time_limit: {working_days: 5, text: 5个工作日, source: 示例}
standard: 一次性告知。
rated_on: [效率]
basis: [示例]
fields:
  - {use: name, prompt: 病人叫什么？}
  - {use: name, key: proxy, label: 代办人, about: 代办人}
  - {key: city, label: 城市, kind: choice, prompt: 去哪里？, why: 要登记。, options: cities}
  - {key: id_number, label: 证号, kind: id_number, prompt: 号码？, why: 核对。, sensitive: true}
"""
TEMPLATES = "name: {label: 姓名, kind: name, prompt: 叫什么？, why: 核对。, aliases: [名字]}\n"
CITIES = "- {value: 北京市, aliases: [北京]}\n- {value: 上海市}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("national", "lists", "here"):
        (tmp_path / name).mkdir()
    (tmp_path / "regions.yml").write_text("here: 某市\n", "utf-8")
    (tmp_path / "lists" / "fields.yml").write_text(TEMPLATES, "utf-8")
    (tmp_path / "lists" / "cities.yml").write_text(CITIES, "utf-8")
    (tmp_path / "national" / "01-filing.yml").write_text(ITEM, "utf-8")
    return tmp_path


def change(folder: Path, text: str) -> None:
    (folder / "here" / "01-filing.yml").write_text(text, "utf-8")


def test_a_template_is_taken_unless_the_item_says_otherwise(folder: Path) -> None:
    name, proxy, city, _ = read_catalogue(folder).item("T-1").fields

    assert (name.key, name.kind, name.label) == ("name", FieldKind.NAME, "姓名")
    assert (name.prompt, name.aliases) == ("病人叫什么？", ("名字",))
    assert (proxy.key, proxy.label, proxy.prompt) == ("proxy", "代办人", "叫什么？")
    assert [option.value for option in city.options] == ["北京市", "上海市"]


def test_a_region_replaces_what_it_says_and_keeps_the_rest(folder: Path) -> None:
    change(folder, "code: T-1\nmaterials: [{name: 身份证, needed_when: 总是需要}]\n")

    item = read_catalogue(folder).item("T-1", "某市")

    assert (item.region, item.name, item.time_limit.working_days) == ("某市", "备案", 5)
    assert [material.name for material in item.materials] == ["身份证"]
    assert item.fields == read_catalogue(folder).item("T-1").fields


def test_a_region_patches_adds_and_drops_fields(folder: Path) -> None:
    change(
        folder,
        "code: T-1\n"
        "fields:\n"
        "  - {key: proxy, drop: true}\n"
        "  - {key: city, prompt: 哪个城市？}\n"
        "  - {key: stay, label: 省内外, kind: choice, prompt: 省内吗？, why: 省内不用。,\n"
        "     options: [{value: 省内}, {value: 省外}],\n"
        "     ends: {省内: {says: 不用办。, source: 示例}}, before: name}\n"
        "  - {key: id_number, before: name}\n",
    )

    fields = read_catalogue(folder).item("T-1", "某市").fields

    assert [field.key for field in fields] == ["stay", "id_number", "name", "city"]
    assert (fields[3].prompt, fields[3].label) == ("哪个城市？", "城市")
    assert len(read_catalogue(folder).item("T-1").fields) == 4


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("who: ", "wo: ", "national/01-filing.yml: who"),
        ("summary:", "sumary: x\nsummary:", "national/01-filing.yml: sumary: Unexpected"),
        ("where: 窗口", "were: 窗口", "national/01-filing.yml: ways.0.where"),
        ("kind: choice", "kind: chioce", "national/01-filing.yml: fields.2.kind"),
        ("sensitive: true", "sensitiv: true", "fields.3.sensitiv: Unexpected keyword"),
        ("working_days: 5", "working_days: soon", "time_limit.working_days"),
        ("source: 示例", "source: 示例, sauce: x", "time_limit.sauce"),
        ("use: name, p", "use: nam, p", "fields.0.use: no template nam"),
        ("options: cities", "options: towns", "fields.2.options: no list towns"),
        ("topic: 异地就医", "region: 全国", "region: the folder says it"),
        ("code: T-1", "region_code: x", "code: there is none"),
        ("fields:", "fields: 姓名\nx:", "fields: must be a list"),
        ("steps: [受理]", "steps: [受理", "national/01-filing.yml: not YAML"),
        (ITEM, "- 一\n", "national/01-filing.yml: must be a mapping"),
        ("rated_on: [效率]", "rated_on: []", "T-1 备案 has no rating"),
    ],
)
def test_a_wrong_file_is_told_its_name_the_key_and_the_reason(
    folder: Path, old: str, new: str, told: str
) -> None:
    assert old in ITEM
    (folder / "national" / "01-filing.yml").write_text(ITEM.replace(old, new, 1), "utf-8")

    with pytest.raises(InvalidCatalogue) as caught:
        read_catalogue(folder)

    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("code: T-9\n", "here/01-filing.yml: code: no 全国 item T-9"),
        ("code: T-1\nfields: [{key: x, drop: true}]\n", "fields.0.key: no field x"),
        ("code: T-1\nfields: [{use: name, before: x}]\n", "fields.0.before: no field x"),
        ("code: T-1\nfields: [{key: new}]\n", "here/01-filing.yml: fields.4.label"),
        ("code: T-1\nfee: [1]\n", "here/01-filing.yml: fee"),
        ("code: T-1\nwys: []\n", "here/01-filing.yml: wys"),
        (
            "code: T-1\nmaterials: [{name: 户口簿, needed_when: 总是需要}]\n",
            "某市 T-1 备案 asks for 户口簿",
        ),
    ],
)
def test_a_wrong_change_of_a_region_is_told_so(folder: Path, text: str, told: str) -> None:
    change(folder, text)

    with pytest.raises(InvalidCatalogue) as caught:
        read_catalogue(folder)

    assert told in str(caught.value)


def test_a_code_belongs_to_one_file(folder: Path) -> None:
    (folder / "national" / "02-again.yml").write_text(ITEM, "utf-8")

    with pytest.raises(InvalidCatalogue, match=r"02-again\.yml: code: T-1 is another file's"):
        read_catalogue(folder)


def test_two_items_cannot_have_one_name(folder: Path) -> None:
    again = ITEM.replace("T-1", "T-2")
    (folder / "national" / "02-again.yml").write_text(again, "utf-8")

    with pytest.raises(InvalidCatalogue, match="全国 T-2: 备案 is what T-1 is called"):
        read_catalogue(folder)


def test_a_folder_that_is_no_region_is_refused(folder: Path) -> None:
    (folder / "there").mkdir()

    with pytest.raises(InvalidCatalogue, match=r"there: regions\.yml does not name it"):
        read_catalogue(folder)
