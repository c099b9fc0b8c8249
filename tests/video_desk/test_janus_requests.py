"""Checks what Janus is asked for, and how offers of pages are read."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from video_desk.janus_recordings import Piece, folder_of, piece_of
from video_desk.janus_requests import (
    creation,
    derived,
    offered,
    recorded,
    switching,
    viewing,
    wanted_streams,
)

SECRET = "of this bureau"
PAIR = (
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:{0}\r\na={2}\r\na=rtpmap:111 opus/48000/2\r\n"
    "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=bundle-only\r\na=mid:{1}\r\na={2}\r\n"
)
HEAD = "v=0\r\na=group:BUNDLE 0 1 2 3 4 5\r\n"
PAGE = HEAD + "".join(
    (
        PAIR.format(0, 1, "sendrecv"),
        PAIR.format(2, 3, "recvonly"),
        PAIR.format(4, 5, "recvonly"),
    )
)
NOBODY = "77"


def test_of_three_offered_pairs_the_first_is_sent_and_the_others_rest() -> None:
    read = offered(PAGE)

    ways = [line for line in read.sdp.splitlines() if line in {"a=sendonly", "a=inactive"}]
    assert ways == ["a=sendonly"] * 2 + ["a=inactive"] * 4
    assert read.mids == {"audio": "0", "video": "1"}
    assert read.sdp.replace("sendonly", "sendrecv").replace("inactive", "recvonly") == PAGE


def test_a_leg_of_a_recording_may_bring_a_voice_without_a_picture() -> None:
    leg = HEAD + PAIR.format(0, 1, "sendonly").replace(
        "a=mid:1\r\na=sendonly", "a=mid:1\r\na=inactive"
    )

    assert offered(leg).mids == {"audio": "0"}


@pytest.mark.parametrize(
    "sdp", ["", "v=0\r\n", HEAD + "m=audio 9 x 0\r\na=mid:0\r\na=sendrecv\r\n"]
)
def test_an_offer_without_pairs_is_refused(sdp: str) -> None:
    with pytest.raises(ValueError, match="pairs"):
        offered(sdp)


def test_an_offer_whose_streams_have_no_names_is_refused() -> None:
    with pytest.raises(ValueError, match="mid"):
        offered(PAGE.replace("a=mid:", "a=mud:"))


def test_secrets_of_rooms_are_known_to_whoever_has_ours_and_differ() -> None:
    every = {derived(SECRET, what, room) for what in ("room", "pin") for room in ("r1", "r2")}

    assert len(every) == 4
    assert derived(SECRET, "pin", "r1") in every
    assert derived("of another", "pin", "r1") not in every
    assert SECRET not in json.dumps({**creation("r1", SECRET, "/x"), "admin_key": ""})


def test_a_page_sees_nobody_in_six_streams_at_first() -> None:
    streams = viewing("r1", SECRET, NOBODY)["streams"]

    assert streams == [{"feed": NOBODY, "mid": "0"}, {"feed": NOBODY, "mid": "1"}] * 3


def test_place_i_shows_pair_i_and_who_sends_no_picture_is_still_heard() -> None:
    feeds = {
        "agent": {"audio": ("agent.1", "a"), "video": ("agent.1", "v")},
        "family": {"audio": ("family.1", "a")},
    }

    wanted = wanted_streams({0: "agent", 2: "family", 1: "gone"}, feeds, NOBODY)

    assert wanted == {
        "0": ("agent.1", "a"),
        "1": ("agent.1", "v"),
        "2": (NOBODY, "0"),
        "3": (NOBODY, "1"),
        "4": ("family.1", "a"),
        "5": (NOBODY, "1"),
    }


def test_only_what_changes_is_switched() -> None:
    before = wanted_streams({}, {}, NOBODY)
    after = before | {"3": ("agent.1", "v")}

    assert switching(before, after) == {
        "request": "switch",
        "streams": [{"feed": "agent.1", "mid": "v", "sub_mid": "3"}],
    }
    assert switching(after, after) is None


def test_each_recording_of_a_seat_has_a_file_of_its_own() -> None:
    assert recorded("citizen", "r1", SECRET, 17, wanted=True)["filename"] == "citizen.17"
    assert "filename" not in recorded("citizen", "r1", SECRET, 17, wanted=False)


def test_who_and_when_is_read_from_a_file_of_janus(tmp_path: Path) -> None:
    path = tmp_path / "family-2.1795354149680-video-1.mjr"
    about = json.dumps({"t": "v", "c": "vp8", "s": 5_000_000, "u": 6_000_000}).encode()
    path.write_bytes(b"MJR00002" + struct.pack("!H", len(about)) + about + bytes(2000))

    assert piece_of(path) == Piece(path, "family-2", "video", 6_000_000)


@pytest.mark.parametrize("content", [b"", b"MJR00002\x00\x02{}", bytes(4000)])
def test_a_file_in_which_nothing_is_recorded_is_passed_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "citizen.1-audio-0.mjr"
    path.write_bytes(content)

    assert piece_of(path) is None


@pytest.mark.parametrize("room", ["../r1", "", "..", "a/b"])
def test_a_name_that_leads_out_of_the_folder_is_no_room(tmp_path: Path, room: str) -> None:
    with pytest.raises(ValueError, match="room"):
        folder_of(tmp_path, room)
