"""Tests what goes to and fro as sound and keys on one call."""

from __future__ import annotations

import asyncio
import audioop
import struct
import time
from itertools import pairwise

from tests.voice.sip.conftest import Exchange, Open
from tests.voice.sip.raw_caller import RawCaller, media_port, status
from voice.line import FRAME_BYTES, Held, Key
from voice.sip.mended import TrueAlaw

TONE = b"".join(struct.pack("<h", 8000 if (at // 10) % 2 else -8000) for at in range(160))


async def on_a_call(
    exchange: Open, formats: str = "8 101", keys: int = 101
) -> tuple[Exchange, RawCaller, int]:
    desk = await exchange()
    caller = await desk.caller()
    answer = await caller.call(caller.sdp(formats, keys))
    await desk.board.until(lambda: len(desk.board.lines) == 1)
    return desk, caller, media_port(answer)


def keys_of(desk: Exchange) -> list[str]:
    return [event.digit for event in desk.board.events if isinstance(event, Key)]


async def test_what_the_caller_says_arrives_in_frames_of_20_ms(exchange: Open) -> None:
    desk, caller, port = await on_a_call(exchange)

    for _ in range(10):
        caller.sound.send(port, payload=TrueAlaw().encode(TONE))
    await desk.board.until(lambda: len(desk.board.audio) >= 8)

    assert desk.board.audio[0] == TrueAlaw().decode(TrueAlaw().encode(TONE))
    assert {len(frame) for frame in desk.board.audio} == {FRAME_BYTES}


async def test_packets_of_60_ms_are_cut_to_20(exchange: Open) -> None:
    desk, caller, port = await on_a_call(exchange)

    for _ in range(4):
        caller.sound.send(port, payload=TrueAlaw().encode(TONE) * 3)
        caller.sound.time += 320
    await desk.board.until(lambda: len(desk.board.audio) >= 6)

    assert {len(frame) for frame in desk.board.audio} == {FRAME_BYTES}


async def test_lost_packets_are_concealed(exchange: Open) -> None:
    desk, caller, port = await on_a_call(exchange)
    loud = TrueAlaw().encode(TONE)

    for number in range(20):
        caller.sound.send(port, payload=loud, skip=1 if number == 10 else 0)
    await desk.board.until(lambda: len(desk.board.audio) >= 19)

    loudness = [audioop.rms(frame, 2) for frame in desk.board.audio[:19]]
    assert min(loudness) > 4000  # the hole was filled with what was said before
    assert len(set(loudness)) > 1


async def test_time_goes_on_when_the_caller_s_side_sends_nothing(exchange: Open) -> None:
    desk, _, _ = await on_a_call(exchange)

    await desk.board.until(lambda: len(desk.board.audio) >= 10)

    assert not any(any(frame) for frame in desk.board.audio)


async def test_something_is_always_sent_and_it_is_not_dead_silence(exchange: Open) -> None:
    _, caller, _ = await on_a_call(exchange)

    packets = [await caller.sound.next() for _ in range(10)]

    times = [struct.unpack("!I", each[4:8])[0] for each in packets]
    numbers = [struct.unpack("!H", each[2:4])[0] for each in packets]
    assert [(b - a) % 2**32 for a, b in pairwise(times)] == [160] * 9
    assert [(b - a) % 2**16 for a, b in pairwise(numbers)] == [1] * 9
    assert 0 < audioop.rms(TrueAlaw().decode(packets[0][12:]), 2) < 40


async def test_what_is_played_arrives_in_order_and_can_be_stopped(exchange: Open) -> None:
    desk, caller, _ = await on_a_call(exchange)
    line = desk.board.lines[0]

    line.play(TONE * 500)
    loud = [await caller.sound.next() for _ in range(12)]
    left = line.stop()

    assert max(audioop.rms(TrueAlaw().decode(each[12:]), 2) for each in loud) > 7000
    assert 9.0 < left < 10.0
    assert line.queued() == 0.0


async def test_a_blocked_loop_makes_a_gap_and_no_burst(exchange: Open) -> None:
    _, caller, _ = await on_a_call(exchange)
    stamps = []

    for number in range(9):
        if number == 1:
            time.sleep(0.25)  # noqa: ASYNC251 - blocking the loop is what is tested
        packet = await caller.sound.next()
        stamps.append((asyncio.get_running_loop().time(), struct.unpack("!I", packet[4:8])[0]))

    steps = [(b[1] - a[1]) % 2**32 // 160 for a, b in pairwise(stamps)]
    assert max(steps) >= 10  # the time that was missed
    assert stamps[-1][0] - stamps[2][0] > 0.06  # and no hurry afterwards


async def test_keys_are_told_at_once_with_the_payload_type_of_the_offer(exchange: Open) -> None:
    desk, caller, port = await on_a_call(exchange, "8 96", keys=96)

    for code in (1, 2, 10, 11, 0):
        caller.sound.press(port, code, 96)
    await desk.board.until(lambda: len(keys_of(desk)) == 5)

    assert keys_of(desk) == ["1", "2", "*", "#", "0"]


async def test_keys_are_told_when_most_of_their_packets_are_lost(exchange: Open) -> None:
    desk, caller, port = await on_a_call(exchange)

    caller.sound.press(port, 7, 101, packets=1)
    await desk.board.until(lambda: keys_of(desk) == ["7"])


async def test_keys_come_by_info_too(exchange: Open) -> None:
    desk, caller, _ = await on_a_call(exchange)
    body = "Signal=9\r\nDuration=250\r\n"

    caller.send(caller.request("INFO", body, kind="application/dtmf-relay"))
    caller_heard = await caller.final()
    caller.send(caller.request("INFO", "x", kind="application/unknown"))
    refused = await caller.final()

    assert status(caller_heard) == 200
    assert status(refused) == 415
    await desk.board.until(lambda: Key("9", 0.25) in desk.board.events)


async def test_on_hold_nothing_is_played_and_music_is_not_taken_for_the_caller(
    exchange: Open,
) -> None:
    desk, caller, port = await on_a_call(exchange)
    line = desk.board.lines[0]

    caller.send(caller.request("INVITE", caller.sdp("8 101", 101, "sendonly")))
    held = await caller.final()
    caller.acknowledge()
    await desk.board.until(lambda: Held(True) in desk.board.events)
    line.play(TONE * 50)
    heard = len(desk.board.audio)
    for _ in range(10):
        caller.sound.send(port, payload=TrueAlaw().encode(TONE))
    await caller.settled()
    caller.send(caller.request("INVITE", caller.sdp()))
    back = await caller.final()
    caller.acknowledge()
    await desk.board.until(lambda: Held(False) in desk.board.events)

    assert "a=recvonly" in held
    assert "a=sendrecv" in back
    assert not any(any(frame) for frame in desk.board.audio[heard : heard + 3])
    assert line.queued() > 0.8  # what was to be said is said afterwards


async def test_an_offer_in_mid_call_that_cannot_be_met_leaves_the_call_as_it_was(
    exchange: Open,
) -> None:
    desk, caller, port = await on_a_call(exchange)

    caller.send(caller.request("INVITE", caller.sdp("18")))
    refused = await caller.final()
    for _ in range(8):
        caller.sound.send(port)
    await desk.board.until(lambda: len(desk.board.audio) >= 6)

    assert status(refused) == 488
    assert desk.line.calls == 1


async def test_a_codec_can_be_changed_in_mid_call(exchange: Open) -> None:
    _, caller, _ = await on_a_call(exchange)

    caller.send(caller.request("INVITE", caller.sdp("0 101")))
    answer = await caller.final()
    caller.acknowledge()
    async with asyncio.timeout(2):
        while (await caller.sound.next())[1] & 0x7F != 0:
            pass

    assert "RTP/AVP 0 101" in answer


async def test_an_update_renegotiates_without_an_ack(exchange: Open) -> None:
    desk, caller, _ = await on_a_call(exchange)

    caller.send(caller.request("UPDATE", caller.sdp("8 101", 101, "inactive")))
    answer = await caller.final()
    await desk.board.until(lambda: Held(True) in desk.board.events)

    assert "a=inactive" in answer


async def test_media_of_a_second_sender_is_not_heard(exchange: Open) -> None:
    desk, caller, port = await on_a_call(exchange)
    intruder = await desk.caller()
    for _ in range(8):
        caller.sound.send(port)
    await desk.board.until(lambda: len(desk.board.audio) >= 6)

    for _ in range(8):
        intruder.sound.send(port, payload=TrueAlaw().encode(TONE))
    await caller.settled()
    caller.send(caller.request("BYE"))
    await desk.board.hung_up()
    await caller.final()

    assert not any(audioop.rms(frame, 2) > 100 for frame in desk.board.audio)
    assert desk.line.counts.packets_refused == 8
