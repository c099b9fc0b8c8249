"""Tests where the programs of the cluster listen, and what one container may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.cluster import FIRST_PORT, Ports, ports_from
from launch.errors import NotReady
from launch.only import SECRETS, container_settings, only
from launch.places import Places
from launch.work import Work


def test_the_ports_follow_the_one_that_is_named() -> None:
    ports = ports_from({FIRST_PORT: "9000"})

    assert ports == Ports.of(range(9000, 9009))
    assert ports.desk == 9000
    assert sorted(ports.all) == list(range(9000, 9009))


@pytest.mark.parametrize("text", ["0", "65530", "eight", "-1"])
def test_a_port_that_leaves_no_room_for_the_others_is_refused(text: str) -> None:
    with pytest.raises(NotReady, match=FIRST_PORT):
        ports_from({FIRST_PORT: text})


def test_a_container_that_is_to_be_something_unknown_says_what_it_can_be(tmp_path: Path) -> None:
    work = Work(Places(tmp_path, tmp_path, tmp_path))

    with pytest.raises(NotReady, match=r"rasa\|gateway\|migrate\|index, not phone"):
        only(work, "phone")


def test_a_container_without_a_secret_that_others_share_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="YIBAO_RASA_TOKEN and YIBAO_ACTION_SECRET"):
        container_settings({}, Places(tmp_path, tmp_path, tmp_path))


def test_a_container_is_led_to_no_neighbour_that_nobody_named(tmp_path: Path) -> None:
    given = dict.fromkeys(SECRETS, "s") | {"YIBAO_RASA_URL": "http://proxy:8002"}
    given |= {"YIBAO_ACTION_URL": "http://proxy:8001/rasa/actions"}

    made = container_settings(given, Places(tmp_path, tmp_path, tmp_path))
    core = container_settings(
        given | {"YIBAO_INSURANCE_URL": "http://core"}, Places(*[tmp_path] * 3)
    )

    assert [n for n, value in made.items() if "127.0.0.1:" in value] == []
    assert {n: made[n] for n in given} == given
    assert core["YIBAO_INSURANCE_URL"] == "http://core"
