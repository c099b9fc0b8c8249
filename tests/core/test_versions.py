"""Tests core.versions: the wish for a version or a script is heard, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core import page_wording, version_wording
from core.versions import Script, Version, script_wished, version_wished


@pytest.mark.parametrize(
    "text",
    [
        *(
            "长辈版",
            "敬老版",
            "关怀版",
            "关爱版",
            "亲情版",
            "老人版",
            "换成长辈版",
            "切换到关怀模式",
        ),
        *("请换成敬老版", "我要老年模式", "字太小", "字太小了，看不清", "把字放大一点", "字大一点"),
        *("字体有点小", "看不清字", "打开大字版", "有没有老人版", "字能不能大点"),
    ],
)
def test_the_version_for_old_people_has_many_names(text: str) -> None:
    assert version_wished(text) is Version.ELDER


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("标准版", Version.STANDARD),
        ("换回标准版", Version.STANDARD),
        ("退出敬老版，换普通版", None),
        ("回到普通版", Version.STANDARD),
        ("生育版", Version.BIRTH),
        ("换成生育版吧", Version.BIRTH),
        ("儿童版", Version.CHILD),
        ("请给我换成儿童版", Version.CHILD),
    ],
)
def test_the_other_versions_are_heard(text: str, version: Version | None) -> None:
    assert version_wished(text) is version


@pytest.mark.parametrize(
    "text",
    [
        *(
            "老人怎么报销",
            "儿童医保怎么办",
            "我要办生育医疗费支付",
            "标准是多少",
            "普通门诊",
            "孩子",
        ),
        *(
            "字迹太小的发票能报吗",
            "老人版的医保卡怎么办",
            "看不清发票",
            "王小宝",
            "",
            "生育津贴标准",
        ),
    ],
)
def test_questions_and_values_switch_nothing(text: str) -> None:
    assert version_wished(text) is None
    assert script_wished(text) is None


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("繁体", Script.TRADITIONAL),
        ("换成繁体字", Script.TRADITIONAL),
        ("我要看繁体", Script.TRADITIONAL),
        ("繁体中文", Script.TRADITIONAL),
        ("简体", Script.SIMPLIFIED),
        ("用简体字显示", Script.SIMPLIFIED),
    ],
)
def test_the_characters_are_chosen_in_words(text: str, script: Script) -> None:
    assert script_wished(text) is script


OTHER_NAMES = re.compile("(?:敬老|关怀|关爱|亲情|老年|老人|大字|适老|长者)(?:版|模式)")
CHECKOUT = Path(__file__).parents[2]
SHOWN = (
    *sorted((CHECKOUT / "core").glob("*wording.py")),
    *sorted((CHECKOUT / "gateway" / "pages" / "templates").rglob("*.html")),
    # versions.js only hears the other names.
    *sorted(
        set((CHECKOUT / "gateway" / "web").rglob("*.js")) - {CHECKOUT / "gateway/web/versions.js"}
    ),
)


def test_old_people_see_and_hear_one_name_of_their_version() -> None:
    assert version_wording.NAMES_CHOICE[Version.ELDER] == "长辈版"
    assert ("elder", "长辈版") in {(code, name) for code, name, _ in page_wording.VERSIONS}
    assert len(SHOWN) > 100
    assert [path for path in SHOWN if OTHER_NAMES.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("said", [version_wording.SWITCHED, version_wording.SWITCHED_SPOKEN])
def test_who_switches_is_told_the_name_that_the_button_says(said: dict[Version, str]) -> None:
    for version, name in version_wording.NAMES_CHOICE.items():
        assert name in said[version]
