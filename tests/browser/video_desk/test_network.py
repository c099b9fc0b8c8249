"""Proves in a real browser that calls go through a relay, and survive a network that goes away."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat_page import ChatPage
from tests.browser.fake_camera import connections, wait_for_another, what_came
from tests.browser.recorded import assert_holds_both
from tests.browser.video_desk_studio import (
    HOSPITAL,
    Studio,
    both_see_and_hear,
    connected,
    open_studio,
    sealed,
)
from tests.browser.video_desk_wire import HOST, Wire, wire
from tests.people import MOBILE, next_id_number
from tests.running import Product
from tests.video_desk.media.relay import SECRET, own_addresses, relay

pytestmark = pytest.mark.browser

CUT_FOR = 10.0  # seconds
ANOTHER = "127.0.0.2"  # address; on Linux all of 127.0.0.0/8 is this machine
NUMBER = re.compile(r"\d{14}")
LOOK_EVERY = 100  # milliseconds
BACK_WITHIN = 60.0  # seconds; how long it takes is printed, and measured by `make bench-video`

# Of the pair that carries each connection: our candidate, and by what we reach the relay.
PAIRS = """
async () => {
  const pairs = [];
  for (const peer of window.peersOfTest.filter((one) => one.connectionState === "connected")) {
    const stats = await peer.getStats();
    for (const transport of [...stats.values()].filter((one) => one.type === "transport")) {
      const local = stats.get(stats.get(transport.selectedCandidatePairId)?.localCandidateId);
      if (local) pairs.push([local.candidateType, local.relayProtocol ?? ""]);
    }
  }
  return pairs;
}
"""
FRAMES = """
async () => {
  let frames = 0;
  for (const peer of window.peersOfTest.filter((one) => one.connectionState === "connected")) {
    for (const one of (await peer.getStats()).values()) {
      if (one.type === "inbound-rtp" && one.kind === "video") frames += one.framesDecoded ?? 0;
    }
  }
  return frames;
}
"""
OPEN = "window.peersOfTest.filter((one) => one.connectionState !== 'closed').length"


@dataclass(frozen=True, slots=True)
class Field:
    """Be the studio with a relay, and with a wire before the gateway and the relay."""

    studio: Studio
    wire: Wire

    @property
    def url(self) -> str:
        """Return the product's address at this end of the wire."""
        return f"http://{HOST}:{self.wire.stream_port}"


