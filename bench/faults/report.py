"""Prints what a run of faults showed, and writes it down as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench._figures import percentile, show_table
from bench.faults import judge_calls
from bench.faults.evidence import Evidence
from bench.faults.judge import LIMITS, Findings, p95, recoveries

MOST = 20  # findings of a kind that are printed
FIGURES = (
    "lost",
    "doubled",
    "unanswered",
    "not resumed",
    "unlisted",
    "canaries",
    "audit",
    "harmed",
    "calls",
)


@dataclass(frozen=True, slots=True)
class Run:
    """Be one run over several classes."""

    seed: int
    evidence: Sequence[Evidence]
    findings: Sequence[Findings]
    wanted: int  # messages
    not_run: Sequence[str] = ()  # classes that are impossible here

    @property
    def messages(self) -> int:
        """Return how much citizens said in all."""
        return sum(one.messages for one in self.findings)

    @property
    def is_good(self) -> bool:
        """Tell whether every invariant held, every fault was real and enough was said."""
        return (
            bool(self.findings)
            and self.messages >= self.wanted
            and not any(one.broken for one in self.findings)
        )


def show(run: Run) -> None:
    """Print the tables."""
    rows = []
    for evidence, findings in zip(run.evidence, run.findings, strict=True):
        used = sum(hit.used for hit in evidence.hits)
        figures = [len(findings.broken.get(name, ())) for name in FIGURES]
        rows.append(
            (
                *(findings.name, evidence.what, f"{evidence.seconds:.0f}", findings.messages),
                *(f"{used} of {len(evidence.hits)}", *figures, evidence.chats.answered_twice),
                *(evidence.chats.error_lines, "bad" if findings.broken else "good"),
            )
        )
    head = ("class", "what", "s", "messages", "faults used", *FIGURES)
    title = f"Faults by seed {run.seed}: {run.messages} messages (wanted {run.wanted})"
    show_table(title, (*head, "seen twice", "error lines", "verdict"), rows)
    _show_calls(run.evidence)
    hits = [hit for one in run.evidence for hit in one.hits]
    seconds = sorted(recoveries(hits).items())
    show_table(
        "From the fault to the first good turn",
        ("what", "n", "p50 s", "p95 s", "most s", "limit s"),
        [
            (
                *(name, len(took), f"{percentile(took, 50):.1f}", f"{p95(took):.1f}"),
                *(f"{max(took):.1f}", LIMITS.get(name, "")),
            )
            for name, took in seconds
        ],
    )
    show_table(
        "Every fault",
        ("fault", "good again after s", "used", "known by"),
        [
            (
                *(
                    hit.what,
                    "never" if hit.recovered is None else f"{hit.recovered - hit.began:.1f}",
                ),
                *(hit.used, hit.proof),
            )
            for hit in hits
        ],
    )


def _show_calls(evidence: Sequence[Evidence]) -> None:
    rows = []
    for one in evidence:
        if one.calls:
            silences = judge_calls.silences(one.calls)
            turns = [turn for call in one.calls for turn in call.turns]
            fell = sum(call.fell is not None for call in one.calls)
            rows.append(
                (
                    *(one.name, len(one.calls), len(turns), f"{percentile(silences, 50):.1f}"),
                    *(f"{p95(silences):.1f}", f"{max(silences):.1f}", len(turns) - len(silences)),
                    *(sum(turn.answered for turn in turns), fell),
                )
            )
    if rows:
        head = ("class", "calls", "sentences", "p50 s", "p95 s", "most s", "never", "answered")
        show_table("Silence after a caller's last sound", (*head, "calls that fell"), rows)


def _calls(evidence: Evidence) -> list[dict[str, object]]:
    return [
        {
            "name": call.name,
            "fell": call.fell is not None,
            "its_own": call.its_own,
            "longest_gap": round(call.gap, 2),
            "forgotten": call.forgotten,
            "sentences": [
                {
                    "said": turn.said,
                    "silence": None if turn.heard is None else round(turn.heard - turn.over, 2),
                    "phrases": list(turn.phrases),
                    "answered": turn.answered,
                }
                for turn in call.turns
            ],
        }
        for call in evidence.calls
    ]


def tell(findings: Findings) -> None:
    """Print every single thing that is not as it has to be, up to twenty of each kind."""
    for name, found in findings.broken.items():
        for one in found[:MOST]:
            print(f"{findings.name} {name}: {one}", flush=True)


def write(run: Run, folder: Path) -> Path:
    """Write everything but the texts of answers; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run.seed}.json"
    told = {
        "seed": run.seed,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "system": platform.platform(),
            "load": os.getloadavg(),
        },
        "messages": run.messages,
        "wanted": run.wanted,
        "good": run.is_good,
        "not_run": list(run.not_run),
        "classes": [
            {
                "name": evidence.name,
                "what": evidence.what,
                "seconds": round(evidence.seconds, 1),
                "messages": findings.messages,
                "sent_again": sum(max(0, one.attempts - 1) for one in evidence.told),
                "faults_used": sum(hit.used for hit in evidence.hits),
                "faults": [
                    {
                        "what": hit.what,
                        "seconds": None
                        if hit.recovered is None
                        else round(hit.recovered - hit.began, 2),
                        "used": hit.used,
                        "proof": hit.proof,
                    }
                    for hit in evidence.hits
                ],
                "wechat": {
                    name: value
                    for name, value in asdict(evidence.chats).items()
                    if isinstance(value, int)
                },
                "calls": _calls(evidence),
                "broken": findings.broken,
            }
            for evidence, findings in zip(run.evidence, run.findings, strict=True)
        ],
    }
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return file
