"""Checks who is served first, who is refused, and what is learnt about the work."""

from __future__ import annotations

import pytest

from voice.engines.backoff import Backoff
from voice.engines.waiting_line import Job, WaitingLine, WorkRate


def queue(*jobs: Job, length: int = 10, patience: float = 100.0) -> WaitingLine:
    """Return a line in which these jobs stand."""
    line = WaitingLine(length, patience)
    for job in jobs:
        assert line.join(job, running=0.0, workers=1)
    return line


def order(line: WaitingLine) -> list[int]:
    """Return the numbers in the order in which they are served."""
    served: list[int] = []
    while (job := line.next_one()) is not None:
        served.append(job.number)
    return served


def test_equal_jobs_are_served_as_they_came() -> None:
    line = queue(Job(3, 1.0, 10.0), Job(1, 1.0, 10.1), Job(2, 1.0, 10.2))

    assert order(line) == [3, 1, 2]


def test_a_short_job_passes_a_long_one_that_came_a_little_earlier() -> None:
    line = queue(Job(1, 2.0, 10.0), Job(2, 0.3, 10.5))

    assert order(line) == [2, 1]


def test_a_long_job_is_not_starved_by_short_ones() -> None:
    long_one = Job(0, 30.0, 10.0)
    short_ones = [Job(number, 0.1, 10.0 + number * 0.2) for number in range(1, 21)]

    assert order(queue(long_one, *short_ones, length=30)).index(0) <= 10


def test_who_waits_is_served_before_a_guess() -> None:
    line = queue(Job(1, 1.0, 10.0, spare=0.5), Job(2, 1.0, 10.3))

    assert order(line) == [2, 1]


def test_a_guess_that_somebody_waits_for_now_gets_its_place_back() -> None:
    line = queue(Job(1, 1.0, 10.0, spare=0.5), Job(2, 1.0, 10.3))
    line.hurry(1)

    assert order(line) == [1, 2]


def test_who_falls_silent_first_is_served_first() -> None:
    listens = Job(1, 1.0, 10.0, spare=4.0)
    begins = [Job(2, 1.0, 10.1), Job(3, 1.0, 10.2)]
    nearly_silent = Job(4, 1.0, 10.3, spare=0.5)

    assert order(queue(listens, *begins, nearly_silent)) == [2, 3, 4, 1]


def test_the_rest_of_an_answer_is_not_starved_by_the_beginnings_of_others() -> None:
    rest = Job(0, 1.0, 10.0, spare=3.0)
    beginnings = [Job(number, 1.0, 10.0 + number) for number in range(1, 9)]

    assert order(queue(rest, *beginnings)).index(0) == 2


def test_what_has_time_may_wait_for_so_much_longer() -> None:
    line = queue(Job(1, 1.0, 10.0), patience=3.0)

    assert not line.join(Job(2, 1.0, 10.0), running=4.0, workers=1)
    assert line.join(Job(3, 1.0, 10.0, spare=2.0), running=4.0, workers=1)
    assert [job.number for job in line.expired(14.0)] == [1]
    assert [job.number for job in line.expired(15.1)] == [3]


def test_a_full_line_takes_nobody() -> None:
    line = queue(Job(1, 0.1, 10.0), length=1)

    assert not line.join(Job(2, 0.1, 10.0), running=0.0, workers=1)


@pytest.mark.parametrize(("workers", "taken"), [(1, False), (2, True)])
def test_who_would_wait_too_long_is_not_taken(workers: int, taken: bool) -> None:
    line = queue(Job(1, 2.0, 10.0), patience=3.0)

    assert line.join(Job(2, 2.0, 10.1), running=1.5, workers=workers) is taken


def test_those_behind_a_job_do_not_count_for_its_wait() -> None:
    line = queue(Job(1, 2.0, 10.0), Job(2, 2.0, 10.0), patience=5.0)

    assert line.wait_for(Job(3, 0.1, 10.1), running=0.5, workers=1) == 0.5


def test_who_waited_too_long_leaves_the_line() -> None:
    line = queue(Job(1, 1.0, 10.0), Job(2, 1.0, 12.0), patience=3.0)

    late = line.expired(13.5)

    assert [job.number for job in late] == [1]
    assert order(line) == [2]


def test_leaving_tells_whether_one_was_still_waiting() -> None:
    line = queue(Job(1, 1.0, 10.0))

    assert line.leave(1)
    assert not line.leave(1)
    assert line.next_one() is None


def test_the_rate_of_work_follows_what_it_took() -> None:
    rate = WorkRate(1.0)
    for _ in range(40):
        rate.took(2.0, 0.2)

    assert rate.expects(10.0) == pytest.approx(1.0, abs=0.01)


def test_the_first_death_is_replaced_at_once_and_a_loop_of_them_ever_later() -> None:
    backoff = Backoff()

    waits = [backoff.died(0.5) for _ in range(12)]

    assert waits[:4] == [0.0, 0.5, 1.0, 2.0]
    assert waits[-1] == backoff.longest


def test_a_death_after_a_healthy_life_is_replaced_at_once_again() -> None:
    backoff = Backoff()
    for _ in range(5):
        backoff.died(0.5)

    assert backoff.died(3600.0) == 0.0
