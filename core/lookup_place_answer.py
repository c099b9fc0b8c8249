"""Words the answers about places: how far, open or not, phone, map."""

from __future__ import annotations

from collections.abc import Sequence

from core import lookup_wording as words
from core.citation import spoken_day
from core.lookup_results import Closeness, Nearby, PlaceSearch, Want, Ways
from core.lookups import PlaceKind, TableKind
from core.messages import Reply, Status
from core.opening_hours import DAY_MINUTES, DAYS, Opening, OpenState, clock_text
from core.spoken_figures import spoken_phone, spoken_time

MOST_CHOICES = 5
SPOKEN_PLACES = 2


def places_answer(
    search: PlaceSearch,
    *,
    want: Want = Want.WHERE,
    ways: Ways | None = None,
    hotline: str,
    regions: Sequence[str],
    counties: Sequence[str],
) -> Reply:
    """Return what to say about places; `regions` or `counties` are offered if unknown.

    `ways` say on which authority the item is done there, where an item was asked for.
    """
    kind = _kinds(search.kinds)
    if not search.held:
        text = words.PLACES_OF_UNKNOWN_REGION.format(
            region=search.region, kind=kind, hotline=hotline
        )
        return Reply(text, Status.NO_SOURCE_FOUND)
    if search.region is None:
        choices = _choices(search, regions, kind)
        return Reply(words.WHICH_REGION.format(kind=kind), Status.ASKED_BACK, choices=choices)
    heading = _heading(search, kind)
    lines = [f"{n}. {_line(near, want, hotline)}" for n, near in enumerate(search.places, 1)]
    named = [(near.place.name, near) for near in search.places]
    oldest = min(near.place.checked_on for near in search.places)
    demo = any(near.place.origin.demo for near in search.places)
    somewhere = any(near.closeness is not Closeness.REGION for near in search.places)
    notes = dict.fromkeys(way.note for way in ways.ways if way.note) if ways is not None else ()
    basis = "".join(f"{note}。" for note in notes)
    closing = basis + words.CHECKED.format(day=spoken_day(oldest))
    ask = "" if somewhere else words.WHERE_ARE_YOU
    return Reply(
        text="\n".join([heading, *lines, (words.DEMO if demo else "") + closing + ask]),
        spoken=heading.rstrip("：")
        + "。"
        + "".join(_aloud(near) for near in search.places[:SPOKEN_PLACES])
        + (words.DEMO_SPOKEN if demo else "")
        + basis
        + words.CHECKED_SPOKEN
        + ("" if somewhere else words.WHERE_ARE_YOU_SPOKEN),
        status=Status.ANSWERED,
        sources=tuple(
            dict.fromkeys(
                (
                    *(way.source for way in (ways.ways if ways is not None else ())),
                    *(near.place.origin.source(TableKind.PLACES, n) for n, near in named),
                )
            )
        ),
        choices=() if somewhere else _choices(search, counties, kind),
    )


def open_words(state: OpenState | None) -> str:
    """Return whether a place is open now, for the eye."""
    if state is None:
        return words.HOURS_UNKNOWN
    return _state(state, clock_text(state.minute))


def _heading(search: PlaceSearch, kind: str) -> str:
    if search.item is not None:
        return words.PLACES_FOR.format(item=search.item)
    if search.near and search.places[0].closeness is Closeness.METRES:
        return words.PLACES_NEAR.format(near=search.near, kind=kind)
    return words.PLACES_IN.format(region=search.near or search.region, kind=kind)


def _line(near: Nearby, want: Want, hotline: str) -> str:
    place = near.place
    parts = [place.address or f"{place.county}（{words.NO_ADDRESS}）"]
    distance = _distance(near)
    if distance:
        parts.append(distance)
    phone = words.PHONE.format(phone=place.phone) if place.phone else ""
    phone = phone or words.NO_PHONE.format(hotline=hotline)
    hours = [open_words(near.state)]
    if place.hours is not None:
        hours.append(words.HOURS.format(hours=place.hours))
    if want is Want.PHONE:
        parts = [phone, *hours, *parts]
    elif want is Want.HOURS:
        parts = [*hours, phone, *parts]
    else:
        parts += [*hours, phone]
    if place.accessible:
        parts.append(words.ACCESSIBLE)
    line = f"{place.name}：" + "；".join(parts) + "。"
    # On a line of its own, so that no full stop is taken for a part of the link.
    return line + (words.MAP.format(link=near.map_link) if near.map_link else "")


def _aloud(near: Nearby) -> str:
    place = near.place
    said = [place.name.replace("（示例）", "")]
    distance = _distance(near)
    if distance:
        said.append(distance.replace(" ", ""))
    if near.state is not None:
        said.append(_state(near.state, spoken_time(near.state.minute)))
    if place.phone:
        said.append(f"电话{spoken_phone(place.phone)}")
    return "。".join(said) + "。"


def _distance(near: Nearby) -> str:
    if near.metres is None:
        names = {Closeness.STREET: words.SAME_STREET, Closeness.COUNTY: words.SAME_COUNTY}
        return names.get(near.closeness, "")
    if near.metres < 1000:
        return words.METRES.format(metres=max(10, round(near.metres, -1)))
    return words.KILOMETRES.format(kilometres=f"{near.metres / 1000:.1f}")


def _state(state: OpenState, time: str) -> str:
    match state.opening:
        case Opening.OPEN:
            if state.minute == DAY_MINUTES:
                return words.OPEN_ALL_DAY
            return words.OPEN.format(time=time)
        case Opening.BREAK:
            return words.ON_BREAK.format(time=time)
        case Opening.NOT_YET:
            return words.NOT_YET.format(time=time)
        case Opening.CLOSED:
            return words.CLOSED.format(day=_day(state), time=time)


def _day(state: OpenState) -> str:
    if state.days_ahead == 1:
        return words.TOMORROW
    same_week = state.weekday - state.days_ahead >= 0
    return (words.THIS_WEEK if same_week else words.NEXT_WEEK).format(day=DAYS[state.weekday])


def _choices(search: PlaceSearch, places: Sequence[str], kind: str) -> tuple[str, ...]:
    """Return questions that name a place, to be sent with one touch."""
    if search.item is not None:
        asked = (words.ASK_ITEM_NEAR.format(place=p, item=search.item) for p in places)
    else:
        asked = (words.ASK_PLACE.format(place=p, kind=kind) for p in places)
    return tuple(asked)[:MOST_CHOICES]


def _kinds(kinds: Sequence[PlaceKind]) -> str:
    return "、".join(words.KIND.get(kind, kind.value) for kind in kinds) or words.SOME_PLACE
