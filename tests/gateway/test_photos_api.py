"""Tests gateway.photos_api: photographs over HTTP, from the real check to the real files."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from core import photo_wording, wording
from core.applications import Application, Phase
from core.store.photos import PhotoStore
from core.tables import audit
from gateway.photos_api import PhotoParts, photo_routes
from gateway.problems import install
from gateway.staff import DESK, KNOWLEDGE, StaffDoor
from integrations.photographs.files import PhotoFiles
from tests.fakes.office import CONTRACT, Office
from tests.fakes.photographs import FakeReader, FakeTaker, taking_of
from tests.gateway.front import CHEAP, PASSWORD
from tests.people import ID_NUMBER
from tests.photographs.camera import as_jpeg
from tests.photographs.cards import id_card

JPEG = as_jpeg(id_card(random.Random(1)).image)
OTHER = as_jpeg(id_card(random.Random(2)).image)


@dataclass(frozen=True, slots=True)
class PhotoFront:
    """Hold the photographs' routes and a browser."""

    office: Office
    http: httpx.AsyncClient
    folder: Path
    door: StaffDoor

    async def citizen(self) -> tuple[str, dict[str, str]]:
        """Open a conversation; return where its photographs go and what proves whose it is."""
        conversation, token, _ = await self.office.assistant.open("web")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"}
        return f"/api/v1/conversations/{conversation.id}/photos", headers

    async def sign_in(self, duty: str) -> None:
        """Let the browser be a member of staff's."""
        await self.door.add("1001", "王工", PASSWORD, [duty])
        self.http.cookies.set("yibao_staff", await self.door.sign_in("1001", PASSWORD))


@pytest.fixture
async def front(office: Office, tmp_path: Path) -> AsyncIterator[PhotoFront]:
    folder = tmp_path / "photos"
    door = StaffDoor(office.staff, now=office.clock, session=timedelta(hours=8), hasher=CHEAP)
    files = PhotoFiles(folder)
    app = FastAPI()
    install(app)
    parts = PhotoParts(
        taking=taking_of(office, FakeReader(), FakeTaker(), files),
        photos=PhotoStore(office.database),
        files=files,
        conversations=office.conversations,
        staff=door,
        now=office.clock,
    )
    app.include_router(photo_routes(parts))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield PhotoFront(office, http, folder, door)


async def test_a_photograph_is_handed_in_and_answered(front: PhotoFront) -> None:
    path, headers = await front.citizen()

    response = await front.http.post(
        path, content=JPEG, headers=headers, params={"material": "身份证", "kind": "id_card"}
    )

    assert response.status_code == 201
    data = response.json()
    assert (data["photo"]["kind"], data["photo"]["material"]) == ("id_card", "身份证")
    assert ID_NUMBER in data["reply"]["text"]
    assert data["turn"]["intent"] == "photo"
    kept = list(front.folder.iterdir())
    assert [file.name for file in kept] == [f"{data['photo']['id']}.jpg"]


async def test_the_same_photograph_again_is_the_same_one(front: PhotoFront) -> None:
    path, headers = await front.citizen()

    one = (await front.http.post(path, content=JPEG, headers=headers)).json()
    two = (await front.http.post(path, content=JPEG, headers=headers)).json()
    listed = (await front.http.get(path, headers=headers)).json()

    assert one["photo"] == two["photo"]
    assert one["turn"]["seq"] == two["turn"]["seq"]
    assert listed == {"photos": [one["photo"]]}


async def test_the_owner_sees_the_picture_as_it_was_kept(front: PhotoFront) -> None:
    path, headers = await front.citizen()
    photo = (await front.http.post(path, content=JPEG, headers=headers)).json()["photo"]

    response = await front.http.get(f"/api/v1/photos/{photo['id']}", headers=headers)

    assert response.headers["content-type"] == "image/jpeg"
    assert response.headers["cache-control"] == "no-store"
    assert response.content == next(front.folder.iterdir()).read_bytes()
    assert [row["action"] for row in await front.office.rows(audit)].count("photo_seen") == 0


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_a_stranger_is_not_even_told_that_it_exists(front: PhotoFront, method: str) -> None:
    path, headers = await front.citizen()
    _, others = await front.citizen()
    photo = (await front.http.post(path, content=JPEG, headers=headers)).json()["photo"]

    response = await front.http.request(method, f"/api/v1/photos/{photo['id']}", headers=others)

    assert response.status_code == 404
    assert list(front.folder.iterdir())


