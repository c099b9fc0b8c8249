"""Says what a service item does not keep of the rules that protect citizens."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from core.service_items import Field, FieldKind, Material, Part, ServiceItem
from core.unified import UnifiedSet, unified

LONGER = "更长"  # said in a regional time limit that is longer than the national one


def complaints(
    item: ServiceItem, national: ServiceItem | None, codes: Collection[str]
) -> tuple[str, ...]:
    """Return what is wrong with an item, in English; empty if it keeps every rule.

    `national` is the same item in the national list, if there is one; `codes` are all codes.
    """
    found = [*_about_the_item(item, codes), *_about_fields(item, codes)]
    if national is not None and national is not item:
        found += _beyond(item, national)
    return tuple(found)


def complaints_between(items: Sequence[ServiceItem]) -> tuple[str, ...]:
    """Return what is wrong between the items of one region, in English; one version of each."""
    return (*_names_claimed_twice(items), *_about_parts(items))


def _about_the_item(item: ServiceItem, codes: Collection[str]) -> list[str]:
    rules = {
        # 天津市医保局 2020: no item may be refused at the counter because it can be done online.
        "has no offline way": any(way.offline for way in item.ways),
        "has no material list": bool(item.materials),
        "does not say when a material is needed": all(m.needed_when for m in item.materials),
        "has no source for its time limit": bool(item.time_limit.source.strip()),
        "has a negative time limit": item.time_limit.working_days >= 0,
        "has no steps": bool(item.steps),
        "has no flow": bool(item.flow),
        "has no sector": bool(item.sectors),
        "has no rating": bool(item.rated_on),
        "leaves one of the six unified fields empty": all(
            lines and all(line.strip() for line in lines)
            for chosen in UnifiedSet
            for lines in unified(item, chosen).values()
        ),
        "does not say what it costs": bool(item.fee.strip()),
        "has no basis": bool(item.basis),
        "does not say who made its facilities": bool(item.facilities.source),
        "has a part that is no item": all(p.code in codes for p in item.parts),
        "is a part of itself": all(p.code != item.code for p in item.parts),
        "has a material that depends on an unknown field": all(
            _known(m.when, item) for m in item.materials
        ),
        "has a part that depends on an unknown field": all(
            _known(p.when, item) for p in item.parts
        ),
        "tells duplicates by an unknown field": not item.fields
        or all(key in {f.key for f in item.fields} for key in item.same),
    }
    return [complaint for complaint, kept in rules.items() if not kept]


def _about_fields(item: ServiceItem, codes: Collection[str]) -> list[str]:
    fields = item.fields
    keys = [f.key for f in fields]
    rules = {
        "has two fields with one key": len(set(keys)) == len(keys),
        "has a choice without options, or options without a choice": all(
            bool(f.options) == (f.kind is FieldKind.CHOICE) for f in fields
        ),
        "has a field that does not say why": all(f.why and f.prompt for f in fields),
        "has a condition on a field that is not asked before": all(
            set(f.when) <= set(keys[:n]) for n, f in enumerate(fields)
        ),
        "asks who may apply after the form has begun": _screens_first(fields),
        "ends on an answer that cannot be given": all(
            set(f.ends) <= {option.value for option in f.options} for f in fields
        ),
        "ends every answer": all(
            not f.ends or set(f.ends) != {option.value for option in f.options} for f in fields
        ),
        "ends without a reason or its source": all(
            end.says and end.source for f in fields for end in f.ends.values()
        ),
        "leads to an item that there is not": all(
            end.instead is None or end.instead in codes for f in fields for end in f.ends.values()
        ),
        "limits an age without a reason or its source": all(
            f.ages is None or (f.ages.says and f.ages.source) for f in fields
        ),
        "has a bound on a day that is not asked": all(
            day in {None, "today", *keys} for f in fields for day in (f.not_before, f.not_after)
        ),
        "shows a number that must be masked": all(
            f.sensitive
            for f in fields
            if f.kind in {FieldKind.ID_NUMBER, FieldKind.MOBILE, FieldKind.BANK_CARD}
        ),
    }
    return [complaint for complaint, kept in rules.items() if not kept]


def _beyond(item: ServiceItem, national: ServiceItem) -> list[str]:
    """Return what a region asks for beyond the national list without saying so.

    国家医保局《关于优化医保领域便民服务的意见》: what the national list does not ask for may
    not be asked for.
    """
    usual = {material.name: material for material in national.materials}
    known = {field.key for field in national.fields}
    found = [
        f"asks for {material.name}, which the national list does not, without saying why"
        for material in item.materials
        if _asks_more(material, usual.get(material.name)) and not material.beyond_national
    ]
    found += [
        f"asks for {field.label}, which the national list does not, without saying whose rule"
        for field in item.fields
        if field.key not in known and not field.screening and item.region not in field.why
    ]
    longer = item.time_limit.working_days > national.time_limit.working_days
    if longer and LONGER not in item.time_limit.text:
        found.append("takes longer than nationally without saying so")
    return found


def _asks_more(material: Material, usual: Material | None) -> bool:
    """Tell whether a region asks for a paper that is not asked for, or less often, nationally."""
    if usual is None:
        return True
    return (usual.by_delegate and not material.by_delegate) or bool(
        usual.when.keys() - material.when
    )


def _names_claimed_twice(items: Sequence[ServiceItem]) -> Iterator[str]:
    claimed: dict[str, str] = {}
    for item in items:
        for name in (item.name, *item.aliases):
            owner = claimed.setdefault(name, item.code)
            if owner != item.code:
                yield f"{item.code}: {name} is what {owner} is called"


def _about_parts(items: Sequence[ServiceItem]) -> Iterator[str]:
    """Yield what a composite matter does not ask although one of its parts needs it."""
    by_code = {item.code: item for item in items}
    for whole in items:
        for part in whole.parts:
            asked = {field.key for field in whole.fields if _asked_for(field, part)}
            item = by_code.get(part.code)
            if item is None or not item.fields:
                yield f"{whole.code}: its part {part.code} cannot be applied for"
                continue
            for field in item.fields:
                if not (field.screening or field.when or field.key in asked):
                    yield f"{whole.code}: does not ask for {field.key}, which {part.code} needs"


def _asked_for(field: Field, part: Part) -> bool:
    """Tell whether a field of a composite matter is asked whenever that part is wanted."""
    return all(
        key in part.when and set(part.when[key]) <= set(field.when[key]) for key in field.when
    )


def _screens_first(fields: tuple[Field, ...]) -> bool:
    screening = [field.screening for field in fields]
    return screening == sorted(screening, reverse=True)


def _known(when: Collection[str], item: ServiceItem) -> bool:
    return set(when) <= {field.key for field in item.fields}
