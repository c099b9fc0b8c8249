"""Checks how scripts, styles and libraries are sent, and how long browsers keep them."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from gateway.pages.files import ASK_AGAIN, UNCHANGING, StaticFiles
from gateway.pages.libraries import Libraries, LibraryFile, integrity

SCRIPT = "export const sentence = '您好';\n" * 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "chat").mkdir()
    (tmp_path / "chat" / "talk.js").write_text(SCRIPT)
    (tmp_path / "secret.txt").write_text("nothing for browsers")
    return tmp_path


@pytest.fixture
async def http(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[Mount("/static", StaticFiles(folder))])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        yield client


async def test_a_script_comes_packed_to_who_can_unpack_it(http: httpx.AsyncClient) -> None:
    packed = await http.get("/static/chat/talk.js", headers={"Accept-Encoding": "gzip"})
    plain = await http.get("/static/chat/talk.js", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text == SCRIPT
    assert int(packed.headers["content-length"]) == len(gzip.compress(SCRIPT.encode(), 9, mtime=0))
    assert packed.headers["content-type"].startswith("text/javascript")


async def test_a_script_under_its_release_is_kept_for_a_year(
    http: httpx.AsyncClient, folder: Path
) -> None:
    release = StaticFiles(folder).release

    named = await http.get(f"/static/{release}/chat/talk.js")
    plain = await http.get("/static/chat/talk.js")

    assert (named.text, named.headers["cache-control"]) == (SCRIPT, UNCHANGING)
    assert plain.headers["cache-control"] == ASK_AGAIN


async def test_a_script_of_another_release_is_sent_but_not_kept(http: httpx.AsyncClient) -> None:
    answer = await http.get("/static/r0123456789ab/chat/talk.js")

    assert (answer.text, answer.headers["cache-control"]) == (SCRIPT, ASK_AGAIN)


async def test_a_script_can_be_had_in_traditional_characters(folder: Path) -> None:
    (folder / "words.js").write_text("export const words = '医保办事台';")
    files = StaticFiles(folder)
    app = Starlette(routes=[Mount("/static", files)])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        answer = await client.get(f"/static/{files.release}-hant/words.js")

    assert "醫保辦事臺" in answer.text
    assert answer.headers["cache-control"] == UNCHANGING


async def test_a_changed_script_makes_another_release(folder: Path) -> None:
    before = StaticFiles(folder).release
    (folder / "chat" / "talk.js").write_text(SCRIPT + "// more")

    assert StaticFiles(folder).release != before


async def test_who_has_a_script_already_is_told_so(http: httpx.AsyncClient) -> None:
    tag = (await http.get("/static/chat/talk.js")).headers["etag"]

    again = await http.get("/static/chat/talk.js", headers={"If-None-Match": f'"x", W/{tag}'})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["secret.txt", "gone.js", "../headers.py", "chat", ""])
async def test_nothing_else_is_sent(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(f"/static/{path}")).status_code == 404


async def test_files_are_not_written_to(http: httpx.AsyncClient) -> None:
    assert (await http.post("/static/chat/talk.js")).status_code == 405


def test_a_library_that_is_not_what_was_pinned_is_left_out(tmp_path: Path) -> None:
    package = tmp_path / "node_modules" / "tabs"
    package.mkdir(parents=True)
    (package / "good.js").write_text("good")
    (package / "bad.js").write_text("bad, too")
    wanted = (
        LibraryFile("good.js", "tabs/good.js", integrity(b"good")),
        LibraryFile("bad.js", "tabs/bad.js", integrity(b"bad")),
        LibraryFile("gone.js", "tabs/gone.js", integrity(b"gone")),
    )

    libraries = Libraries(tmp_path, wanted)

    address = libraries.address("good.js")
    assert address is not None
    assert address[1] == integrity(b"good")
    assert libraries.address("bad.js") is None
    assert libraries.address("gone.js") is None


def test_an_office_without_libraries_serves_none() -> None:
    assert Libraries(None).address("u-tabs.js") is None
