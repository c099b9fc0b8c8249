"""Tests who is let in: networks, passwords, bans, and how many at once."""

from __future__ import annotations

import asyncio
import re

from tests.voice.sip.conftest import Exchange, Open
from tests.voice.sip.raw_caller import RawCaller, header, media_port, status
from voice.sip.digest import answer

ANNOUNCEMENT = b"\x20\x10" * 1600  # 0.2 s


async def test_strangers_are_not_answered_at_all(exchange: Open) -> None:
    desk = await exchange(trunks=("192.0.2.0/24",))
    caller = await desk.caller()

    for method in ("OPTIONS", "INVITE", "REGISTER"):
        caller.send(caller.request(method))
    for _ in range(100):
        await asyncio.sleep(0.001)  # silence has no event to wait for
        if desk.line.counts.strangers == 3:
            break

    assert desk.line.counts.strangers == 3
    assert caller.wire.came.empty()


async def test_scanning_tools_are_not_answered_and_soon_banned(exchange: Open) -> None:
    desk = await exchange(bad_requests=5)
    scanner, honest = await desk.caller("127.0.0.2"), await desk.caller()

    for _ in range(8):
        scanner.send(scanner.request("OPTIONS", "", "User-Agent: friendly-scanner"))
    honest.send(honest.request("OPTIONS"))
    answer_to_honest = await honest.final()

    assert scanner.wire.came.empty()
    assert status(answer_to_honest) == 200
    assert (desk.line.counts.scanners, desk.line.counts.bans) == (5, 1)
    assert desk.line.counts.banned == 3


async def test_a_banned_address_keeps_its_calls_but_gets_no_new_ones(exchange: Open) -> None:
    desk = await exchange(bad_requests=5)
    caller, vandal = await desk.caller(), await desk.caller()
    await caller.call()

    for _ in range(5):
        vandal.send(b"\xff\xfe not a message at all\r\n\r\n")
    vandal.send(vandal.request("INVITE", vandal.sdp()))
    await caller.settled()
    caller.send(caller.request("BYE"))
    goodbye = await caller.final()

    assert status(goodbye) == 200
    assert vandal.wire.came.empty()
    assert (desk.line.counts.malformed, desk.line.counts.bans) == (5, 1)


async def test_the_border_controller_is_never_banned(exchange: Open) -> None:
    desk = await exchange(bad_requests=5, never_banned=("127.0.0.1",))
    controller = await desk.caller()

    for _ in range(20):
        controller.send(b"nonsense\r\n\r\n")
    answer_to_it = await controller.call()

    assert status(answer_to_it) == 200
    assert desk.line.counts.bans == 0


async def test_a_stranger_s_media_is_not_taken_and_none_is_sent_to_it(exchange: Open) -> None:
    desk = await exchange(media_networks=("192.0.2.0/24",))
    caller = await desk.caller()

    refused = await caller.call()

    assert status(refused) == 488


def with_credentials(caller: RawCaller, challenge: str, password: str) -> str:
    challenges = re.findall(r"(?m)^WWW-Authenticate: (.*?)\r$", challenge)
    uri = f"sip:12393@127.0.0.1:{caller.line_port}"
    value = answer(challenges, user="trunk", password=password, method="INVITE", uri=uri)
    return caller.request("INVITE", caller.sdp(), f"Authorization: {value}")


async def challenged(exchange: Open) -> tuple[Exchange, RawCaller, str]:
    desk = await exchange(users={"trunk": "geheim"})
    caller = await desk.caller()
    return desk, caller, await caller.call()


async def test_who_must_say_a_password_is_challenged_and_then_served(exchange: Open) -> None:
    desk, caller, challenge = await challenged(exchange)

    caller.send(with_credentials(caller, challenge, "geheim"))
    answered = await caller.final()

    assert status(challenge) == 401
    assert re.findall(r"algorithm=([\w-]+)", challenge) == ["SHA-256", "MD5"]
    assert status(answered) == 200
    assert desk.line.counts.answered == 1


