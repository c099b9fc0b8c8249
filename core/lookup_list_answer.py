"""Words the answers to 哪些能在村里办: what is named, what is only counted, and by which source."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import lookup_wording as words
from core import wording
from core.citation import spoken_day
from core.knowledge import NATION
from core.lookup_results import Collection, ListedItem, Ways
from core.lookups import Via
from core.messages import Reply, Source, Status
from core.spoken_figures import spoken_number

MOST_CHOICES = 5
SPOKEN_ITEMS = 5
MOST_SOURCES = 4
NOT_OFFLINE = (Via.WEB, Via.MOBILE, Via.VIDEO)
CATALOGUE = "items#"


def collection_answer(found: Collection, hotline: str) -> Reply:
    """Return which items can be done there, and honestly what the source leaves out."""
    at = _at(found)
    choices = tuple(
        words.ASK_LIST.format(
            region=region, who=found.who, at=words.ASK_AT[found.kind or found.via or Via.COUNTER]
        )
        for region in found.regions[:MOST_CHOICES]
    )
    written = [item for item in found.items if not _from_catalogue(item)]
    offered = [item for item in found.items if _from_catalogue(item)]
    if found.asked_region is None and not found.items and choices:
        text = words.WHICH_REGION_LIST.format(at=at)
        return Reply(text, Status.ASKED_BACK, choices=choices)
    if not found.items and found.total is None:
        return Reply(
            text=words.NO_LIST.format(at=at, hotline=hotline),
            spoken=words.NO_LIST_SPOKEN,
            status=Status.NO_SOURCE_FOUND,
            choices=(wording.HUMAN_CHOICE,),
        )
    sources = _sources(found)
    elsewhere = found.asked_region not in {None, NATION, found.region} and bool(written)
    parts = [
        words.INSTEAD_OF_REGION.format(region=found.asked_region) if elsewhere else "",
        _listed(found, written, at),
        _from_the_catalogue(offered, written, at),
        words.COUNTER_STILL if found.via in NOT_OFFLINE else "",
    ]
    cited = "".join(
        words.LIST_SOURCE.format(title=s.title, issuer=s.issuer, day=_day(s))
        for s in _one_of_each_document(sources)
    )
    return Reply(
        text="".join(parts) + "\n" + cited,
        spoken=_aloud(found, written) if parts[1] else _aloud_from_catalogue(offered),
        status=Status.ANSWERED,
        sources=sources,
        choices=choices if found.asked_region is None else (),
    )


def ways_answer(ways: Ways, hotline: str) -> Reply:
    """Return in which ways an item is done."""
    if not ways.ways:
        text = words.NO_WAYS.format(item=ways.item, hotline=hotline)
        return Reply(text, Status.NO_SOURCE_FOUND, choices=(wording.HUMAN_CHOICE,))
    listed = tuple(way.where + (f"（{way.note}）" if way.note else "") for way in ways.ways)
    return Reply(
        text=words.WAYS.format(item=ways.item, ways=wording.numbered(listed)) + "。",
        spoken=ways.item + "。" + "。".join(way.where for way in ways.ways[:SPOKEN_ITEMS]) + "。",
        status=Status.ANSWERED,
        sources=tuple(dict.fromkeys(way.source for way in ways.ways))[:MOST_SOURCES],
    )


def _listed(found: Collection, written: Sequence[ListedItem], at: str) -> str:
    counted = [item for item in written if item.counted]
    further = [item for item in written if not item.counted]
    region = found.region + found.who
    if found.total is None:
        return (
            words.NAMED_ONLY.format(region=region, at=at, items=_named(written)) if written else ""
        )
    if not counted:
        text = words.TOTAL_UNNAMED.format(region=region, at=at, total=found.total)
    elif len(counted) < found.total:
        text = words.TOTAL_PARTLY.format(
            region=region,
            at=at,
            total=found.total,
            named=len(counted),
            items=_named(counted),
            rest=found.total - len(counted),
        )
    else:
        text = words.TOTAL_ALL.format(
            region=region, at=at, total=found.total, items=_named(counted)
        )
    return text + (words.FURTHER.format(items=_named(further)) if further else "")


def _from_the_catalogue(
    offered: Sequence[ListedItem], written: Sequence[ListedItem], at: str
) -> str:
    if not offered:
        return ""
    names = "、".join(item.name for item in offered)
    if written:
        return words.FROM_CATALOGUE.format(items=names)
    return words.FROM_CATALOGUE_ONLY.format(at=at, items=names)


def _named(items: Sequence[ListedItem]) -> str:
    """Return the names; a remark that all of them share is said once, at the end."""
    notes = {item.note for item in items}
    if len(notes) == 1:
        note = notes.pop()
        return "、".join(item.name for item in items) + (f"（{note}）" if note else "")
    return "、".join(item.name + (f"（{item.note}）" if item.note else "") for item in items)


def _aloud(found: Collection, items: Sequence[ListedItem]) -> str:
    said = ""
    counted = [item for item in items if item.counted] or list(items)
    if found.total is not None:
        total = spoken_number(Decimal(found.total))
        said = words.TOTAL_SPOKEN.format(region=found.region, total=total)
        if not found.named:
            further = "。".join(item.name for item in items)
            said += words.UNNAMED_SPOKEN
            return said + (words.FURTHER_SPOKEN.format(items=further) if further else "")
    said += words.NAMED_SPOKEN.format(items="。".join(i.name for i in counted[:SPOKEN_ITEMS]))
    if len(counted) > SPOKEN_ITEMS:
        return said + words.OTHERS_SPOKEN
    return said + words.REST_SPOKEN


def _aloud_from_catalogue(offered: Sequence[ListedItem]) -> str:
    names = "。".join(item.name for item in offered[:SPOKEN_ITEMS])
    return words.CATALOGUE_SPOKEN.format(items=names)


def _sources(found: Collection) -> tuple[Source, ...]:
    first = (found.total_source,) if found.total_source is not None else ()
    return tuple(dict.fromkeys((*first, *(item.source for item in found.items))))[:MOST_SOURCES]


def _one_of_each_document(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple({source.title: source for source in reversed(sources)}.values())[::-1]


def _day(source: Source) -> str:
    if source.date_note is None:
        return spoken_day(source.issued)
    return wording.UNCERTAIN_DATE.format(year=source.issued.year)


def _from_catalogue(item: ListedItem) -> bool:
    return item.source.document_id.startswith(CATALOGUE)


def _at(found: Collection) -> str:
    return words.AT[found.kind or found.via or Via.COUNTER]
