"""Describes the processes that carry the pictures and voices of video calls."""

from __future__ import annotations

import os
from collections.abc import Mapping

from launch.errors import NotReady
from launch.places import Places
from launch.prepare import Prepared
from launch.processes import Program

PROCESSES = "YIBAO_MEDIA_PROCESSES"


def media_settings(given: Mapping[str, str], places: Places) -> dict[str, str]:
    """Return where the media processes listen and record; as many as cores by default."""
    sockets = [str(places.socket(f"media-{n + 1}")) for n in range(media_count(given))]
    return {
        "YIBAO_MEDIA_SOCKETS": ",".join(sockets),
        "YIBAO_MEDIA_RECORDINGS": str(places.var / "media"),
        "YIBAO_EVIDENCE": str(places.var / "evidence"),
    }


def media_count(given: Mapping[str, str]) -> int:
    """Return how many media processes run here; 0: Janus carries calls, or pages do."""
    if given.get("YIBAO_VIDEO_ENGINE") == "janus":
        return 0
    if given.get("YIBAO_MEDIA_SOCKETS"):  # somebody runs them elsewhere
        return 0
    text = given.get(PROCESSES) or str(os.cpu_count() or 1)
    if not text.isdigit() or int(text) > 64:
        raise NotReady(f"{PROCESSES} must be a number from 0 to 64, not {text!r}.")
    return int(text)


def media_programs(
    places: Places, prepared: Prepared, settings: Mapping[str, str], count: int
) -> tuple[Program, ...]:
    """Describe the media processes; while one is away, its calls go from page to page."""
    return tuple(
        Program(
            name=f"media {number}",
            command=(
                *(str(prepared.main_python), "-m", "video_desk.media"),
                *("--socket", str(places.socket(f"media-{number}"))),
                *("--folder", settings["YIBAO_MEDIA_RECORDINGS"]),
            ),
            settings=settings,
            folder=places.checkout,
            log=places.logs / f"media-{number}.log",
            deaths_allowed=None,
        )
        for number in range(1, count + 1)
    )
