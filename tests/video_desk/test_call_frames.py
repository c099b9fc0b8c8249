"""Tests what a call page may send, and what is refused."""

from __future__ import annotations

import base64
import json

import pytest

from core.calls import Medium
from video_desk.call_frames import LONGEST_FRAME, LONGEST_SIGNATURE, Frame, read


def sign(data: bytes, prefix: str = "") -> Frame:
    return Frame("sign", {"png": prefix + base64.b64encode(data).decode()})


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", '"hello"', "{}", '{"type": 1}', "[" * 50_000, "x" * (LONGEST_FRAME + 1)],
)
def test_what_is_no_frame_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"frame|nested|JSON|Expecting"):
        read(text)


def test_a_frame_gives_its_fields_in_their_types() -> None:
    frame = read(json.dumps({"type": "x", "text": "好", "on": False, "n": 0, "kind": "low"}))

    assert (frame.type, frame.text("text", 1), frame.flag("on"), frame.whole("n")) == (
        "x",
        "好",
        False,
        0,
    )
    assert frame.one_of("kind", Medium) is Medium.LOW
    assert frame.optional("missing", 5) is None


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"text": ""}, "text"),
        ({"text": "too long"}, "text"),
        ({"text": 5}, "text"),
        ({"text": "\ud800"}, "text"),
        ({}, "text"),
    ],
)
def test_texts_that_cannot_be_used_are_refused(fields: dict[str, object], name: str) -> None:
    with pytest.raises(ValueError, match=r"no text|surrogates"):
        Frame("x", fields).text(name, 5)


@pytest.mark.parametrize("value", [True, -1, 1.5, "1", 2**31, None])
def test_a_version_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match="no version"):
        Frame("x", {"version": value}).whole("version")


@pytest.mark.parametrize("value", [1, "true", None])
def test_a_switch_is_on_or_off(value: object) -> None:
    with pytest.raises(ValueError, match="no on"):
        Frame("x", {"on": value}).flag("on")


def test_a_signature_comes_as_base64_with_or_without_its_prefix() -> None:
    assert sign(b"ink").picture() == b"ink"
    assert sign(b"ink", "data:image/png;base64,").picture() == b"ink"


def test_the_largest_signature_fits_into_a_frame_and_a_larger_one_is_refused() -> None:
    largest = sign(bytes(LONGEST_SIGNATURE), "data:image/png;base64,")
    assert len(read(json.dumps({"type": "sign", **largest.fields})).picture()) == LONGEST_SIGNATURE

    with pytest.raises(ValueError, match="too large"):
        sign(bytes(LONGEST_SIGNATURE + 1)).picture()
    with pytest.raises(ValueError, match="not base64"):
        Frame("sign", {"png": "not base64!"}).picture()


def test_a_signal_may_be_anything_that_is_not_too_large() -> None:
    assert Frame("peer", {"data": {"candidate": None}}).signal() == {"candidate": None}

    for data in (None, "x" * 70_000):
        with pytest.raises(ValueError, match="no data"):
            Frame("peer", {"data": data}).signal()
