"""Fakes what reads, keeps and understands photographs; fulfils PhotoReader and the like."""

from __future__ import annotations

from core.contracts import HumanDesk
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.messages import Answer, Handled, Reply, Status, Turn
from core.ownership import Ownership
from core.photo_image import PhotoImage
from core.photo_taking import PhotoKeeper, PhotoTaking
from core.photos import DocumentKind, Photo, PhotoReading
from core.store.photos import PhotoStore
from tests.fakes.office import CATALOGUE, Office
from tests.people import ID_NUMBER, NAME

CARD = PhotoReading(DocumentKind.ID_CARD, {"name": NAME, "id_number": ID_NUMBER})


class FakeReader:
    """Read the same thing from every photograph, or fail."""

    def __init__(self) -> None:
        self.reading = CARD
        self.broken = False
        self.asked: list[DocumentKind | None] = []

    async def read(self, image: bytes, kind: DocumentKind | None) -> PhotoReading:
        self.asked.append(kind)
        if self.broken:
            raise EngineUnavailable("photographs")
        return self.reading


class FakeTaker:
    """Ask the citizen to confirm what was read, and remember the photographs."""

    def __init__(self) -> None:
        self.got: list[Photo] = []
        self.broken = False

    async def take(self, conversation: Conversation, photo: Photo) -> Answer:
        if self.broken:
            raise EngineUnavailable("taker")
        self.got.append(photo)
        number = photo.reading.values.get("id_number", "")
        reply = Reply(f"第{len(self.got)}次，身份证号是{number}，对吗？", Status.ASKED_BACK)
        return Answer(reply, Turn(Handled.FORM, intent="photo"))


class FakeKeeper:
    """Keep pictures in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def write(self, photo_id: str, jpeg: bytes) -> None:
        self.kept[photo_id] = jpeg


def picture(number: int = 1) -> PhotoImage:
    """Return a picture that differs from those with other numbers."""
    return PhotoImage(b"jpeg %d" % number, 1200, 800, f"{number:064x}")


def taking_of(
    office: Office,
    reader: FakeReader,
    taker: FakeTaker,
    keeper: PhotoKeeper,
    desk: HumanDesk | None = None,
) -> PhotoTaking:
    """Join the parts as gateway.parts does."""
    return PhotoTaking(
        conversations=office.conversations,
        photos=PhotoStore(office.database),
        pictures=keeper,
        reader=reader,
        taker=taker,
        desk=desk or office.desk,
        ownership=Ownership(office.applications, CATALOGUE),
        recorder=office.recorder,
        now=office.clock,
    )
