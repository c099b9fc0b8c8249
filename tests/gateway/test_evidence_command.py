"""Checks the command that verifies evidence: it names what was altered, and forgets nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.store.evidence import EvidenceStore
from gateway.evidence_command import expire, verify
from tests.fakes.office import Office
from video_desk.exhibits import Exhibits


async def sealed(office: Office, folder: Path) -> tuple[EvidenceStore, Exhibits]:
    """Seal a call with a form and a signature."""
    store, exhibits = EvidenceStore(office.database), Exhibits(folder)
    exhibits.write("call-1", "form.json", b'{"fields": {}}')
    exhibits.write("call-1", "signature.png", b"picture")
    await store.seal("call-1", None, exhibits.listed("call-1"), office.clock())
    return store, exhibits


async def test_untouched_files_verify(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, exhibits = await sealed(office, tmp_path)

    assert await verify(store, exhibits) == 0
    assert "发现 0 处改动" in capsys.readouterr().out


async def test_an_altered_and_a_lost_file_are_named(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, exhibits = await sealed(office, tmp_path)
    (tmp_path / "call-1" / "form.json").write_bytes(b'{"fields": {"name": "x"}}')
    (tmp_path / "call-1" / "signature.png").unlink()

    assert await verify(store, exhibits) == 1
    told = capsys.readouterr().out
    assert "第 1 号清单  form.json  文件内容被改动" in told
    assert "第 1 号清单  signature.png  文件不见了" in told


async def test_files_whose_time_is_over_go_and_their_manifest_stays(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, exhibits = await sealed(office, tmp_path)

    await expire(store, exhibits, office.clock() + timedelta(days=29), timedelta(days=30))
    kept = (tmp_path / "call-1").is_dir()
    await expire(store, exhibits, office.clock() + timedelta(days=31), timedelta(days=30))

    assert kept
    assert not (tmp_path / "call-1").exists()
    assert await verify(store, exhibits) == 0
    assert "核对 1 份清单" in capsys.readouterr().out


def test_a_call_id_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a call"):
        Exhibits(tmp_path).of("../elsewhere")
