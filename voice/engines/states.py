"""Says how the speech service is, and carries it over the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from voice.engines.wire import BrokenFrame


@dataclass(frozen=True, slots=True)
class WorkerState:
    """Be how one worker is."""

    pid: int
    ready: bool  # False: its engine is loading
    busy: bool
    streams: int  # utterances that it has open, for a streaming engine
    megabytes: float  # resident


@dataclass(frozen=True, slots=True)
class EngineState:
    """Be how one engine is."""

    name: str
    why: str  # this engine and not another
    ready: bool  # at least one worker is
    waiting: int  # jobs
    done: int  # jobs since the start
    refused: int  # jobs, because too many waited
    lost: int  # jobs and utterances, because a worker died
    deaths: int  # of workers
    seconds_a_unit: float  # of work for a second of audio or a character, as learnt
    workers: tuple[WorkerState, ...]


@dataclass(frozen=True, slots=True)
class ServiceState:
    """Be how the whole service is."""

    recognizer: EngineState
    synthesizer: EngineState
    utterances: int  # open now
    callers: int  # connections
    megabytes: float  # resident, the supervisor alone

    @property
    def ready(self) -> bool:
        """Tell whether it can hear and speak."""
        return self.recognizer.ready and self.synthesizer.ready


def packed(state: ServiceState) -> bytes:
    """Return the state for the wire."""
    return json.dumps(asdict(state)).encode()


def unpacked(payload: bytes) -> ServiceState:
    """Return the state that came over the wire; raise BrokenFrame if it is none."""
    try:
        given = json.loads(payload)
        return ServiceState(
            recognizer=_engine(given["recognizer"]),
            synthesizer=_engine(given["synthesizer"]),
            utterances=int(given["utterances"]),
            callers=int(given["callers"]),
            megabytes=float(given["megabytes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenFrame("a state is not of the known shape") from error


def _engine(given: Mapping[str, object]) -> EngineState:
    workers = given["workers"]
    if not isinstance(workers, list):
        raise TypeError("workers")
    rest = {name: value for name, value in given.items() if name != "workers"}
    return EngineState(**rest, workers=tuple(WorkerState(**each) for each in workers))  # type: ignore[arg-type]  # our own JSON
