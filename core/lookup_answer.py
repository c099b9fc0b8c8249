"""Words the answers about drugs and consumables, with the date of the table they come from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core import lookup_wording as words
from core import wording
from core.citation import spoken_day
from core.lookup_results import Hit, Outcome, P, ProductSearch, Why
from core.lookups import Consumable, Drug, Origin, TableKind
from core.messages import Reply, Source, Status
from core.spoken_figures import spoken_date, spoken_number, spoken_percent, spoken_strength

MOST_SHOWN = 5


def drug_answer(search: ProductSearch[Drug], edition: Origin | None, hotline: str) -> Reply:
    """Return what to say about a drug; `edition` is the table searched, None if there is none."""
    if edition is None:
        return _no_table(words.DRUG_TABLE, hotline)
    if search.outcome is not Outcome.FOUND:
        return _not_found(search, edition, TableKind.DRUGS)
    drug = search.hits[0].product
    pay = words.PAY_NOTHING_FIRST
    pay_spoken = words.PAY_NOTHING_FIRST_SPOKEN
    if drug.first_pay > 0:
        pay = words.PAY_FIRST.format(percent=_plain(drug.first_pay))
        pay_spoken = words.PAY_FIRST_SPOKEN.format(percent=spoken_percent(drug.first_pay))
    note = drug.limit_note
    text = words.DRUG.format(
        product=_shown(search.hits),
        category=drug.category,
        pay=pay,
        limit=words.LIMITED.format(note=note) if note else "",
    )
    spoken = words.DRUG_SPOKEN.format(
        product=spoken_strength(search.told),
        category=drug.category,
        pay=pay_spoken,
        limit=words.LIMITED_SPOKEN.format(note=note) if note else "",
    )
    return _answered(search, TableKind.DRUGS, text, spoken)


def consumable_answer(
    search: ProductSearch[Consumable], edition: Origin | None, hotline: str
) -> Reply:
    """Return what to say about a consumable; `edition` is the table searched."""
    if edition is None:
        return _no_table(words.CONSUMABLE_TABLE, hotline)
    if search.outcome is not Outcome.FOUND:
        return _not_found(search, edition, TableKind.CONSUMABLES)
    product = search.hits[0].product
    text = words.CONSUMABLE.format(
        product=_shown(search.hits), unit=product.unit, limit=_plain(product.limit)
    )
    spoken = words.CONSUMABLE_SPOKEN.format(
        product=spoken_strength(search.told),
        unit=product.unit,
        limit=spoken_number(product.limit),
    )
    return _answered(search, TableKind.CONSUMABLES, text, spoken)


def _answered(search: ProductSearch[P], kind: TableKind, text: str, spoken: str) -> Reply:
    """Join the figures with how the name was read, where they come from and since when."""
    first = search.hits[0]
    origin = first.product.origin
    if first.why is not Why.EXACT:
        text = words.READ_AS.format(name=first.name) + text
        spoken = words.READ_AS_SPOKEN.format(name=first.name) + spoken
    return Reply(
        text=text + "\n" + _demo(origin) + _dated(origin),
        spoken=spoken
        + (words.DEMO_SPOKEN if origin.demo else "")
        + words.TABLE_DATE_SPOKEN.format(
            day=spoken_date(origin.in_force_from), settled=words.SETTLED
        ),
        status=Status.ANSWERED,
        sources=_sources(search.hits, kind),
    )


def _not_found(search: ProductSearch[P], edition: Origin, kind: TableKind) -> Reply:
    """Ask for what is not clear, or say that the table does not hold it."""
    again = words.ASK_DRUG if kind is TableKind.DRUGS else words.ASK_CONSUMABLE
    if search.outcome is Outcome.MISS:
        return Reply(
            text=words.MISS.format(title=edition.title, asked=search.asked)
            + "\n"
            + _demo(edition)
            + _dated(edition),
            spoken=words.MISS_SPOKEN.format(asked=search.asked)
            + (words.DEMO_SPOKEN if edition.demo else "")
            + words.TABLE_DATE_SPOKEN.format(
                day=spoken_date(edition.in_force_from), settled=words.SETTLED
            ),
            status=Status.NO_SOURCE_FOUND,
            choices=(wording.HUMAN_CHOICE,),
        )
    if search.outcome is Outcome.WHICH_NAME:
        offered = search.names
        text = words.WHICH_NAME.format(names=wording.numbered(offered))
        spoken = words.WHICH_NAME_SPOKEN.format(names="。".join(offered))
        if len(offered) == 1:
            text = spoken = words.IS_IT_THIS.format(name=offered[0])
        choices = tuple(again.format(name=name) for name in offered)
    else:
        text, spoken = _which_trait(search, kind)
        choices = tuple(again.format(name=search.told + value) for value in search.values)
    more = words.MORE.format(count=search.more) if search.more else ""
    return Reply(text + more, Status.ASKED_BACK, spoken=spoken, choices=choices)


def _which_trait(search: ProductSearch[P], kind: TableKind) -> tuple[str, str]:
    """Return the question for form, strength or maker, for the eye and for the ear."""
    values = search.values
    told, trait = search.told, search.trait
    aloud = [spoken_strength(value) for value in values]
    heard = spoken_strength(told)
    if search.missing:
        listed, said = "、".join(values), "。".join(aloud)
        text = words.NOT_THAT_ONE.format(told=told, missing=search.missing, values=listed)
        return text, words.NOT_THAT_ONE_SPOKEN.format(told=heard, values=said)
    drugs = kind is TableKind.DRUGS
    if len(values) == 2 and not search.more:
        question = words.WHICH_OF_TWO if drugs else words.WHICH_LIMIT_OF_TWO
        return (
            question.format(told=told, trait=trait, one=values[0], other=values[1]),
            words.WHICH_OF_TWO_SPOKEN.format(told=heard, one=aloud[0], other=aloud[1]),
        )
    question = words.WHICH_OF_MANY if drugs else words.WHICH_LIMIT_OF_MANY
    return (
        question.format(told=told, trait=trait, values=wording.numbered(values)),
        words.WHICH_OF_MANY_SPOKEN.format(told=heard, values="。".join(aloud)),
    )


def _shown(hits: Sequence[Hit[P]]) -> str:
    """Return name and traits of one product, or of several for which the same holds."""
    first = hits[0]
    trade = "".join(f"，商品名{name}" for name in first.product.called[1:])
    if len(hits) == 1:
        return f"{first.name}（{'，'.join(v for _, v in first.product.traits)}{trade}）"
    listed = "；".join(" ".join(v for _, v in hit.product.traits) for hit in hits[:MOST_SHOWN])
    return first.name + words.ALIKE.format(count=len(hits), products=listed)


def _sources(hits: Sequence[Hit[P]], kind: TableKind) -> tuple[Source, ...]:
    found = (
        hit.product.origin.source(kind, " ".join((hit.name, *(v for _, v in hit.product.traits))))
        for hit in hits[:MOST_SHOWN]
    )
    return tuple(dict.fromkeys(found))


def _dated(origin: Origin) -> str:
    return words.TABLE_DATE.format(
        title=origin.title,
        version=origin.version,
        day=spoken_day(origin.in_force_from),
        settled=words.SETTLED,
    )


def _demo(origin: Origin) -> str:
    return words.DEMO if origin.demo else ""


def _no_table(what: str, hotline: str) -> Reply:
    return Reply(
        text=words.NO_TABLE.format(what=what, hotline=hotline),
        spoken=words.NO_TABLE_SPOKEN.format(what=what),
        status=Status.NO_SOURCE_FOUND,
        choices=(wording.HUMAN_CHOICE,),
    )


def _plain(value: Decimal) -> str:
    """Return 10.00 as 10 and 12.50 as 12.5."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
