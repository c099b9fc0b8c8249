"""Leaves a gap in the numbers of some days, after a restore that forgot the last ones given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from core.store import call_backs, own_data, rectifications, remarks
from core.store.case_numbers import skip_case_numbers
from core.store.database import Database, write_audit
from core.store.receipts import skip_receipts

# Of every series that give_case_number counts.
LETTERS = (call_backs.LETTER, own_data.LETTER, rectifications.LETTER, remarks.LETTER)
# More than can have been given out since the backup: twenty of the largest batches of employers
# (core.enterprise.MOST_ROWS), or one every four seconds for a whole day. A day has 99,999, which
# leaves room for further restores on the same day.
RECEIPTS = 20_000
# These are asked for by hand, one by one: one every seventeen seconds for a whole day. Read aloud
# they keep their four digits.
CASES = 5_000


async def leave_gaps(
    database: Database, days: Sequence[date], *, subject: str, actor: str, at: datetime
) -> None:
    """Let the numbers of these days go on well past the last that is known, with an audit row."""
    async with database.writing() as connection:
        for day in days:
            await skip_receipts(connection, day, RECEIPTS)
            for letter in LETTERS:
                await skip_case_numbers(connection, letter, day, CASES)
        detail = {
            "from": days[0].isoformat(),
            "until": days[-1].isoformat(),
            "receipts": RECEIPTS,
            "cases": CASES,
        }
        await write_audit(
            connection, at=at, actor=actor, subject=subject, action="numbers_skipped", detail=detail
        )
