"""Words the citation of a policy, for the eye and for the ear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from core import wording
from core.knowledge import VERSION_MARK
from core.messages import Source

POLICY_MARK = "#"  # document_id of a policy entry: "<document>#<entry>@<version>"
_SIGNS = re.compile(r"[，；;（）()\[\]【】/]+")
_NUMBERED = ".．、"  # behind the number of a section, which a comma follows here


def citations(sources: Sequence[Source]) -> str:
    """Return the numbered list of sources, one line each, as every channel shows it.

    An id of an entry is for the office, which finds it in the data of the reply.
    """
    return "\n".join(_cited(number, source) for number, source in enumerate(sources, 1))


def spoken_citation(source: Source) -> str:
    """Return where an answer comes from, as it is said on the phone."""
    said = wording.SPOKEN_SOURCE.format(
        issuer=_without_signs(source.issuer), title=_without_signs(source.title)
    )
    if VERSION_MARK in source.document_id:
        said += wording.SPOKEN_SECTION.format(section=_without_signs(source.section))
    return said


def spoken_day(day: date) -> str:
    """Return a day as it is said: 2020年9月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def is_policy(source: Source) -> bool:
    """Tell whether a source is an entry of the knowledge base."""
    return POLICY_MARK in source.document_id and VERSION_MARK in source.document_id


def _cited(number: int, source: Source) -> str:
    issued = (
        wording.ISSUED.format(day=spoken_day(source.issued))
        if source.date_note is None
        else wording.UNCERTAIN_DATE.format(year=source.issued.year)
    )
    begins = source.in_force_from
    parts = (
        f"《{source.title}》" + (f"（{source.number}）" if source.number else ""),
        source.issuer,
        issued,
        wording.IN_FORCE.format(day=spoken_day(begins))
        if begins is not None and begins != source.issued
        else "",
        source.section.rstrip(_NUMBERED),
    )
    return f"[{number}] " + "，".join(part for part in parts if part)


def _without_signs(name: str) -> str:
    """Return the name of a document, its issuer or a section without what cannot be heard."""
    return _SIGNS.sub("，", name).strip("，。")
