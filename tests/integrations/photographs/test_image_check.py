"""Tests integrations.photographs.image_check: only photographs come in, and nothing with them."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from core import photo_wording
from core.photo_refusal import PhotoRefused
from integrations.photographs.image_check import LONGEST_SIDE, MOST_BYTES, checked
from tests.photographs.camera import as_jpeg
from tests.photographs.cards import id_card

CARD = id_card(random.Random(1)).image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be that large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def refusal(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        checked(data)
    return refused.value.sentence


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_real_photographs_become_a_jpeg(kind: str) -> None:
    image = checked(encoded(CARD, kind))

    kept = Image.open(io.BytesIO(image.jpeg))
    assert kept.format == "JPEG"
    assert (image.width, image.height) == kept.size == CARD.size
    assert len(image.sha256) == 64


def test_the_same_picture_gets_the_same_sum() -> None:
    data = encoded(CARD, "JPEG")

    assert checked(data) == checked(data)
    assert checked(data).sha256 != checked(encoded(CARD.rotate(180), "JPEG")).sha256


def test_nothing_stays_of_where_and_with_what_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Telephone of Wang"
    exif.get_ifd(0x8825)[2] = (36.0, 4.0, 1.0)
    data = encoded(CARD, "JPEG", exif=exif, comment=b"remark of Wang")
    assert b"Wang" in data

    kept = checked(data).jpeg

    assert b"Wang" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_picture_is_turned_as_the_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right

    image = checked(encoded(CARD, "JPEG", exif=exif))

    assert (image.width, image.height) == (CARD.height, CARD.width)


def test_large_pictures_are_made_smaller() -> None:
    image = checked(as_jpeg(Image.new("RGB", (5000, 2500), (200, 200, 200))))

    assert (image.width, image.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_what_is_transparent_becomes_white_paper() -> None:
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))

    kept = Image.open(io.BytesIO(checked(encoded(clear, "PNG")).jpeg))

    assert kept.convert("L").getextrema() == (255, 255)


def test_a_file_of_more_than_ten_megabytes_is_refused() -> None:
    assert refusal(b"\xff\xd8\xff" + bytes(MOST_BYTES)) == photo_wording.TOO_LARGE


@pytest.mark.parametrize("size", [(8000, 5001), (60_000, 60_000)])
def test_a_decompression_bomb_is_refused_before_it_goes_off(size: tuple[int, int]) -> None:
    data = bomb(*size)

    assert len(data) < 100
    assert refusal(data) == photo_wording.TOO_MANY_PIXELS


@pytest.mark.parametrize("size", [(299, 900), (900, 299)])
def test_a_picture_too_small_to_read_is_refused(size: tuple[int, int]) -> None:
    assert refusal(as_jpeg(Image.new("RGB", size))) == photo_wording.TOO_SMALL


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    data = encoded(CARD, kind)

    assert refusal(data[: len(data) // 2]) == photo_wording.BROKEN


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    other = Image.new("RGB", CARD.size)

    data = encoded(CARD, kind, save_all=True, append_images=[other])

    assert refusal(data) == photo_wording.MOVING


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", photo_wording.NOT_A_PICTURE),
        (b"<svg onload='alert(1)'/>", photo_wording.NOT_A_PICTURE),
        (b"%PDF-1.7 ...", photo_wording.NOT_A_PICTURE),
        (b"PK\x03\x04" + bytes(100), photo_wording.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0" + bytes(100), photo_wording.BROKEN),
        (b"\0\0\0\x18ftypheic" + bytes(100), photo_wording.HEIC),
    ],
)
def test_what_only_calls_itself_a_picture_is_refused(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_another_format_is_refused_with_advice() -> None:
    assert refusal(encoded(CARD, "BMP")) == photo_wording.OTHER_FORMAT
