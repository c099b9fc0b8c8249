"""Lets a call go on in one network weather after the other, and prints what each page got."""

from __future__ import annotations

import time
from collections.abc import Sequence

from bench._bad_call import BadCall
from bench._bad_wire import Weather
from bench._call_figures import Figures, Look
from bench._figures import show_table

SETTLES = 8.0  # seconds until a call has found its way in a new weather
RECOVERS_WITHIN = 90.0  # seconds until a call is as good as new on a clean wire
GOOD_FPS, FULL = 15.0, 640  # pictures a second and pixels of a call that is as good as new
HEAD = (
    *("wire", "who", "pictures/s", "still s", "pixels", "sound made up", "mended by FEC"),
    *("kbit/s in", "kbit/s out", "room", "RTT ms", "lost on the wire", "for want of room"),
)


def under(
    call: BadCall,
    weathers: Sequence[Weather],
    seconds: float,
    title: str = "Pictures and voices",
) -> None:
    """Print what both pages get in each weather, the clean wire first."""
    rows: list[Sequence[object]] = []
    for weather in (Weather(), *weathers):
        recovered(call)
        call.network.become(weather)
        call.wait(SETTLES)
        rows += _window(call, weather.words, seconds)
    show_table(title, HEAD, rows)


def direct(call: BadCall, weathers: Sequence[Weather], seconds: float) -> None:
    """Print the same of a call from page to page, for reference; the media process is gone then."""
    recovered(call)
    call.media.stop()
    under(call, weathers, seconds, "Pictures and voices from page to page")


def voice_only(call: BadCall, seconds: float) -> None:
    """Print what is heard where only a voice has room, and how long the pages took to see it."""
    recovered(call)
    rows = _window(call, "clean", seconds)
    weather = Weather(loss=0.05, rate=80_000)
    call.network.become(weather)
    began = time.monotonic()
    rows += _window(call, f"{weather.words}, at first", SETTLES)
    while any(look.sends for look in _looks(call)):
        if time.monotonic() - began > RECOVERS_WITHIN:
            break
        call.wait(0.5)
    found = time.monotonic() - began
    call.wait(3)  # what waits in the queue goes first
    rows += _window(call, f"{weather.words}, voice only", 8)
    rows += _window(call, f"{weather.words}, with all trials of a picture", 3 * seconds)
    show_table(
        f"Voices where no picture has room; both pages had seen it after {found:.0f} s", HEAD, rows
    )


def recovered(call: BadCall) -> None:
    """Make the wire clean, and wait until the call is as good as new."""
    call.network.become(Weather())
    deadline = time.monotonic() + RECOVERS_WITHIN
    before = _looks(call)
    while time.monotonic() < deadline:
        call.wait(2)
        after = _looks(call)
        got = [Figures.between(*pair) for pair in zip(before, after, strict=True)]
        if all(one.width == FULL and one.fps > GOOD_FPS for one in got):
            return
        before = after
    raise TimeoutError(f"the call does not recover on a clean wire: {got}")


def _window(call: BadCall, words: str, seconds: float) -> list[Sequence[object]]:
    """Return a row for each page about the next seconds."""
    call.network.counted()
    before = _looks(call)
    call.wait(seconds)
    after = _looks(call)
    counts = call.network.counted()
    rows: list[Sequence[object]] = []
    # What the citizen gets came down the wire, what the agent gets went up.
    for who, was, now, wire in zip(
        ("citizen", "agent"), before, after, reversed(counts), strict=True
    ):
        got = Figures.between(was, now)
        rows.append(
            (
                *(words, who, f"{got.fps:.1f}", f"{got.still:.1f}", got.width),
                *(f"{got.concealed:.1%}", f"{got.mended:.1%}", f"{got.kbits_in:.0f}"),
                *(f"{got.kbits_out:.0f}", f"{got.room:.0f}", f"{got.rtt:.0f}"),
                *(f"{wire.lost} of {wire.all}", wire.overflowed),
            )
        )
    return rows


def _looks(call: BadCall) -> tuple[Look, Look]:
    return Look.of(call.citizen.page), Look.of(call.agent.page)
