"""Tests what the page of the phone does: pictures, voices, places, the menu, and who may call."""

from __future__ import annotations

import io
import math
import wave

import av
import pytest

from integrations.wechat_simulator.voices import Unhearable, seconds_of, to_amr, to_wav
from tests.integrations.wechat_simulator.played import NOTICE, Json, Played, played

OURS = {"X-Phone": "1"}
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 100


def recording(seconds: float = 1.5, rate: int = 48_000) -> bytes:
    """Return a tone as a WAV of 48 kHz, as a browser could record it."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        tone = (
            int(9000 * math.sin(n / rate * 2 * math.pi * 440)) for n in range(int(rate * seconds))
        )
        file.writeframes(b"".join(value.to_bytes(2, "little", signed=True) for value in tone))
    return written.getvalue()


async def sent(wechat: Played, path: str, body: Json | None = None, content: bytes = b"") -> int:
    """Do something on the phone; return the status."""
    if body is not None:
        answer = await wechat.api.post(path, json=body, headers=OURS)
    else:
        answer = await wechat.api.post(path, content=content, headers=OURS)
    await wechat.settled()
    return answer.status_code


def last_push(wechat: Played) -> dict[str, str]:
    assert wechat.door is not None
    return wechat.door.pushes[-1]


def test_a_recording_becomes_amr_and_can_be_heard_again() -> None:
    amr = to_amr(recording())

    with av.open(io.BytesIO(to_wav(amr)), "r") as heard:
        samples = sum(frame.samples for frame in heard.decode(audio=0))
    assert amr.startswith(b"#!AMR\n")
    assert len(amr) == pytest.approx(1.5 * 1600, rel=0.03)  # 12.2 kbit/s
    assert samples == pytest.approx(1.5 * 8000, rel=0.03)
    assert seconds_of(amr) == 2


def test_of_a_long_recording_a_minute_is_sent() -> None:
    assert seconds_of(to_amr(recording(63, 8000))) <= 61


@pytest.mark.parametrize("nonsense", [b"", b"nonsense", b"RIFF0000WAVE", JPEG])
def test_what_has_no_sound_in_it_is_no_voice(nonsense: bytes) -> None:
    with pytest.raises(Unhearable):
        to_amr(nonsense)


async def test_a_spoken_message_can_be_fetched_by_the_account_as_amr() -> None:
    wechat = played()
    openid = await wechat.follower()

    status = await sent(wechat, f"/phone/voice?openid={openid}", content=recording())
    push = last_push(wechat)
    query = {"access_token": await wechat.token(), "media_id": push["MediaId"]}
    fetched = await wechat.api.get("/cgi-bin/media/get", params=query)

    assert status == 200
    assert (push["MsgType"], push["Format"], push["Recognition"]) == ("voice", "amr", "")
    assert fetched.content.startswith(b"#!AMR\n")


async def test_a_picture_and_a_place_reach_the_door_with_all_their_fields() -> None:
    wechat = played()
    openid = await wechat.follower()

    await sent(wechat, f"/phone/picture?openid={openid}", content=JPEG)
    picture = last_push(wechat)
    place: Json = {"openid": openid, "latitude": 31.23, "longitude": 121.47, "label": "人民公园"}
    await sent(wechat, "/phone/place", place)
    where = last_push(wechat)

    assert picture["MsgType"] == "image"
    assert picture["PicUrl"].endswith(picture["MediaId"])
    assert (await wechat.api.get(picture["PicUrl"])).content == JPEG
    assert (where["Location_X"], where["Location_Y"]) == ("31.230000", "121.470000")
    assert where["Label"] == "人民公园"


async def test_a_svg_is_no_picture() -> None:
    wechat = played()
    openid = await wechat.follower()

    answer = await wechat.api.post(
        f"/phone/picture?openid={openid}", content=b"<svg/>", headers=OURS
    )

    assert answer.json()["errcode"] == 40005


async def test_a_menu_button_sends_its_key_and_a_page_button_opens_its_page() -> None:
    wechat = played()
    openid = await wechat.follower()
    below: Json = {"type": "view", "name": "进度", "url": "https://pages.example/me"}
    top: Json = {"type": "click", "name": "办事", "key": "APPLY"}
    await wechat.call("/menu/create", {"button": [top, {"name": "查询", "sub_button": [below]}]})

    await sent(wechat, "/phone/tap", {"openid": openid, "top": 0})
    tapped = last_push(wechat)
    allowed = [await wechat.say_to(openid) for _ in range(4)]
    body = {"openid": openid, "top": 1, "below": 0}
    opened = (await wechat.api.post("/phone/tap", json=body, headers=OURS)).json()
    await wechat.settled()

    assert (tapped["Event"], tapped["EventKey"]) == ("CLICK", "APPLY")
    assert allowed == [0, 0, 0, 45047]
    assert opened["open"] == "https://pages.example/me"
    assert (last_push(wechat)["Event"], last_push(wechat)["EventKey"]) == ("VIEW", opened["open"])


@pytest.mark.parametrize(("top", "below"), [(0, -1), (0, 1), (1, 0), (-1, 0)])
async def test_a_place_without_a_button_cannot_be_pressed(top: int, below: int) -> None:
    wechat = played()
    openid = await wechat.follower()
    lower: Json = {"type": "click", "name": "进度", "key": "STATE"}
    await wechat.call("/menu/create", {"button": [{"name": "查询", "sub_button": [lower]}]})

    assert await sent(wechat, "/phone/tap", {"openid": openid, "top": top, "below": below}) == 404


async def test_the_chat_is_told_once_with_what_is_around_it() -> None:
    wechat = played()
    openid = await wechat.follower()
    await sent(wechat, "/phone/say", {"openid": openid, "text": "你好"})
    await sent(wechat, "/phone/agree", {"openid": openid, "template_id": NOTICE})

    query = {"openid": openid, "after": "0", "seconds": "0"}
    told = (await wechat.api.get("/phone/news", params=query, headers=OURS)).json()
    query["after"] = str(told["last"])
    later = (await wechat.api.get("/phone/news", params=query, headers=OURS)).json()

    assert [one["side"] for one in told["shown"]] == ["office", "citizen", "office"]
    assert (told["follows"], told["left"], told["agreed"]) == (True, 5, [NOTICE])
    assert later["shown"] == []


async def test_a_list_of_entries_can_be_tapped() -> None:
    wechat = played()
    openid = await wechat.follower()

    await sent(wechat, "/phone/say", {"openid": openid, "text": "异地就医", "menu_id": "2"})

    assert (last_push(wechat)["Content"], last_push(wechat)["bizmsgmenuid"]) == ("异地就医", "2")


async def test_who_scans_without_following_follows_thereby() -> None:
    wechat = played()
    openid = wechat.platform.acts.citizen("李建国").openid
    scanned: Json = {"openid": openid, "follows": True, "scene": "counter"}

    await sent(wechat, "/phone/follow", scanned)
    first = last_push(wechat)
    await sent(wechat, "/phone/follow", scanned)

    assert (first["Event"], first["EventKey"]) == ("subscribe", "qrscene_counter")
    assert (last_push(wechat)["Event"], last_push(wechat)["EventKey"]) == ("SCAN", "counter")


async def test_other_pages_and_other_names_of_this_host_do_not_reach_the_phone() -> None:
    wechat = played()
    openid = await wechat.follower()
    body = {"openid": openid, "text": "你好"}

    without_header = await wechat.api.post("/phone/say", json=body)
    rebound = await wechat.api.get("/", headers={"Host": "evil.example"})

    assert (without_header.status_code, rebound.status_code) == (403, 400)


async def test_the_page_runs_no_inline_code_and_is_framed_by_nobody() -> None:
    wechat = played()

    page = await wechat.api.get("/")
    script = await wechat.api.get("/phone/phone.js")

    assert "模拟：这里不是微信" in page.text
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert script.headers["content-type"].startswith("text/javascript")


async def test_who_is_told_to_the_pages_only_through_a_cookie_of_the_sign_in() -> None:
    wechat = played()

    answer = await wechat.api.post("/phone/who", json={"nickname": "王秀英"}, headers=OURS)

    cookie = answer.headers["set-cookie"]
    assert answer.json()["openid"] in cookie
    assert "Path=/connect" in cookie
    assert "HttpOnly" in cookie
