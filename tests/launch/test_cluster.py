"""Tests where the programs of the cluster listen, and what one container may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from launch.cluster import FIRST_PORT, Ports, ports_from
from launch.errors import NotReady
from launch.only import only
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
