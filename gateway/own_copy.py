"""Gathers what is kept of a proven person, for the copy that they may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from core import follow_up_wording
from core import own_data_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.contact import contact_key
from core.form_fields import GUARDIAN
from core.identity import Person
from core.privacy import mask_name
from gateway.stores import Stores

Json = dict[str, object]
ID_NUMBER, MOBILE = "id_number", "mobile"  # keys of fields in every item


class OwnCopies:
    """Make copies (个人信息保护法, article 45): the conversation's content and one's own cases.

    Left out, and said so on the page: applications not handed in and parts put off, complaints,
    ratings, call-backs, and the pictures and recordings themselves.
    """

    def __init__(self, stores: Stores, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        """Take where everything is kept, and how fields are called."""
        self._stores = stores
        self._catalogue = catalogue
        self._now = now

    async def of(self, conversation_id: str, person: Person) -> Json:
        """Return the copy: values of the person in full, those of others not at all."""
        stores, now = self._stores, self._now()
        lines = await stores.conversations.lines_after(conversation_id, 0)
        photos = await stores.photos.of_conversation(conversation_id)
        consents = await stores.calls.consents_of(conversation_id)
        pushes = await stores.push_choices.choice(conversation_id)
        requests = await stores.own_data.of_conversation(conversation_id)
        granted = await stores.delegations.granted_by(person.id_number, now)
        given = await stores.delegations.granted_to(person.id_number, now)
        agreed: list[Json] = [
            _consent(say.FILE_CONSENT[one.kind], given=one.given, at=one.at) for one in consents
        ]
        if pushes is not None:
            agreed.append(_consent(say.FILE_PUSHES, given=True, at=pushes.chosen_at))
        return {
            "name": person.name,
            "id_number": person.id_number,
            "made_at": now.isoformat(),
            "applications": [
                self._application(one, person) for one in await self._own(conversation_id, person)
            ],
            "talk": [
                {"at": line.at.isoformat(), "who": say.FILE_WHO[line.who], "text": line.text}
                for line in lines
            ],
            "photos": [
                {"at": photo.at.isoformat(), "material": photo.material or ""} for photo in photos
            ],
            "consents": agreed,
            "requests": [
                {
                    "number": one.number,
                    "right": say.RIGHTS[one.right.value],
                    "state": say.STANDING[one.standing.value],
                    "at": one.asked_at.isoformat(),
                }
                for one in requests
            ],
            "delegations": [
                *(say.FILE_BY_YOU.format(name=mask_name(one.agent_name or "")) for one in granted),
                *(say.FILE_TO_YOU.format(name=mask_name(one.principal_name)) for one in given),
            ],
        }

    async def _own(self, conversation_id: str, person: Person) -> list[Application]:
        """Return what was handed in here, and elsewhere under the same mobile by this person."""
        casework = self._stores.casework
        found = {one.id: one for one in await casework.of_conversation(conversation_id)}
        mobiles = {
            one.fields[MOBILE]
            for one in found.values()
            if MOBILE in one.fields and _is_of(one, person)
        }
        for mobile in sorted(mobiles):
            for one in await casework.by_contact(contact_key(mobile, person.id_number[-4:])):
                if _is_of(one, person):
                    found.setdefault(one.id, one)
        return sorted(found.values(), key=lambda one: one.number or "")

    def _application(self, application: Application, person: Person) -> Json:
        item = self._catalogue.item(application.item_code, application.region)
        submitted = application.submitted_at
        own = _is_of(application, person)
        fields: Mapping[str, str] = {
            f.label: application.fields[f.key]
            for f in (*item.fields, GUARDIAN)
            if own and f.key in application.fields
        }
        return {
            "number": application.number,
            "item": item.name,
            "state": follow_up_wording.PHASES[application.phase.value],
            "submitted_at": submitted.isoformat() if submitted else None,
            "fields": fields,
            "note": "" if own else say.FILE_OTHERS,
        }


def _is_of(application: Application, person: Person) -> bool:
    return application.fields.get(ID_NUMBER) == person.id_number


def _consent(what: str, *, given: bool, at: datetime) -> Json:
    said = say.FILE_AGREED if given else say.FILE_REFUSED
    return {"what": what, "said": said, "at": at.isoformat()}
