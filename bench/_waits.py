"""Measures what people wait for in a call: a field that was written, and the first picture."""

from __future__ import annotations

import time

from bench._bad_call import BadCall
from bench._bad_weather import recovered
from bench._bad_wire import Weather
from bench._figures import percentile, show_table
from bench._watched_pages import first_after, last_click, last_left, read_at, shown

WITHIN = 20.0  # seconds until whatever is measured has happened
HEAD = ("wire", "n", "p50", "p95", "worst")


def edits(call: BadCall, times: int) -> None:
    """Print how long it takes until the citizen can read what the agent wrote."""
    recovered(call)
    rows = []
    for weather in (Weather(), Weather(loss=0.1)):
        call.network.become(weather)
        rows.append((weather.words, times, *_milliseconds(measured_edits(call, times))))
    call.network.become(Weather())
    show_table("Milliseconds from leaving a field to the citizen's screen", HEAD, rows)


def measured_edits(call: BadCall, times: int) -> list[float]:
    """Return the milliseconds from leaving a field to the citizen's screen; infinity: never."""
    took: list[float] = []
    for _ in range(times):
        value = call.write()
        left, deadline = last_left(call.agent.page), time.monotonic() + WITHIN
        while (at := read_at(call.citizen.page, value)) is None:
            if time.monotonic() > deadline:
                break
            call.wait(0.05)
        took.append(float("inf") if at is None else (at - left) * 1000)
    return took


def clicks(call: BadCall, times: int) -> None:
    """Print how long it takes from the citizen's click to the first picture, on either side."""
    recovered(call)
    took: dict[str, list[float]] = {"citizen": [], "agent": []}
    for _ in range(times):
        call.citizen.page.reload()
        call.citizen.begin()
        clicked = last_click(call.citizen.page)
        call.wait(4)
        for who, page in (("citizen", call.citizen.page), ("agent", call.agent.page)):
            took[who].append(first_after(shown(page), clicked) * 1000)
    rows = [(f"clean, {who}", times, *_milliseconds(one)) for who, one in took.items()]
    show_table("Milliseconds from the citizen's click to the first picture", HEAD, rows)


def _milliseconds(took: list[float]) -> list[str]:
    return [f"{percentile(took, share):.0f}" for share in (50, 95, 100)]
