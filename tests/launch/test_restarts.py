"""Tests when a program that died is started again."""

from __future__ import annotations

from launch.restarts import died_too_often, pause_before_restart


def test_the_pause_doubles_up_to_a_limit() -> None:
    pauses = [pause_before_restart([0.0] * deaths, 1.0) for deaths in range(1, 8)]

    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_old_deaths_are_forgotten() -> None:
    assert pause_before_restart([0.0, 1.0, 2.0, 1000.0], 1000.0) == 1.0


def test_the_second_death_within_a_minute_is_too_many() -> None:
    assert not died_too_often([0.0], 0.0, deaths_allowed=1)
    assert died_too_often([0.0, 59.0], 59.0, deaths_allowed=1)
    assert not died_too_often([0.0, 61.0], 61.0, deaths_allowed=1)


def test_some_programs_are_always_started_again() -> None:
    assert not died_too_often([0.0] * 50, 0.0, deaths_allowed=None)
