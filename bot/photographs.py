"""Takes photographs of documents into the conversation: nothing counts before a yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.applied import asking, clarify, stepped, with_question
from bot.form_offers import offers
from bot.form_papers import PaperState, states
from bot.form_questions import ask
from bot.photo_values import fitting
from core import form_wording, wording
from core import paper_wording as say
from core.applications import Application
from core.catalogue import Catalogue
from core.conversation import Conversation
from core.form_fields import Form, form_for
from core.messages import Answer, Handled, Reply, Status, Turn
from core.photo_fitness import will_do
from core.photos import DocumentKind, Photo
from core.service_items import Material, ServiceItem
from core.store import ApplicationStore

MOST_CHOICES = 4
PHOTO = "photo:"  # in Application.papers, before the photograph's id
ANY = frozenset({"", DocumentKind.OTHER.value})  # Material.photo: whatever it shows is taken
WANTED = frozenset({PaperState.MISSING, PaperState.DEPENDS, PaperState.FOLLOWS})


class Photographs:
    """Fulfil PhotoTaker."""

    def __init__(
        self,
        *,
        catalogue: Catalogue,
        applications: ApplicationStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take the catalogue and where applications are stored."""
        self._catalogue = catalogue
        self._applications = applications
        self._now = now

    async def take(self, conversation: Conversation, photo: Photo) -> Answer:
        """Return the answer: what was read, offered for confirmation, or what is wrong with it."""
        application = await self._applications.in_hand(conversation.id)
        if application is None:
            return self._nothing_in_hand(conversation, photo)
        form = form_for(self._catalogue, application, self._now().date())
        wrong = self._refused(form, application, photo)
        if wrong is not None:
            return with_question(wrong, asking(form, application, self._catalogue))
        material = _material(form, application, photo)
        assert material is not None, "what stands for no paper was refused"
        papers = {**application.papers, material.name: PHOTO + photo.id}
        values = {} if material.by_delegate else fitting(form, application.fields, photo.reading)
        new = {k: v for k, v in values.items() if application.fields.get(k) != v}
        taken = replace(application, papers=papers, offered={**application.offered, **new})
        await self._applications.save(taken, self._now())
        unread = "".join(photo.reading.problems)  # of single values: they are asked as usual
        said = say.PHOTO_KEPT.format(material=material.name) + unread
        words = form_wording.OFFER_PHOTO if offers(form, taken) and new else ""
        return stepped(form, ask(form, taken, said, words), self._catalogue)

    def _nothing_in_hand(self, conversation: Conversation, photo: Photo) -> Answer:
        """Say what the paper is and ask what it is for."""
        kind = photo.reading.kind
        items = [
            item
            for item in self._catalogue.items_in(conversation.region)
            if item.fields and any(m.photo == kind.value for m in item.materials)
        ]
        if not will_do(photo.reading):
            text = "".join(photo.reading.problems)
        elif kind is DocumentKind.OTHER:
            text = say.PHOTO_UNKNOWN + say.PHOTO_WHAT_FOR
        else:
            text = say.PHOTO_OF.format(what=say.KINDS[kind.value]) + say.PHOTO_WHAT_FOR
        return clarify(text, *_wishes(items))

    def _refused(self, form: Form, application: Application, photo: Photo) -> Answer | None:
        """Say why a photograph is not taken; None: it is one of the papers of this matter."""
        kind = photo.reading.kind
        if not will_do(photo.reading):
            return _aside("".join(photo.reading.problems))
        asked = next((m for m in form.item.materials if m.name == photo.material), None)
        turned = kind is DocumentKind.ID_CARD_BACK
        wants_card = any(m.photo == DocumentKind.ID_CARD.value for m in form.item.materials)
        if turned and wants_card and (asked is None or asked.photo == DocumentKind.ID_CARD.value):
            return _aside(say.PHOTO_TURN_OVER)
        what = say.KINDS[kind.value]
        if asked is not None and asked.photo not in {*ANY, kind.value}:
            return _aside(say.PHOTO_NOT_THAT.format(what=what, material=asked.name))
        if _material(form, application, photo) is not None:
            return None
        if kind is DocumentKind.OTHER:
            names = [n for n, state in states(form.item, application).items() if state in WANTED]
            return _aside(say.PHOTO_UNKNOWN + say.PHOTO_WHICH.format(names="、".join(names)))
        return _aside(say.PHOTO_NOT_NEEDED.format(what=what, item=form.name))


def _material(form: Form, application: Application, photo: Photo) -> Material | None:
    """Return the paper that a photograph stands for; None: none of this matter's."""
    for material in form.item.materials:
        if material.name == photo.material and material.photo in {*ANY, photo.reading.kind.value}:
            return material
    if photo.material is not None or photo.reading.kind is DocumentKind.OTHER:
        return None
    standing = states(form.item, application)
    fits = [m for m in form.item.materials if m.photo == photo.reading.kind.value]
    if application.delegate is not None and _anothers(application.fields, photo):
        fits = [m for m in fits if m.by_delegate]  # the card of whoever acts, not of the insured
    open_ones = [m for m in fits if standing[m.name] in WANTED]
    possible = open_ones or [m for m in fits if standing[m.name] is not PaperState.NOT_NEEDED]
    return possible[0] if possible else None


def _anothers(fields: Mapping[str, str], photo: Photo) -> bool:
    """Tell whether an identity card is not that of the insured person."""
    number = photo.reading.values.get("id_number")
    return number is not None and fields.get("id_number", number) != number


def _wishes(items: list[ServiceItem]) -> tuple[str, ...]:
    return tuple(form_wording.WANT.format(item=item.name) for item in items[:MOST_CHOICES])


def _aside(text: str) -> Answer:
    reply = Reply(text, Status.ASKED_BACK, choices=(wording.HUMAN_CHOICE,))
    return Answer(reply, Turn(Handled.CLARIFY))
