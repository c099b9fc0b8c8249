"""Photographs a document as people do: askew, in shadow, shaking, on a table."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shot:
    """Say how a photograph is taken."""

    turned: int = 0  # degrees to the right: 0, 90, 180 or 270
    tilted: float = 0.0  # degrees
    askew: float = 0.0  # part of a side by which corners are off
    blurred: float = 0.0  # radius in pixels
    shadow: float = 0.0  # part of the light that is lost on one side
    noise: float = 0.0  # standard deviation, of 255
    light: float = 1.0
    quality: int = 85  # of the JPEG
    margin: float = 0.08  # of the table around the document
    longest: int = 1800  # pixels of the long side
    glare: bool = False


def any_shot(dice: random.Random) -> Shot:
    """Choose how an ordinary, not very careful person takes a photograph."""
    return Shot(
        turned=dice.choice((0, 0, 0, 0, 90, 180, 270)),
        tilted=dice.uniform(-7, 7),
        askew=dice.uniform(0, 0.05),
        blurred=dice.choice((0, 0, 0.5, 1.0, 1.5)),
        shadow=dice.choice((0, 0, 0.25, 0.45)),
        noise=dice.choice((0, 4, 8)),
        light=dice.uniform(0.65, 1.05),
        quality=dice.choice((40, 60, 85)),
        margin=dice.uniform(0.04, 0.15),
        longest=dice.choice((1200, 1600, 2000)),
    )


def photographed(image: Image.Image, shot: Shot, seed: int = 0) -> Image.Image:
    """Return the photograph."""
    noise = np.random.default_rng(seed)
    wide, high = image.width, image.height
    edge = int(max(wide, high) * shot.margin)
    table = Image.new("RGB", (wide + 2 * edge, high + 2 * edge), (112, 92, 74))
    table.paste(image, (edge, edge))
    if shot.tilted:
        table = table.rotate(
            shot.tilted, Image.Resampling.BICUBIC, expand=True, fillcolor=(112, 92, 74)
        )
    pixels = _askew(np.asarray(table), shot.askew, noise) if shot.askew else np.asarray(table)
    picture = Image.fromarray(pixels)
    picture.thumbnail((shot.longest, shot.longest), Image.Resampling.LANCZOS)
    if shot.blurred:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blurred))
    if shot.glare:
        picture = _with_glare(picture)
    light = np.asarray(picture, dtype=np.float32) * shot.light
    if shot.shadow:
        light *= np.linspace(1 - shot.shadow, 1, light.shape[1], dtype=np.float32)[None, :, None]
    if shot.noise:
        light += noise.normal(0, shot.noise, light.shape).astype(np.float32)
    picture = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    return picture.rotate(-shot.turned, expand=True) if shot.turned else picture


def as_jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """Return the bytes of a JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def _askew(pixels: Pixels, amount: float, noise: np.random.Generator) -> Pixels:
    high, wide = pixels.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], dtype=np.float32)
    inward = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], dtype=np.float32)
    moved = corners + inward * noise.uniform(0, amount, (4, 2)).astype(np.float32) * (wide, high)
    matrix = cv2.getPerspectiveTransform(corners, moved.astype(np.float32))
    return np.asarray(
        cv2.warpPerspective(pixels, matrix, (wide, high), borderValue=(112, 92, 74)), dtype=np.uint8
    )


def _with_glare(picture: Image.Image) -> Image.Image:
    spot = Image.new("L", picture.size, 0)
    x, y, radius = picture.width * 0.55, picture.height * 0.5, picture.width * 0.16
    ImageDraw.Draw(spot).ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    white = Image.new("RGB", picture.size, (255, 255, 255))
    return Image.composite(white, picture, spot.filter(ImageFilter.GaussianBlur(radius / 12)))
