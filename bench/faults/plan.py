"""Names the classes of faults, in the order in which they are run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.faults import (
    backed_up,
    bad_network,
    callers_cut,
    clocks,
    database_killed,
    deployed,
    disk_full,
    engines_killed,
    gateway_killed,
    line_attacked,
    malformed,
    page_cut,
    rasa_killed,
    recognizer_ill,
    redis_killed,
    stood_still,
    wechat_faulty,
)
from bench.faults.scene import Faults

DISK = "F6"  # needs a disk of its own
CLOCK = "F15"  # needs libfaketime; the last, because rows of later years stay behind


@dataclass(frozen=True, slots=True)
class FaultClass:
    """Be one class of the fault plan (docs/reliability.md)."""

    name: str
    what: str
    inflict: Faults
    by_telephone: bool = False  # callers are looked at: few talk beside them


CLASSES = (
    FaultClass("F1", "gateways killed", gateway_killed.inflict),
    FaultClass("F2", "Rasa servers killed", rasa_killed.inflict),
    FaultClass("F4", "PostgreSQL killed", database_killed.inflict),
    FaultClass("F5", "Redis killed, empty, full", redis_killed.inflict),
    FaultClass("F3", "every program stands still", stood_still.inflict),
    FaultClass("F16", "gateways deployed", deployed.inflict),
    FaultClass("F10", "WeChat's interface and pushes (F11)", wechat_faulty.inflict),
    FaultClass(DISK, "the disk is full", disk_full.inflict),
    FaultClass("F9", "bad wires between all parts", bad_network.inflict),
    FaultClass("F17", "open pages cut off", page_cut.inflict),
    FaultClass("F7", "speech engines killed, starved", engines_killed.inflict, True),
    FaultClass("F8", "an ill recogniser", recognizer_ill.inflict, True),
    FaultClass("F13", "the line attacked (F14)", line_attacked.inflict, True),
    FaultClass("CALLS", "parts killed during calls (I6)", callers_cut.inflict, True),
    FaultClass("F12", "malformed things at every door", malformed.inflict),
    FaultClass("F18", "backup, restore, half an upgrade", backed_up.inflict),
    FaultClass(CLOCK, "clocks ahead, behind, across years", clocks.inflict),
)


def chosen(names: str) -> Sequence[FaultClass]:
    """Return the classes that a list such as "F2,F4" names; all if it is empty.

    They come in the order of the list, but for the clocks. Raise ValueError with the name of one
    that is not there.
    """
    wanted = [name.strip().upper() for name in names.split(",") if name.strip()]
    known = {one.name: one for one in CLASSES}
    missing = [name for name in wanted if name not in known]
    if missing:
        raise ValueError(f"no class {', '.join(missing)}; there are {', '.join(known)}")
    named = [known[name] for name in wanted] if wanted else CLASSES
    return sorted(named, key=lambda one: one.name == CLOCK)
