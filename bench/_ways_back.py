"""Takes the citizen's network away in several ways, and prints how long the way back takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from ipaddress import IPv4Address

from bench._bad_call import BadCall
from bench._bad_weather import recovered
from bench._bad_wire import Weather
from bench._figures import percentile, show_table
from bench._watched_pages import back_after, read_at, shown

STILL_FOR = 10.0  # seconds that the citizen's network is cut
LOOKS_ON = 18.0  # seconds in which pictures must come again
HEAD = ("what", "n", "citizen p50", "worst", "agent p50", "worst", "form p50", "worst")


def outages(call: BadCall, times: int) -> None:
    """Cut the wire for ten seconds."""

    def happens() -> None:
        call.network.become(Weather(is_cut=True))
        call.wait(STILL_FOR)
        call.network.become(Weather())

    _measured(call, f"{STILL_FOR:.0f} s without any network", happens, times)


def moved(call: BadCall, times: int) -> None:
    """Give the citizen's device another address, as from WLAN to mobile; it is told."""
    _measured(
        call,
        "another address of the device",
        lambda: call.network.take_another_address(_next(call.network.inner)),
        times,
    )


def rebound(call: BadCall, times: int) -> None:
    """Let a router show the citizen by another address; no device is told."""
    _measured(
        call,
        "another address that nobody is told of",
        lambda: call.network.be_seen_as(_next(call.network.outer)),
        times,
    )
    call.network.be_seen_as(call.network.inner)
    call.wait(LOOKS_ON)


def _measured(call: BadCall, what: str, happens: Callable[[], None], times: int) -> None:
    pages = (call.citizen.page, call.agent.page)
    took: list[tuple[float, ...]] = []
    for _ in range(times):
        recovered(call)
        happens()
        since = time.time()
        value = call.write()
        call.wait(LOOKS_ON)
        read = read_at(call.citizen.page, value) or float("inf")
        took.append((*(back_after(shown(page), since) for page in pages), read - since))
    columns = list(zip(*took, strict=True))
    cells = [f"{figure:.1f}" for one in columns for figure in (percentile(one, 50), max(one))]
    show_table(
        "Seconds until pictures move again, and the form shows what the agent wrote meanwhile",
        HEAD,
        [(what, times, *cells)],
    )
    print([tuple(round(one, 1) for one in row) for row in took])


def _next(address: str) -> str:
    return str(IPv4Address(address) + 1)
