"""Tests what malformed things are made of, and what they must not do."""

from __future__ import annotations

import io
import json
from collections import Counter
from random import Random

import pytest
from PIL import Image

from bench.faults.doors import label_of
from bench.faults.malformed import MOST_GROWN, harm_of
from bench.faults.rubbish import bomb, frames, letters, pictures, requests, sounds, spoilt


@pytest.mark.parametrize(
    ("status", "content", "label"),
    [
        (200, b"", "2xx"),
        (422, b"", "4xx"),
        (500, b'{"detail": "\xe5\x87\xba\xe9\x94\x99"}', "500"),
        (503, b"<html>", "503"),
        (503, b'{"detail": "Service Unavailable"}', "503"),
        (503, '{"detail": "请稍后再试"}'.encode(), "503 told"),
    ],
)
def test_only_a_sentence_of_ours_excuses_what_is_away(
    status: int, content: bytes, label: str
) -> None:
    assert label_of(status, content) == label


def test_refusals_are_no_harm() -> None:
    counted = Counter({"2xx": 1, "4xx": 90, "503 told": 2, "closed": 4, "ws 1007": 1})

    assert harm_of(counted, [], {"gateway 1": MOST_GROWN}, 0) == ()


def test_a_server_error_an_ended_process_and_a_heavy_gateway_are_harm() -> None:
    grown = {"gateway 1": MOST_GROWN + 0.125}

    harm = harm_of({"500": 3, "1011": 1}, ["gateway 2"], grown, 2)

    assert harm == (
        *("3 times 500", "1 times 1011", "gateway 2 ended"),
        "gateway 1 grew by 512 MiB, more than 384",
        "2 stack traces in the logs of the gateways",
    )


def test_the_same_seed_throws_the_same() -> None:
    for made in (sounds, pictures):
        assert list(made(Random(7), 3))[-2:] == list(made(Random(7), 3))[-2:]
    for made_by_dice in (requests, frames):
        assert list(made_by_dice(Random(7))) == list(made_by_dice(Random(7)))
    assert list(letters(Random(7), "o", "gh", 1)) == list(letters(Random(7), "o", "gh", 1))


def test_spoilt_files_are_not_what_they_were() -> None:
    whole = json.dumps(list(range(500))).encode()

    assert all(spoilt(whole, Random(seed)) != whole for seed in range(40))


def test_a_bomb_is_a_right_picture_of_many_pixels_and_few_bytes() -> None:
    content = bomb(2000)

    with Image.open(io.BytesIO(content)) as picture:
        picture.load()
        assert picture.size == (2000, 2000)
    assert len(content) < 5000
