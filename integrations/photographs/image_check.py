"""Lets in real photographs only, and makes every one a plain JPEG without hidden data."""

from __future__ import annotations

import hashlib
import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from core import photo_wording
from core.photo_image import PhotoImage
from core.photo_refusal import PhotoRefused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
SHORTEST_SIDE = 300  # pixels
LONGEST_SIDE = 2400  # pixels
QUALITY = 88  # of the JPEG
FORMATS = ("JPEG", "PNG", "WEBP")
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # of JPEG and PNG
# Brands of ISO media files that Apple's cameras write (ISO/IEC 23008-12, 10).
HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


def checked(data: bytes) -> PhotoImage:
    """Return the picture re-encoded, turned as the camera says, or raise PhotoRefused.

    What it is, the bytes say, never a name or a header.
    """
    if len(data) > MOST_BYTES:
        raise PhotoRefused(photo_wording.TOO_LARGE)
    picture = _opened(data)
    width, height = picture.size
    # Before any pixel is decoded: a small file may unfold to gigabytes.
    if width * height > MOST_PIXELS:
        raise PhotoRefused(photo_wording.TOO_MANY_PIXELS)
    if min(width, height) < SHORTEST_SIDE:
        raise PhotoRefused(photo_wording.TOO_SMALL)
    if getattr(picture, "is_animated", False):
        raise PhotoRefused(photo_wording.MOVING)
    try:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG: decode no more than needed
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise PhotoRefused(photo_wording.BROKEN) from error
    return _plain(upright)


def _opened(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # We have a limit of our own, below Pillow's.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise PhotoRefused(photo_wording.TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PhotoRefused(_why_not(data)) from error


def _why_not(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return photo_wording.HEIC
    try:
        with Image.open(io.BytesIO(data)) as other:
            moving = bool(getattr(other, "is_animated", False))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        truncated = data.startswith(BEGINNINGS) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP")
        return photo_wording.BROKEN if truncated else photo_wording.NOT_A_PICTURE
    return photo_wording.MOVING if moving else photo_wording.OTHER_FORMAT


def _plain(picture: Image.Image) -> PhotoImage:
    """Return a JPEG of nothing but the pixels: no place, no time, no name of a device."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, (255, 255, 255))
        paper.paste(layers, mask=layers.getchannel("A"))
        picture = paper
    pixels = picture.convert("RGB")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", pixels.size)
    bare.paste(pixels)
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=QUALITY)
    jpeg = file.getvalue()
    return PhotoImage(jpeg, bare.width, bare.height, hashlib.sha256(jpeg).hexdigest())
