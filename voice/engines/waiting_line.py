"""Orders the jobs that wait for a worker, and refuses those that would wait too long."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

LONG_JOB = 2.0  # seconds that a long job yields at most, so that it isn't starved, either
GUESS_YIELDS = 0.5  # seconds that a guess yields: nobody waits for it yet


@dataclass(frozen=True, slots=True)
class Job:
    """Be one piece of work for a worker."""

    number: int
    seconds: float  # of work, as expected
    asked_at: float  # on the monotonic clock
    spare: float = 0.0  # seconds from then on until somebody misses it

    @property
    def rank(self) -> float:
        """Return the place in the line: by when it is missed, but short jobs pass long ones."""
        return self.missed_at + min(self.seconds, LONG_JOB)

    @property
    def missed_at(self) -> float:
        """Return when somebody begins to wait for it, on the monotonic clock."""
        return self.asked_at + self.spare


@dataclass(slots=True)
class WaitingLine:
    """Be the line before the workers of one engine."""

    length: int = 24  # jobs that may wait
    patience: float = 3.0  # seconds that a job may be missed
    _jobs: dict[int, Job] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._jobs)

    def wait_for(self, job: Job, *, running: float, workers: int) -> float:
        """Return the seconds that a job would wait: those of whom it stands behind, shared.

        `running` is the work left of what the workers have in hand.
        """
        ahead = sum(other.seconds for other in self._jobs.values() if other.rank <= job.rank)
        return (ahead + running) / max(1, workers)

    def join(self, job: Job, *, running: float, workers: int) -> bool:
        """Stand in line; return False if it is full or the wait would be too long."""
        if len(self._jobs) >= self.length:
            return False
        wait = self.wait_for(job, running=running, workers=workers)
        if wait > job.spare + self.patience:
            return False
        self._jobs[job.number] = job
        return True

    def leave(self, number: int) -> bool:
        """Give a place up; return whether the job was still waiting."""
        return self._jobs.pop(number, None) is not None

    def hurry(self, number: int) -> None:
        """Let somebody wait for a job that was only a guess, if it is still in the line."""
        job = self._jobs.get(number)
        if job is not None:
            self._jobs[number] = replace(job, spare=0.0)

    def next_one(self) -> Job | None:
        """Take the first out of the line; None if nobody waits."""
        if not self._jobs:
            return None
        first = min(self._jobs.values(), key=lambda job: (job.rank, job.number))
        return self._jobs.pop(first.number)

    def expired(self, now: float) -> list[Job]:
        """Take out of the line who was missed for longer than is right."""
        late = [job for job in self._jobs.values() if now - job.missed_at > self.patience]
        for job in late:
            del self._jobs[job.number]
        return late


@dataclass(slots=True)
class WorkRate:
    """Learn how many seconds of work one unit of a job takes."""

    seconds_a_unit: float
    _weight: float = 0.2  # of the newest job

    def expects(self, units: float) -> float:
        """Return the seconds that a job of that size should take."""
        return units * self.seconds_a_unit

    def took(self, units: float, seconds: float) -> None:
        """Learn from a job that was done."""
        if units > 0:
            self.seconds_a_unit += self._weight * (seconds / units - self.seconds_a_unit)