async def test_a_wrong_password_is_not_served_and_counted(exchange: Open) -> None:
    desk, caller, challenge = await challenged(exchange)

    caller.send(with_credentials(caller, challenge, "falsch"))
    refused = await caller.final()

    assert status(refused) == 401
    assert (desk.line.counts.answered, desk.line.counts.unauthorized) == (0, 1)


async def test_who_finds_all_lines_taken_hears_it_and_is_then_hung_up(exchange: Open) -> None:
    desk = await exchange(max_calls=1, announcement=ANNOUNCEMENT)
    first, second = await desk.caller(), await desk.caller()
    await first.call()

    answered = await second.call()
    heard = [await second.sound.next() for _ in range(9)]
    second.answer(await second.asked("BYE"), 200)

    assert status(answered) == 200
    assert len({packet[12:] for packet in heard}) == 1  # the announcement's steady sound
    assert desk.line.calls == 1
    assert len(desk.board.lines) == 1
    assert desk.line.counts.announced == 1


async def test_an_announcement_that_is_rendered_later_is_heard_from_then_on(
    exchange: Open,
) -> None:
    desk = await exchange(max_calls=0)
    early, late, last = [await desk.caller() for _ in range(3)]
    refused = await early.call()

    desk.line.announce_busy(ANNOUNCEMENT)
    answered = await late.call()
    heard = await late.sound.next()
    desk.line.announce_busy(b"")
    refused_again = await last.call()

    assert [status(each) for each in (refused, answered, refused_again)] == [486, 200, 486]
    assert len(heard) == 172
    assert desk.line.counts.announced == 1


async def test_the_announcement_can_be_free_of_charge(exchange: Open) -> None:
    desk = await exchange(max_calls=0, announcement=ANNOUNCEMENT, announce_early=True)
    caller = await desk.caller()
    caller.send(caller.request("INVITE", caller.sdp()))

    await caller.next()
    early = await caller.next()
    heard = await caller.sound.next()
    refused = await caller.final()

    assert status(early) == 183
    assert media_port(early)
    assert len(heard) == 172
    assert (status(refused), header(refused, "Retry-After")) == (486, "60")


async def test_when_too_many_hear_the_announcement_the_next_is_refused(exchange: Open) -> None:
    desk = await exchange(max_calls=0, max_announcements=1, announcement=ANNOUNCEMENT * 20)
    first, second = await desk.caller(), await desk.caller()
    await first.call()

    refused = await second.call()

    assert (status(refused), header(refused, "Retry-After")) == (486, "60")
    assert desk.line.counts.refused == 1


async def test_a_caller_who_does_not_listen_to_the_end_frees_its_place(exchange: Open) -> None:
    desk = await exchange(max_calls=0, max_announcements=1, announcement=ANNOUNCEMENT * 20)
    first, second = await desk.caller(), await desk.caller()
    await first.call()
    first.send(first.request("BYE"))
    await first.final()

    answered = await second.call()

    assert status(answered) == 200


async def test_a_draining_line_lets_its_calls_go_on_and_takes_no_new_ones(exchange: Open) -> None:
    desk = await exchange()
    first, second = await desk.caller(), await desk.caller()
    await first.call()

    desk.line.drain()
    refused = await second.call()

    assert status(refused) == 503
    assert desk.line.calls == 1


async def test_a_caller_who_hides_its_number_has_none(exchange: Open) -> None:
    desk = await exchange()
    hidden, asserted = await desk.caller(), await desk.caller()

    await hidden.call(None, "Privacy: id", "P-Asserted-Identity: <sip:13811112222@x.example>")
    await asserted.call(None, "P-Asserted-Identity: <tel:+8613811112222>")
    await desk.board.until(lambda: len(desk.board.lines) == 2)

    assert [line.caller for line in desk.board.lines] == ["", "+8613811112222"]
