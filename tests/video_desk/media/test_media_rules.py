"""Checks numbering, limits, places and the recording's clock."""

from __future__ import annotations

from importlib.metadata import version

from video_desk.media.aiortc_seam import PINNED
from video_desk.media.bitrate_cap import HIGHEST, LOWEST, BitrateCap
from video_desk.media.places import Attention, Role, Seat, perceives, placed, placing, placing_of
from video_desk.media.recording import Timeline, blank_picture, is_whole
from video_desk.media.renumbering import Renumbering

CITIZEN, AGENT = Seat("c", Role.CITIZEN), Seat("a", Role.AGENT)
FAMILY = Seat("f", Role.FAMILY)


def chief(attention: Attention) -> Seat:
    """Return a supervisor."""
    return Seat("s", Role.SUPERVISOR, attention)


def test_the_seam_is_written_for_the_installed_aiortc() -> None:
    assert version("aiortc") == PINNED


def test_a_new_source_continues_the_numbers_of_the_one_before() -> None:
    numbers = Renumbering(90_000, first_sequence=65_535, first_timestamp=0xFFFFFFF0)

    first = numbers.numbers(1, 500, 1000, at=10.0)
    second = numbers.numbers(1, 501, 4000, at=10.03)
    other = numbers.numbers(2, 9, 77, at=11.03)

    assert first == (65_535, 0xFFFFFFF0)
    assert second == (0, (0xFFFFFFF0 + 3000) & 0xFFFFFFFF)
    assert other == (1, (second[1] + 90_000) & 0xFFFFFFFF)


def test_a_late_packet_keeps_its_own_number() -> None:
    numbers = Renumbering(90_000, first_sequence=100, first_timestamp=0)
    numbers.numbers(1, 10, 0, at=0.0)
    numbers.numbers(1, 12, 6000, at=0.1)

    late = numbers.numbers(1, 11, 3000, at=0.2)

    assert late == (101, 3000)


def test_heavy_loss_lowers_the_limit_and_none_raises_it_again() -> None:
    cap = BitrateCap()

    after_loss = cap.after(0.3)
    for _ in range(200):
        lowest = cap.after(1.0)
    for _ in range(200):
        highest = cap.after(0.0)

    assert after_loss == int(HIGHEST * 0.85)
    assert (lowest, highest) == (LOWEST, HIGHEST)


def test_a_whisper_reaches_the_agent_alone() -> None:
    whispering = chief(Attention.WHISPER)

    assert perceives(AGENT, whispering)
    assert not perceives(CITIZEN, whispering)
    assert perceives(whispering, CITIZEN)


def test_who_listens_is_perceived_by_nobody_and_who_barges_in_by_all() -> None:
    assert not perceives(AGENT, chief(Attention.LISTEN))
    assert all(perceives(seat, chief(Attention.BARGE)) for seat in (AGENT, CITIZEN, FAMILY))


def test_pictures_keep_their_places_when_somebody_leaves() -> None:
    before = placed(CITIZEN, [CITIZEN, AGENT, FAMILY], {})

    after = placed(CITIZEN, [CITIZEN, FAMILY], before)

    assert before == {0: "a", 1: "f"}
    assert after == {1: "f"}


def test_what_is_told_of_places_can_be_read_and_nothing_else_is_taken_for_it() -> None:
    assert placing_of(placing({0: "agent", 2: "family: 女儿"})) == {
        "0": "agent",
        "2": "family: 女儿",
    }
    assert placing_of(placing({})) == {}
    assert placing_of("connected") is None


def test_the_clock_of_a_recording_follows_a_sender_who_came_back() -> None:
    timeline = Timeline(90_000)

    first = timeline.at(0xFFFFFFFF - 89, passed=1.0)
    second = timeline.at(2910, passed=1.033)
    back = timeline.at(123, passed=9.0)

    assert (first, second, back) == (1000, 1033, 9000)


def test_a_blank_picture_can_be_shown_by_itself() -> None:
    assert is_whole("VP8", blank_picture())
    assert not is_whole("VP8", blank_picture()[10:])  # we began to listen in the middle of it
    assert not is_whole("VP8", bytes.fromhex("6aeb489582c8abee"))
    assert is_whole("H264", b"\0\0\0\1\x67abc\0\0\0\1\x65x")
    assert not is_whole("H264", b"\0\0\0\1\x41x")