async def test_nobody_hands_in_for_another(front: PhotoFront) -> None:
    path, _ = await front.citizen()
    _, others = await front.citizen()

    responses = [
        await front.http.post(path, content=JPEG, headers=others),
        await front.http.post(path, content=JPEG, headers={"Content-Type": "image/jpeg"}),
        await front.http.get(path),
    ]

    assert [response.status_code for response in responses] == [401, 401, 401]
    assert not front.folder.exists()


async def test_every_look_of_staff_is_recorded(front: PhotoFront) -> None:
    path, headers = await front.citizen()
    photo = (await front.http.post(path, content=JPEG, headers=headers)).json()["photo"]
    await front.sign_in(DESK)

    looks = [await front.http.get(f"/api/v1/photos/{photo['id']}") for _ in range(2)]

    assert [look.status_code for look in looks] == [200, 200]
    seen = [row for row in await front.office.rows(audit) if row["action"] == "photo_seen"]
    assert [(row["actor"], row["detail"]["photo"]) for row in seen] == [
        ("staff:1001", photo["id"])
    ] * 2
    assert (await front.http.get(path)).json() == {"photos": [photo]}


async def test_staff_without_duty_at_the_desk_see_nothing(front: PhotoFront) -> None:
    path, headers = await front.citizen()
    photo = (await front.http.post(path, content=JPEG, headers=headers)).json()["photo"]
    await front.sign_in(KNOWLEDGE)

    response = await front.http.get(f"/api/v1/photos/{photo['id']}")

    assert response.status_code == 403


async def test_a_photograph_can_be_deleted_before_it_is_handed_in(front: PhotoFront) -> None:
    path, headers = await front.citizen()
    photo = (await front.http.post(path, content=JPEG, headers=headers)).json()["photo"]

    response = await front.http.delete(f"/api/v1/photos/{photo['id']}", headers=headers)

    assert response.status_code == 204
    assert list(front.folder.iterdir()) == []
    again = await front.http.get(f"/api/v1/photos/{photo['id']}", headers=headers)
    assert again.status_code == 404


async def test_a_photograph_that_was_handed_in_stays(front: PhotoFront) -> None:
    path, headers = await front.citizen()
    conversation_id = path.split("/")[4]
    ready = Application("a1", conversation_id, CONTRACT, phase=Phase.CONFIRMING)
    await front.office.applications.open_application(ready, front.office.clock())
    photo = (await front.http.post(path, content=JPEG, headers=headers)).json()["photo"]
    now = front.office.clock()
    await front.office.applications.submit(ready, now, now.date(), None)

    response = await front.http.delete(f"/api/v1/photos/{photo['id']}", headers=headers)

    assert response.status_code == 409
    assert response.json()["detail"] == photo_wording.NOT_DELETED
    assert len(list(front.folder.iterdir())) == 1


@pytest.mark.parametrize(
    ("content", "kind", "status", "sentence"),
    [
        (b"%PDF-1.7", "image/jpeg", 422, photo_wording.NOT_A_PICTURE),
        (JPEG[:5000], "image/jpeg", 422, photo_wording.BROKEN),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "image/jpeg", 422, photo_wording.TOO_LARGE),
        (JPEG, "text/plain", 415, photo_wording.NOT_A_PICTURE),
        (b"", "image/png", 422, photo_wording.NOT_A_PICTURE),
    ],
)
async def test_what_is_no_photograph_is_refused_in_plain_words(
    front: PhotoFront, content: bytes, kind: str, status: int, sentence: str
) -> None:
    path, headers = await front.citizen()

    response = await front.http.post(
        path, content=content, headers=headers | {"Content-Type": kind}
    )

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == sentence
    assert not front.folder.exists()


async def test_who_sends_too_fast_is_asked_to_wait(front: PhotoFront) -> None:
    path, headers = await front.citizen()
    pictures = [as_jpeg(id_card(random.Random(seed)).image) for seed in range(3, 8)]
    for picture in pictures:
        assert (await front.http.post(path, content=picture, headers=headers)).status_code == 201

    refused = await front.http.post(path, content=OTHER, headers=headers)
    repeated = await front.http.post(path, content=pictures[-1], headers=headers)

    assert (refused.status_code, refused.json()["detail"]) == (429, photo_wording.TOO_FAST)
    assert repeated.status_code == 201


async def test_an_unknown_kind_is_a_bad_request(front: PhotoFront) -> None:
    path, headers = await front.citizen()

    response = await front.http.post(
        path, content=JPEG, headers=headers, params={"kind": "love_letter"}
    )

    assert (response.status_code, response.json()["detail"]) == (422, wording.BAD_REQUEST)
