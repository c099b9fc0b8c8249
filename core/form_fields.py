"""Tells which fields an application asks for, given what is known so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from core import form_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.errors import NotFound
from core.fields import full_years
from core.id_number import birth_date
from core.part_values import values_for
from core.service_items import Field, FieldKind, Part, ServiceItem

LATER = "later"  # in Application.papers: a material that follows, or the code of a part put off
NEEDS_GUARDIAN_BELOW = 14  # years; 个人信息保护法, article 31
CHILDREN = frozenset({"孩子", "新生儿", "儿童", "婴儿", "监护人"})  # Field.about
GUARDIAN = Field(
    key="guardian_name",
    label="监护人姓名",
    kind=FieldKind.NAME,
    prompt=say.GUARDIAN_PROMPT,
    why=say.GUARDIAN_WHY,
    aliases=("监护人", "家长", "家长姓名"),
    example="王建国",
    about="监护人",
)


@dataclass(frozen=True, slots=True)
class AskedPart:
    """Join a part of a composite matter with its own item."""

    part: Part
    item: ServiceItem

    @property
    def code(self) -> str:
        """Return the code of the part's item."""
        return self.part.code

    def owns(self, key: str) -> bool:
        """Tell whether the part's item asks for that field."""
        return any(f.key == key for f in self.item.fields)

    def values_of(self, values: Mapping[str, str], today: date) -> dict[str, str]:
        """Return the part's own values as the composite's answers give them."""
        return dict(values_for(self.item, values, today))


@dataclass(frozen=True, slots=True)
class Form:
    """Be what one application asks: the item's fields, less those of parts that nobody wants."""

    item: ServiceItem
    today: date
    parts: tuple[AskedPart, ...] = ()
    later: frozenset[str] = frozenset()  # codes of parts that the citizen puts off

    @property
    def name(self) -> str:
        """Return the item's name."""
        return self.item.name

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return every field that may be asked."""
        return (*self.item.fields, GUARDIAN)

    def field(self, key: str) -> Field:
        """Return the field with that key, or raise NotFound."""
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise NotFound(f"{self.item.code}: no field {key}")

    def fields_for(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """Return the fields that must be asked, given what is known so far."""
        asked = [f for f in self.item.fields_for(values) if self._wanted(f.key, values)]
        if self._under_age(values):
            asked.append(GUARDIAN)
        return tuple(asked)

    def counted(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        """Return the fields that count as 第几项: those that do not only decide who may apply."""
        return tuple(f for f in self.fields_for(values) if not f.screening)

    def parts_wanted(self, values: Mapping[str, str]) -> tuple[AskedPart, ...]:
        """Return the parts that these values ask for, those put off among them."""
        return tuple(p for p in self.parts if p.part.wanted(values))

    def parts_now(self, values: Mapping[str, str]) -> tuple[AskedPart, ...]:
        """Return the parts that are to be filed now."""
        return tuple(p for p in self.parts_wanted(values) if p.code not in self.later)

    def only_for(self, key: str, values: Mapping[str, str]) -> AskedPart | None:
        """Return the one part for whose sake a field is asked, or None if it serves more."""
        owners = [p for p in self.parts_now(values) if p.owns(key)]
        return owners[0] if len(owners) == 1 else None

    def kept(self, key: str) -> bool:
        """Tell whether a value is kept although it is not asked: for a part that is put off."""
        return any(p.code in self.later and p.owns(key) for p in self.parts)

    def _wanted(self, key: str, values: Mapping[str, str]) -> bool:
        """Tell whether some part needs the field; what no part owns concerns the whole."""
        owners = [p for p in self.parts if p.owns(key)]
        deciding = any(key in p.part.when for p in self.parts)
        now = self.parts_now(values)
        # Whether there is anything to apply for comes before what is applied for.
        screening = self.item.field(key).screening
        return screening or deciding or not owners or any(p in now for p in owners)

    def _under_age(self, values: Mapping[str, str]) -> bool:
        """Tell whether the insured person is a child for whom no other field names a guardian."""
        if any(f.about in CHILDREN or f.key == GUARDIAN.key for f in self.item.fields):
            return False
        insured = next(
            (f for f in self.item.fields if f.kind is FieldKind.ID_NUMBER and not f.about), None
        )
        born = birth_date(values.get(insured.key, "")) if insured is not None else None
        return born is not None and full_years(born, self.today) < NEEDS_GUARDIAN_BELOW


def form_for(catalogue: Catalogue, application: Application, today: date) -> Form:
    """Return the form of an application as its region asks it."""
    item = catalogue.item(application.item_code, application.region)
    parts = tuple(
        AskedPart(part, catalogue.item(part.code, application.region)) for part in item.parts
    )
    form = Form(item, today, parts)
    return put_off(form, application)


def put_off(form: Form, application: Application) -> Form:
    """Return the form with the parts put off that the application says."""
    codes = {p.code for p in form.parts}
    later = frozenset(k for k, v in application.papers.items() if k in codes and v == LATER)
    return replace(form, later=later)
