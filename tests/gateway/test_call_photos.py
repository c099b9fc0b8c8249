"""Tests photographs that are handed in from a call page."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from tests.video_desk.call_desk import CallDesk


async def test_a_photograph_goes_into_the_conversation_and_to_the_agent(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    path = f"/api/v1/calls/{call.id}/photos"

    async with call_desk.both(call) as (_, agent):
        session = await call_desk.session()
        headers = {"Authorization": f"Bearer {session}", "Content-Type": "image/jpeg"}
        taken = await call_desk.http.post(path, content=_jpeg(), headers=headers)
        shown = await agent.receive_until("photo")
        stranger = await call_desk.http.post(
            path, content=_jpeg(), headers=headers | {"Authorization": "Bearer x"}
        )

    assert taken.status_code == 201, taken.text
    assert taken.json()["detail"] is None
    photo = taken.json()["photo"]
    assert shown == {"type": "photo", "photo": photo, "seat": "citizen"}
    assert call_desk.forms.done == [("photographed", "citizen", photo["id"])]
    assert stranger.status_code == 401


async def test_a_photograph_that_the_form_has_no_use_for_is_kept_all_the_same(
    call_desk: CallDesk,
) -> None:
    call = await call_desk.opened()
    session = await call_desk.session()
    call_desk.forms.refusal = "这一项不用照片。"
    headers = {"Authorization": f"Bearer {session}", "Content-Type": "image/jpeg"}

    taken = await call_desk.http.post(
        f"/api/v1/calls/{call.id}/photos", content=_jpeg(), headers=headers
    )

    assert (taken.status_code, taken.json()["detail"]) == (201, "这一项不用照片。")
    assert len(await call_desk.office.stores.photos.of_conversation("c1")) == 1


def _jpeg() -> bytes:
    out = BytesIO()
    picture = Image.effect_noise((1200, 800), 90).convert("RGB")
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
