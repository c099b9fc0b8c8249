"""Proves in a real browser that calls go through Janus as they go through our media process."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.recorded import assert_holds_both
from tests.browser.video_desk_page import VideoDeskPage
from tests.browser.video_desk_studio import (
    SOME_SECONDS,
    Studio,
    both_connect_again,
    both_connections,
    recorded_for_some_seconds,
    sealed,
)
from tests.running import Product
from tests.video_desk.janus_server import SECRET, configured

pytestmark = pytest.mark.browser


class Janus:
    """Be a Janus server that a test may kill."""

    def __init__(self, folder: Path) -> None:
        """Configure it as we ship it."""
        self._configuration = folder
        self.url = configured(folder)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        log = (self._configuration / "janus.log").open("ab")
        self._process = subprocess.Popen(
            ["janus", "-F", str(self._configuration)], stdout=log, stderr=log
        )
        log.close()

    def kill(self) -> None:
        """Kill it, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module", autouse=True)
def janus(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Janus]:
    """Let the gateway use Janus, and nothing else, for the time of these tests."""
    if shutil.which("janus") is None or shutil.which("janus-pp-rec") is None:
        pytest.skip("Janus is not installed: apt-get install janus janus-tools")
    server = Janus(tmp_path_factory.mktemp("janus") / "conf")
    server.start()
    usual = product.gateway.program
    chosen = {
        "YIBAO_VIDEO_ENGINE": "janus",
        "YIBAO_JANUS_URLS": server.url,
        "YIBAO_JANUS_SECRET": SECRET,
    }
    product.gateway.stop()
    product.gateway.program = replace(usual, settings={**usual.settings, **chosen})
    product.gateway.start()
    product.gateway.wait_until_ready()
    yield server
    product.gateway.stop()
    product.gateway.program = usual
    product.gateway.start()
    product.gateway.wait_until_ready()
    server.kill()


def test_both_see_and_hear_each_other_and_the_recording_holds_both(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio
) -> None:
    call = recorded_for_some_seconds(chat, desk)
    expect(desk.recording).to_contain_text("正在录像")

    call_id = call.call_id()
    desk.end_the_call()

    (recording,) = sealed(studio.product, call_id).glob("*-janus.mkv")
    assert_holds_both(recording)


def test_when_janus_is_killed_the_call_goes_on_and_what_was_recorded_is_kept(
    chat: ChatPage, desk: VideoDeskPage, studio: Studio, janus: Janus
) -> None:
    call = recorded_for_some_seconds(chat, desk)
    before = both_connections(call, desk)

    janus.kill()
    janus.start()

    both_connect_again(call, desk, before)
    call.page.wait_for_timeout(SOME_SECONDS)
    call_id = call.call_id()
    desk.end_the_call()
    (recording,) = sealed(studio.product, call_id).glob("*-janus.mkv")
    assert_holds_both(recording, torn=1)