@pytest.fixture(scope="module")
def field(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    if not os.environ.get("YIBAO_CHROMIUM"):
        pytest.skip("YIBAO_CHROMIUM must be set, as `make test` does")
    gateway = urlsplit(product.url)
    # The shipped file denies what is inside; here both ends of every call are.
    allowed = [f"allowed-peer-ip={address}" for address in (*own_addresses(), HOST)]
    with (
        relay(tmp_path_factory.mktemp("relay"), "allow-loopback-peers", *allowed) as server,
        wire((HOST, int(gateway.port or 80)), server.address) as laid,
        served_with_relay(product, f"turn:{HOST}:{laid.datagram_port}"),
        open_studio(product) as studio,
    ):
        yield Field(studio, laid)


@contextmanager
def served_with_relay(product: Product, address: str) -> Iterator[None]:
    """Tell the gateway of a relay for the time of the block."""
    before = product.gateway.program
    relayed = {"YIBAO_TURN_URLS": address, "YIBAO_TURN_SECRET": SECRET}
    for program in (replace(before, settings={**before.settings, **relayed}), before):
        product.gateway.stop()
        product.gateway.program = program
        product.gateway.start()
        product.gateway.wait_until_ready()
        if program is not before:
            yield


@pytest.fixture
def chat(field: Field, complaints: list[str]) -> Iterator[ChatPage]:
    """Be a telephone behind the wire that reaches us over the relay alone."""
    with field.studio.telephone(complaints, url=field.url, relayed=True) as chat:
        yield chat


def test_both_see_and_hear_each_other_over_the_relay_alone(
    chat: ChatPage, field: Field, complaints: list[str]
) -> None:
    with field.studio.desk(complaints, relayed=True) as desk:
        call = connected(chat, desk)

        both_see_and_hear(call, desk)

        for page in (call.page, desk.page):
            assert pairs_of(page) == [("relay", "udp")]
        desk.end_the_call()
        expect(call.ended).to_be_visible()


def test_a_network_that_is_gone_for_ten_seconds_costs_neither_the_form_nor_the_seat(
    chat: ChatPage, field: Field, complaints: list[str]
) -> None:
    id_number = next_id_number()
    with field.studio.desk(complaints) as desk:
        call = connected(chat, desk)
        both_see_and_hear(call, desk)
        call.agree_to_recording()
        desk.write("id_number", id_number)
        call_id, before = call.call_id(), connections(call.page)

        field.wire.cut()
        cut_at = time.monotonic()
        expect(call.news).to_contain_text("您的位置和表单都留着")
        desk.write("mobile", MOBILE)  # the agent goes on meanwhile
        desk.choose("institution", HOSPITAL)
        expect(desk.page.locator("#call .standing")).to_contain_text("办事人：正在接通")
        call.page.wait_for_timeout(1000 * max(0.0, CUT_FOR - (time.monotonic() - cut_at)))
        assert pairs_of(call.page) == []
        field.wire.mend()
        came_back(call.page, desk.page, f"{CUT_FOR:.0f} s without a network")

        assert field.wire.lost > 0
        assert call.call_id() == call_id
        both_see_and_hear(call, desk)
        expect(call.news).not_to_contain_text("您的位置和表单都留着")
        assert connections(call.page) > before
        assert call.page.evaluate(OPEN) == 1  # one way back, and nothing left of the old one
        expect(desk.field("id_number")).to_have_value(id_number)
        expect(call.field("institution")).to_contain_text(HOSPITAL)
        call.confirm()
        call.sign()
        desk.submit()
        expect(call.receipt).to_contain_text(NUMBER)
        desk.end_the_call()
        expect(call.ended).to_be_visible()
        (recording,) = sealed(field.studio.product, call_id).glob("*.mkv")
        assert_holds_both(recording)
    forgive_lines_given_up(complaints)


def test_another_address_in_the_middle_of_a_call_costs_neither_the_form_nor_the_seat(
    chat: ChatPage, field: Field, complaints: list[str]
) -> None:
    id_number = next_id_number()
    with field.studio.desk(complaints) as desk:
        call = connected(chat, desk)
        both_see_and_hear(call, desk)
        desk.write("id_number", id_number)
        call_id, before = call.call_id(), connections(call.page)

        field.wire.be_seen_as(ANOTHER)
        desk.choose("institution", HOSPITAL)  # the agent goes on meanwhile
        wait_for_another(call.page, before)
        came_back(call.page, desk.page, "another address")

        assert call.call_id() == call_id
        both_see_and_hear(call, desk)
        assert call.page.evaluate(OPEN) == 1
        expect(desk.field("id_number")).to_have_value(id_number)
        expect(call.field("institution")).to_contain_text(HOSPITAL)
        desk.end_the_call()
        expect(call.ended).to_be_visible()
    forgive_lines_given_up(complaints)


def forgive_lines_given_up(complaints: list[str]) -> None:
    """Forget that a browser complained of lines that it gave up before they answered."""
    assert [text for text in complaints if "WebSocket" not in text] == []
    complaints.clear()


def pairs_of(page: Page) -> Sequence[tuple[str, str]]:
    """Return for each living connection of a page by what it reaches the other side."""
    return [(str(kind), str(protocol)) for kind, protocol in page.evaluate(PAIRS)]


def came_back(citizen: Page, agent: Page, after: str) -> None:
    """Wait until both see pictures move again; print when each did."""
    began, seen = time.monotonic(), {citizen: -1, agent: int(agent.evaluate(FRAMES))}
    back: dict[Page, float] = {}
    while len(back) < len(seen):
        passed = time.monotonic() - began
        assert passed < BACK_WITHIN, f"not seen again: {what_came(citizen)}, {what_came(agent)}"
        for page in seen.keys() - back.keys():
            frames = int(page.evaluate(FRAMES))
            if frames > max(0, seen[page]):
                back[page] = passed
        citizen.wait_for_timeout(LOOK_EVERY)
    print(
        f"\nback after {after}: the citizen sees after {back[citizen]:.1f} s,"
        f" the agent after {back[agent]:.1f} s"
    )
