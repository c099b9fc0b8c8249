"""Tests pictures, voices and places: what is understood, and what is said when it is not."""

from __future__ import annotations

import io
from datetime import timedelta

import av
import pytest
from PIL import Image

from core import wechat_wording as say
from core.messages import Reply, Status
from core.tables import lines
from integrations.wechat.sounds import NotSound, TooLong, mp3, samples
from tests.integrations.wechat.scripted_wechat import hangs
from tests.integrations.wechat.wechat_office import WeChatOffice, message_xml, shown


def amr(seconds: float) -> bytes:
    """Record a hum as WeChat does: AMR, 8000 Hz."""
    pcm = b"".join(
        int(9000 * ((n // 20) % 2 * 2 - 1)).to_bytes(2, "little", signed=True)
        for n in range(int(8000 * seconds))
    )
    target = io.BytesIO()
    with av.open(target, mode="w", format="amr") as container:
        stream = container.add_stream("libopencore_amrnb", rate=8000, layout="mono")
        stream.bit_rate = 12_200
        frame = av.AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
        frame.sample_rate = 8000
        frame.planes[0].update(pcm)
        resampler = av.AudioResampler(format="s16", layout="mono", rate=8000, frame_size=160)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            for packet in stream.encode(piece):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return target.getvalue()


def jpeg() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((900, 600), 80).convert("RGB").save(target, "JPEG")
    return target.getvalue()


async def voice(desk: WeChatOffice, media_id: str = "v1", recognition: str = "") -> str:
    inside = (
        f"<MediaId><![CDATA[{media_id}]]></MediaId><Format><![CDATA[amr]]></Format>"
        f"<Recognition><![CDATA[{recognition}]]></Recognition>"
    )
    return await desk.see(await desk.push(message_xml("voice", inside)))


def test_a_recording_of_wechat_becomes_samples_of_its_length() -> None:
    pcm = samples(amr(2.0))

    assert abs(len(pcm) / 2 / 16_000 - 2.0) < 0.1
    assert max(pcm) > 0


@pytest.mark.parametrize("data", [b"", b"#!AMR\n", b"#!AMR\n" + b"\xff" * 500, b"x" * 5000])
def test_what_is_no_recording_is_refused_in_one_way(data: bytes) -> None:
    try:
        assert len(samples(data)) < 100_000
    except NotSound:
        return


def test_what_is_longer_than_wechat_records_is_refused() -> None:
    with pytest.raises(TooLong):
        samples(amr(80))
    with pytest.raises(TooLong):
        samples(b"x" * 3_000_000)


def test_speech_becomes_an_mp3_of_its_length() -> None:
    sound = mp3(b"\x00\x10" * 32_000, 16_000)

    assert len(sound) < 20_000
    assert abs(len(samples(sound)) / 2 / 16_000 - 2.0) < 0.15


async def test_a_voice_message_is_heard_by_us_and_answered_like_a_text(
    desk: WeChatOffice,
) -> None:
    desk.wechat.media["v1"] = amr(1.0)
    desk.hearing.says = "我想办门诊统筹签约"

    seen = await voice(desk)

    assert say.HEARD.format(words="我想办门诊统筹签约") in seen
    assert "知道了。" in seen
    assert desk.office.dialogue.heard[0].text == "我想办门诊统筹签约"


async def test_what_wechat_itself_recognised_is_never_used(desk: WeChatOffice) -> None:
    desk.wechat.media["v1"] = amr(1.0)
    desk.hearing.says = "我们听到的"

    await voice(desk, recognition="微信听到的")

    assert [m.text for m in desk.office.dialogue.heard] == ["我们听到的"]


async def test_a_voice_message_that_is_gone_asks_to_type(desk: WeChatOffice) -> None:
    seen = await voice(desk, "gone")

    assert say.VOICE_GONE in seen
    assert "1. 转人工" in seen
    assert [r["text"] for r in await desk.office.rows(lines)][1:] == [
        say.VOICE_SAID,
        say.VOICE_GONE,
    ]


async def test_without_an_engine_a_voice_message_asks_to_type_and_offers_a_person(
    desk: WeChatOffice,
) -> None:
    desk.wechat.media["v1"] = amr(1.0)
    desk.hearing.broken = True

    seen = await voice(desk)

    assert say.NOT_HEARING in seen
    assert "转人工" in seen


async def test_a_voice_message_in_which_nothing_is_said_asks_again(desk: WeChatOffice) -> None:
    desk.wechat.media["v1"] = amr(1.0)

    assert say.NOTHING_HEARD in await voice(desk)


async def test_the_same_voice_message_twice_is_heard_once(desk: WeChatOffice) -> None:
    desk.wechat.media["v1"] = amr(1.0)
    desk.hearing.says = "你好"
    xml = message_xml("voice", "<MediaId>v1</MediaId>", number=7)

    first = await desk.see(await desk.push(xml))
    second = await desk.see(await desk.push(xml))

    assert first == second
    assert len(desk.hearing.heard) == 1


async def test_a_picture_is_taken_like_every_photograph(desk: WeChatOffice) -> None:
    desk.wechat.media["p1"] = jpeg()

    given = await desk.push(message_xml("image", "<MediaId>p1</MediaId><PicUrl>x</PicUrl>"))

    assert "对吗" in shown(given.body)
    assert len(desk.taker.got) == 1


async def test_a_picture_that_is_gone_is_asked_for_again(desk: WeChatOffice) -> None:
    given = await desk.push(message_xml("image", "<MediaId>gone</MediaId>"))

    assert say.PHOTO_GONE in shown(given.body)


async def test_a_picture_that_is_none_is_refused_in_words(desk: WeChatOffice) -> None:
    desk.wechat.media["p1"] = b"GIF89a" + b"x" * 100

    given = await desk.push(message_xml("image", "<MediaId>p1</MediaId>"))

    assert shown(given.body)
    assert desk.taker.got == []


async def test_when_wechat_does_not_give_the_picture_the_citizen_is_told(
    desk: WeChatOffice,
) -> None:
    desk.wechat.fail("get", hangs)

    given = await desk.push(message_xml("image", "<MediaId>p1</MediaId>"))

    assert say.PHOTO_DOWN in shown(given.body)


def located(x: str, y: str) -> str:
    inside = (
        f"<Location_X>{x}</Location_X><Location_Y>{y}</Location_Y><Scale>15</Scale>"
        "<Label><![CDATA[香港中路]]></Label>"
    )
    return message_xml("location", inside)


async def test_a_place_is_answered_with_what_is_near(desk: WeChatOffice) -> None:
    desk.places.reply = Reply("离您最近的是市南区医保大厅。", Status.ANSWERED)

    given = await desk.push(located("36.066", "120.382"))

    assert "市南区医保大厅" in shown(given.body)
    assert desk.places.asked == [(36.066, 120.382, "香港中路")]
    said = [row["text"] for row in await desk.office.rows(lines) if row["who"] == "citizen"]
    assert said == [say.PLACE_SAID]


@pytest.mark.parametrize("at", [("nan", "120"), ("x", "120"), ("", ""), ("91", "1"), ("inf", "1")])
async def test_a_place_that_is_none_is_asked_for_in_words(
    desk: WeChatOffice, at: tuple[str, str]
) -> None:
    given = await desk.push(located(*at))

    assert say.NOT_A_PLACE in shown(given.body)
    assert desk.places.asked == []


async def test_where_no_place_is_known_the_hotline_is_named(desk: WeChatOffice) -> None:
    given = await desk.push(located("36.066", "120.382"))

    assert "12393" in shown(given.body)


async def test_the_last_answer_is_read_aloud_on_request(desk: WeChatOffice) -> None:
    await desk.say("门诊能报多少？")

    given = await desk.push(message_xml("text", "<Content>念给我听</Content>"))
    assert given.body == "success"
    desk.office.clock.pass_by(timedelta(seconds=6))
    await desk.again()

    assert desk.speaking.spoken == ["知道了。"]
    assert desk.wechat.sent[0]["msgtype"] == "voice"
    assert desk.wechat.sent[0]["voice"] == {"media_id": "uploaded"}
    assert b"ID3" in desk.wechat.uploads[0]


async def test_when_nothing_speaks_the_citizen_is_told(desk: WeChatOffice) -> None:
    await desk.say("门诊能报多少？")
    desk.speaking.broken = True

    assert say.NOT_SPEAKING.format(hotline="12393") in await desk.say("念给我听")
