"""Tests video_desk.signature: only a picture of a signature is taken for one."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core import shared_form_wording as say
from core.errors import NotAllowedNow
from tests.video_desk.form_desk import written
from video_desk.signature import MOST_BYTES, checked


def png(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def dot() -> bytes:
    image = Image.new("L", (600, 200), 255)
    image.paste(0, (100, 100, 112, 112))
    return png(image)


def jpeg() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (600, 200)).save(kept, "JPEG")
    return kept.getvalue()


def noise() -> bytes:
    return png(Image.frombytes("L", (600, 400), os.urandom(240_000)))


def test_a_signature_is_kept_as_a_plain_picture() -> None:
    kept = checked(written())

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "L", (600, 200))
        assert image.getpixel((5, 5)) == 255


def test_white_on_black_is_a_signature_too() -> None:
    with Image.open(io.BytesIO(checked(written()))) as image:
        inverted = image.point(lambda level: 255 - level)

    assert checked(png(inverted))


def test_what_is_hidden_beside_the_picture_is_not_kept() -> None:
    kept, notes = io.BytesIO(), PngInfo()
    notes.add_text("Comment", "hidden words")
    with Image.open(io.BytesIO(written())) as image:
        image.save(kept, "PNG", pnginfo=notes)

    assert b"hidden words" not in checked(kept.getvalue() + b"hidden words")


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (b"", say.SIGNATURE_UNREADABLE),
        (b"\x89PNG\r\n\x1a\n and nothing more", say.SIGNATURE_UNREADABLE),
        (written()[:300], say.SIGNATURE_UNREADABLE),
        (jpeg(), say.SIGNATURE_UNREADABLE),
        (written(blank=True), say.SIGNATURE_BLANK),
        (dot(), say.SIGNATURE_BLANK),
        (written(width=4000), say.SIGNATURE_SIZE),
        (written(width=60, height=30), say.SIGNATURE_SIZE),
        (noise(), say.SIGNATURE_TOO_BIG),
    ],
)
def test_anything_else_is_refused_with_a_sentence(picture: bytes, sentence: str) -> None:
    with pytest.raises(NotAllowedNow) as refused:
        checked(picture)

    assert str(refused.value) == sentence


def test_two_hundred_kilobytes_are_the_limit() -> None:
    assert MOST_BYTES == 204_800
