"""Verifies and anchors the audit trail: python -m gateway audit ..."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from core.audit import Fault
from core.store.audit_trail import AuditTrail
from core.store.database import Database
from gateway.audit_anchors import Anchors, DailyAnchor, anchors_of
from gateway.clock import clock
from gateway.settings import Settings

FAULTS = {
    Fault.MISSING: "缺失",
    Fault.REORDERED: "次序被打乱，与上一条接不上",
    Fault.ALTERED: "内容被改动",
    Fault.REWRITTEN: "与留存的锚点不符，这条或之前的记录连同校验值被重写",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare verify and anchor."""
    steps = parser.add_subparsers(dest="step", required=True)
    verify = steps.add_parser("verify", help="name the first row that is not as it was written")
    verify.add_argument("--public-key", type=Path, help="PEM; every anchor must be signed with it")
    steps.add_parser("anchor", help="write the end of the trail down, outside the database")


async def run(settings: Settings, options: argparse.Namespace) -> int:
    """Do one of the steps; 1 if something was altered."""
    database = Database(settings.database_url)
    trail = AuditTrail(database)
    anchors = anchors_of(settings)
    try:
        if options.step == "verify":
            return await verify(trail, anchors, options.public_key)
        line = await DailyAnchor(trail, anchors, clock(settings.timezone)).write()
        sys.stdout.write(line + "\n")
        return 0
    finally:
        await database.close()


async def verify(trail: AuditTrail, anchors: Anchors, public_key: Path | None = None) -> int:
    """Print the first flaw, if any; return 1 if there is one."""
    known = anchors.all()
    doubtful = anchors.badly_signed(public_key) if public_key is not None else []
    for anchor in doubtful:
        sys.stdout.write(f"锚点 {anchor.at.isoformat()}（第 {anchor.number} 条）签名不符\n")
    rows, flaw = await trail.first_flaw(list(known))
    if flaw is not None:
        sys.stdout.write(f"第 {flaw.number} 条审计记录：{FAULTS[flaw.fault]}\n")
    sys.stdout.write(f"核对无误 {rows} 条，锚点 {len(known)} 个\n")
    return 1 if flaw is not None or doubtful else 0
