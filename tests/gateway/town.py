"""Fills the gateway with one thing of each kind, so that fuzzed requests find something."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.applications import Application, Phase
from core.photos import DocumentKind, Photo, PhotoReading
from tests.fakes.office import CONTRACT
from tests.gateway.citizen import Citizen
from tests.gateway.editors import editor, imported, open_knowledge
from tests.gateway.front import Front
from tests.people import ID_NUMBER, MOBILE, NAME

Known = Mapping[str, Sequence[str]]  # end of a path -> what there is below it


@dataclass(frozen=True, slots=True)
class Things:
    """Be what one citizen has."""

    conversation: str
    application: str  # receipt numbers
    complaint: str
    call_back: str
    photo: str
    ticket: str


async def belongings(front: Front, own: Citizen) -> Things:
    """Let a citizen have one thing of each kind."""
    office, at = front.office, front.office.clock()
    fields = {"mobile": MOBILE, "name": NAME, "id_number": ID_NUMBER}
    ready = Application(str(uuid.uuid4()), own.id, CONTRACT, Phase.CONFIRMING, fields=fields)
    await office.applications.open_application(ready, at)
    filed = await office.applications.submit(ready, at, at.date(), None)
    photo = Photo(
        id=str(uuid.uuid4()),
        conversation_id=own.id,
        application_id=None,
        material=None,
        reading=PhotoReading(DocumentKind.ID_CARD, {"name": NAME}),
        sha256=uuid.uuid4().hex,
        width=8,
        height=8,
        at=at,
    )
    await front.parts.personal.photos.files.write(photo.id, b"\xff\xd8 picture")
    await office.stores.photos.add(photo, size=10, turn=0)
    said = await front.http.post(
        "/api/v1/complaints", json={"text": "排队太久"}, headers=own.headers
    )
    slots = (await front.http.get("/api/v1/call-back-slots")).json()["slots"]
    wish = {"phone": MOBILE, "starts": slots[-1]["starts"]}
    booked = await front.http.post(f"{own.path}/call-backs", json=wish, headers=own.headers)
    await front.http.post(f"{own.path}/queue", json={}, headers=own.headers)
    ticket = await office.tickets.open_ticket_of(own.id)
    assert ticket is not None
    return Things(
        conversation=own.id,
        application=filed.number or "",
        complaint=said.json()["number"],
        call_back=booked.json()["number"],
        photo=photo.id,
        ticket=ticket.id,
    )


async def known_of(front: Front, things: Things) -> Known:
    """Return by which names things are there, those of the policy editors included."""
    await open_knowledge(front)
    async with editor(front, "editor", "knowledge") as who:
        entry = await imported(front, who)
        documents = (await who.get("/documents"))["documents"]
        imports = (await who.get("/imports"))["imports"]
    assert isinstance(documents, list)
    assert isinstance(imports, list)
    return {
        "conversations": (things.conversation,),
        "applications": (things.application,),
        "remarks": (things.complaint,),
        "call-backs": (things.call_back,),
        "photos": (things.photo,),
        "tickets": (things.ticket,),
        "documents": tuple(one["id"] for one in documents),
        "policies": tuple(one["id"] for one in documents),
        "imports": tuple(one["id"] for one in imports),
        "admin/entries": (str(entry["key"]),),
        "knowledge/entries": ("yantai#transfer@1",),
        "{key}": (str(entry["version"]),),
        "releases": ("1",),
        "items": (CONTRACT,),
        "teams": ("1",),
        "accounts": ("editor",),
    }
