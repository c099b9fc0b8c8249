"""Words the answer to a policy question: from a reviewed passage, or by saying there is none."""

from __future__ import annotations

from datetime import date

from core import wording
from core.contracts import Found, Passage, Verdict
from core.messages import Answer, Handled, Reply, Status, Turn

NATION = "全国"
MOST_NEAREST = 3


def policy_answer(found: Found, today: date) -> Answer:
    """Return what to say about a search; never anything that no passage states."""
    if found.verdict is Verdict.UNSURE:
        return Answer(_no_source(found), Turn(Handled.DECLINE))
    passage = found.passages[0]
    parts = [_before(passage, today), passage.plain, _after(found)]
    day = (
        spoken_day(passage.issued)
        if passage.date_note is None
        else wording.UNCERTAIN_DATE.format(year=passage.issued.year)
    )
    cited = wording.SOURCE_LINE.format(title=passage.title, issuer=passage.issuer, date=day)
    reply = Reply(
        text="".join(parts) + "\n" + cited,
        spoken=_before(passage, today) + passage.spoken + _after(found),
        status=Status.ANSWERED,
        sources=(passage.source(),),
        choices=tuple(f"我是{region}的" for region in found.other_regions[:MOST_NEAREST]),
    )
    return Answer(reply, Turn(Handled.ANSWER))


def spoken_day(day: date) -> str:
    """Return a day as it is said: 2020年9月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _before(passage: Passage, today: date) -> str:
    if passage.expired_on(today) or passage.expired_note is not None:
        return wording.EXPIRED.format(note=passage.expired_note or "")
    if passage.region == NATION:
        return wording.FOR_NATION
    return wording.FOR_REGION.format(region=passage.region)


def _after(found: Found) -> str:
    if not found.other_regions:
        return ""
    return wording.OTHER_REGIONS.format(regions="、".join(found.other_regions))


def _no_source(found: Found) -> Reply:
    nearest = tuple(
        dict.fromkeys(p.asked_as[0] for p in found.passages[:MOST_NEAREST] if p.asked_as)
    )
    hint = wording.NO_SOURCE_NEAREST if nearest else wording.NO_SOURCE_HUMAN
    return Reply(
        text=wording.NO_SOURCE + hint,
        status=Status.NO_SOURCE_FOUND,
        choices=(*nearest, wording.HUMAN_CHOICE),
    )
