"""Gathers what is known of a person already, so that nothing is asked twice (WCAG 3.3.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.authorising import Authorising, PersonKeeper
from core import form_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.fields import problem_with
from core.form_fields import Form
from core.identity import Person
from core.service_items import Field, FieldKind
from core.store import ApplicationStore

# What stays the same from one matter of a person to the next.
LASTING = frozenset({FieldKind.NAME, FieldKind.ID_NUMBER, FieldKind.MOBILE, FieldKind.BANK_CARD})
MOBILE = "mobile"  # key of the field in every item
OWN = frozenset({"", "监护人"})  # Field.about: a parent speaks of themselves
ACCOUNTS = frozenset({"收款人", "单位"})  # whose fields stay the same, whatever their kind


@dataclass(frozen=True, slots=True)
class Known:
    """Be the values that may be offered, and the question that offers them."""

    values: Mapping[str, str] = field(default_factory=dict)
    words: str = say.OFFER_KNOWN


class CallerNumbers(Protocol):
    """Know from which number a conversation came."""

    async def claimed_mobile(self, conversation_id: str) -> str | None:
        """Return that mobile number, which proves nothing; None if there is none."""
        ...


class KnownValues:
    """Look up what the conversation knows of the person for whom something is applied for."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        applications: ApplicationStore,
        people: PersonKeeper,
        authorising: Authorising,
        now: Callable[[], datetime],
        callers: CallerNumbers | None = None,
    ) -> None:
        """Take where earlier applications are, who proved who they are, and for whom they act.

        Without `callers` no number is known from a telephone call.
        """
        self._catalogue = catalogue
        self._applications = applications
        self._people = people
        self._authorising = authorising
        self._now = now
        self._callers = callers

    async def for_form(self, form: Form, application: Application) -> Known:
        """Return values for fields that are still open, of the same person only."""
        person = await self._person(application)
        earlier = await self._applications.of_conversation(application.conversation_id)
        known = self._earlier(application, earlier)
        words = say.OFFER_KNOWN
        if person is not None:
            if known.get("id_number", person.id_number) != person.id_number:
                known = {}  # the earlier application was another person's
            if not known:
                words = say.OFFER_VERIFIED
            known = {**known, "name": person.name, "id_number": person.id_number}
        mobile = await self._mobile(application) if MOBILE not in known else None
        if mobile is not None:
            words = say.OFFER_AGAIN if known else say.OFFER_CALLER
            known = {**known, MOBILE: mobile}
        fit = {
            f.key: known[f.key]
            for f in form.item.fields
            if _lasts(f)
            and f.key in known
            and f.key not in application.fields
            and problem_with(f, known[f.key], application.fields, form.today) is None
        }
        return Known(fit, words)

    async def _mobile(self, application: Application) -> str | None:
        """Return the number from which a citizen calls; for somebody else it is not theirs."""
        if self._callers is None or application.delegate is not None:
            return None
        return await self._callers.claimed_mobile(application.conversation_id)

    async def level(self, application: Application) -> str:
        """Return the IdentityLevel with which an application is made."""
        person = await self._person(application)
        own = person is not None and person.id_number == application.fields.get("id_number")
        return "verified" if own else "claimed"

    async def _person(self, application: Application) -> Person | None:
        """Return whose matter it is, if that is proven: who speaks, or who authorised them."""
        if application.delegation_id is not None:
            return await self._authorising.principal(application.conversation_id)
        if application.delegate is not None:
            return None
        return await self._people.person(application.conversation_id, self._now())

    def _earlier(self, application: Application, earlier: Sequence[Application]) -> dict[str, str]:
        """Return the values of the last application that was for the same person."""
        for other in earlier:
            if other.id == application.id or other.delegate != application.delegate:
                continue
            asked = {f.key: f for f in self._catalogue.item(other.item_code, other.region).fields}
            if any(
                application.fields.get(key, value) != value and asked[key].kind in LASTING
                for key, value in other.fields.items()
                if key in asked and key in {"name", "id_number"}
            ):
                continue  # the first sentence named somebody else
            values = {
                key: value
                for key, value in other.fields.items()
                if key in asked and _lasts(asked[key])
            }
            if values:
                return values
        return {}


def _lasts(field: Field) -> bool:
    return field.about in ACCOUNTS or (field.about in OWN and field.kind in LASTING)
