"""Verifies, composes and expires the evidence of video calls: python -m gateway evidence ..."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from core.evidence import altered_exhibits, altered_in_chain
from core.store.database import Database
from core.store.evidence import EvidenceStore
from gateway.clock import clock
from gateway.settings import Settings
from video_desk.composing import FormLine, compose
from video_desk.exhibits import Exhibits

SECONDS = 3600.0  # that composing one film may take


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare verify, compose and expire."""
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("verify", help="name everything that was altered since it was sealed")
    film = steps.add_parser("compose", help="make a film of a call's recording")
    film.add_argument("call_id")
    expire = steps.add_parser("expire", help="remove files that are older than the rules keep them")
    expire.add_argument("--days", type=int, required=True)


async def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do one of the steps; 1 if something was altered."""
    database = Database(settings.database_url)
    store, exhibits = EvidenceStore(database), Exhibits(settings.evidence)
    try:
        if options.step == "verify":
            return await verify(store, exhibits)
        if options.step == "compose":
            return composed(exhibits.of(options.call_id))
        now = clock(settings.timezone)()
        return await expire(store, exhibits, now, timedelta(days=options.days))
    finally:
        await database.close()


async def verify(store: EvidenceStore, exhibits: Exhibits) -> int:
    """Print what was altered, one line each; return 1 if anything was."""
    manifests, expired = await store.manifests(), await store.expired()
    found = altered_in_chain(manifests, await store.anchored())
    for manifest in manifests:
        if manifest.number not in expired:
            found += altered_exhibits(manifest, exhibits.present(manifest))
    for one in found:
        sys.stdout.write(f"第 {one.number} 号清单  {one.what}  {one.how}\n")
    sys.stdout.write(f"核对 {len(manifests)} 份清单，发现 {len(found)} 处改动\n")
    return 1 if found else 0


async def expire(store: EvidenceStore, exhibits: Exhibits, now: datetime, kept: timedelta) -> int:
    """Remove the files of calls sealed longer ago; their manifests stay."""
    old = await store.old(now - kept)
    for manifest in old:
        exhibits.remove(manifest.call_id)
        await store.note_expired(manifest.number, now)
    sys.stdout.write(f"清理 {len(old)} 次通话的文件\n")
    return 0


def composed(folder: Path) -> int:
    """Make a film of each recording in the folder, beside it."""
    timeline = folder / "form.json"
    edits = json.loads(timeline.read_text("utf-8")).get("edits", []) if timeline.is_file() else []
    lines = [FormLine(float(edit["at"]), str(edit["text"])) for edit in edits]
    for recording in sorted(folder.glob("*.mkv")):
        film = recording.with_suffix(".mp4")
        compose(recording, film, lines, seconds=SECONDS)
        sys.stdout.write(f"{film}\n")
    return 0
