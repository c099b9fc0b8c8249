"""Seats a citizen, an agent and a daughter around one form, on a database of its own."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from PIL import Image, ImageDraw

from bot.filing import Filing
from core.applications import Application
from core.calls import Call, CallSeat, Role
from core.contracts import Ticket
from core.conversation import Conversation
from core.form_fields import Form, form_for
from core.ownership import Ownership
from core.store.call_seats import CallSeatStore
from core.store.shared_forms import SharedFormStore
from core.store.video_calls import VideoCallStore
from tests.fakes.office import CALENDAR, CATALOGUE, Office
from tests.item_samples import sample_value
from video_desk.exhibits import Exhibits
from video_desk.form_filing import Filer, FormFiling
from video_desk.form_opening import FormOpening
from video_desk.shared_form import SharedForms

Event = Mapping[str, object]
CITIZEN, AGENT, DAUGHTER, CHIEF = "citizen", "agent", "family", "supervisor"


@dataclass(frozen=True, slots=True)
class FormDesk:
    """Hold a call and everything around its form."""

    office: Office
    conversation: Conversation
    call: Call
    forms: SharedForms
    store: SharedFormStore
    seats: CallSeatStore
    calls: VideoCallStore
    exhibits: Exhibits
    told: list[tuple[str, Event]] = field(default_factory=list)  # (seat, event)

    async def shown(self, seat: str = AGENT) -> Mapping[str, object]:
        """Return the form as a seat sees it."""
        form = await self.forms.shown(self.call.id, seat)
        assert form is not None
        return form

    async def field(self, key: str, seat: str = AGENT) -> Mapping[str, object]:
        """Return one field as a seat sees it."""
        fields = (await self.shown(seat))["fields"]
        assert isinstance(fields, list)
        return next(f for f in fields if f["key"] == key)

    async def set(self, key: str, value: str, seat: str = AGENT) -> Sequence[Event]:
        """Write a field as somebody who saw the form as it is now."""
        version = (await self.shown(seat))["version"]
        assert isinstance(version, int)
        return await self.forms.set(self.call.id, seat, key, value, version)

    async def fill(self, **values: str) -> None:
        """Write these values, and valid ones into everything else that is open."""
        for key, value in values.items():
            await self.set(key, value)
        while True:
            draft = await self.draft()
            form = self.form_of(draft)
            missing = [f for f in form.fields_for(draft.fields) if f.key not in draft.fields]
            if not missing:
                return
            key = missing[0].key
            await self.set(key, sample_value(missing[0], draft.fields))
            assert key in (await self.draft()).fields, (await self.field(key))["error"]

    async def agreed(self) -> None:
        """Let the citizen agree and sign."""
        await self.forms.confirm(self.call.id, CITIZEN, "button")
        await self.forms.sign(self.call.id, CITIZEN, written())

    async def submit(self) -> Sequence[Event]:
        """Let the agent submit."""
        return await self.forms.submit(self.call.id, AGENT, "王工")

    async def draft(self) -> Application:
        """Return the citizen's newest application as it is stored."""
        found = await self.office.applications.latest(self.conversation.id)
        assert found is not None
        return found

    async def submitted(self) -> Application:
        """Return what the citizen submitted last; of a composite matter the whole."""
        return (await self.office.applications.submitted(self.conversation.id))[0]

    def form_of(self, application: Application) -> Form:
        """Return what an application asks."""
        return form_for(CATALOGUE, application, self.office.clock().date())

    def seen(self, seat: str, kind: str) -> list[Event]:
        """Return the events of one type that a seat was told."""
        return [event for who, event in self.told if who == seat and event["type"] == kind]

    def restarted(self, filer: Filer | None = None) -> FormDesk:
        """Return the same desk after the gateway died and came back, perhaps with another filer."""
        return joined(
            self.office, self.conversation, self.call, self.exhibits, self.calls, self.seats, filer
        )


async def form_desk(
    office: Office, folder: Path, draft: Application | None = None, *, delegate: str | None = None
) -> FormDesk:
    """Open a conversation, with a draft of the bot's if given, and call its citizen."""
    conversation = await office.opened()
    if delegate is not None:
        await office.conversations.remember(conversation.id, delegate=delegate)
    if draft is not None:
        own = replace(draft, conversation_id=conversation.id, delegate=delegate)
        await office.applications.open_application(own, office.clock())
    calls, seats = VideoCallStore(office.database), CallSeatStore(office.database)
    call = await called(office, conversation, calls, seats)
    return joined(office, conversation, call, Exhibits(folder / "evidence"), calls, seats)


async def called(
    office: Office, conversation: Conversation, calls: VideoCallStore, seats: CallSeatStore
) -> Call:
    """Call the citizen of a conversation, and seat everybody."""
    number = len(await calls.open_calls()) + len(await office.tickets.recently_accepted(9)) + 1
    ticket = Ticket(f"t{number}", conversation.id, "video", None, {}, office.clock())
    await office.tickets.enqueue(ticket)
    call = await calls.open(ticket.id, conversation.id, "1001", office.clock())
    until = office.clock() + timedelta(hours=1)
    for role, name, staff in (
        (Role.CITIZEN, "市民", None),
        (Role.AGENT, "王工", "1001"),
        (Role.FAMILY, "女儿", None),
        (Role.SUPERVISOR, "李主任", "2001"),
    ):
        await seats.seat_staff(CallSeat(call.id, role.value, role, name, until, staff))
    return call


def joined(
    office: Office,
    conversation: Conversation,
    call: Call,
    exhibits: Exhibits,
    calls: VideoCallStore,
    seats: CallSeatStore,
    filer: Filer | None = None,
) -> FormDesk:
    """Join the parts, as the gateway does."""
    told: list[tuple[str, Event]] = []

    async def tell(_call_id: str, seat: str, event: Event) -> None:
        told.append((seat, event))

    store, stores, clock = SharedFormStore(office.database, CATALOGUE), office.stores, office.clock
    opening = FormOpening(
        catalogue=CATALOGUE,
        forms=store,
        applications=stores.applications,
        conversations=stores.conversations,
        delegations=stores.delegations,
        people=stores.identity,
        now=clock,
    )
    filing = FormFiling(
        forms=store,
        filer=filer or real_filer(office),
        exhibits=exhibits,
        delegations=stores.delegations,
        people=stores.identity,
        notices=stores.notices,
        conversations=stores.conversations,
        ownership=Ownership(stores.applications, CATALOGUE),
        citizens=office.channel,
        invite=office.rating.invite,
        now=clock,
    )
    forms = SharedForms(
        forms=store,
        calls=calls,
        seats=seats,
        catalogue=CATALOGUE,
        opening=opening,
        filing=filing,
        photos=stores.photos,
        taker=office.bot.photographs,
        conversations=stores.conversations,
        exhibits=exhibits,
        tell=tell,
        now=clock,
    )
    return FormDesk(office, conversation, call, forms, store, seats, calls, exhibits, told)


def real_filer(office: Office) -> Filer:
    """Return what files for the bot, too."""
    return Filing(
        catalogue=CATALOGUE,
        applications=office.applications,
        due_day=CALENDAR.after,
        now=office.clock,
    )


def written(*, width: int = 600, height: int = 200, blank: bool = False) -> bytes:
    """Return a signature as a page would send it: black strokes on nothing."""
    image = Image.new("RGBA", (width, height))
    if not blank:
        pen = ImageDraw.Draw(image)
        pen.line([(60, 40), (160, 150), (240, 50), (340, 140)], fill="black", width=6)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()
