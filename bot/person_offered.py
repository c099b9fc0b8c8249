"""Hears whether somebody takes the person who was offered to them last; pure."""

from __future__ import annotations

import re

from bot.form_answers import NO
from core import form_wording, wording

# An offer is open while it was said last.
OFFERS = (*wording.OFFERS_OF_A_PERSON, form_wording.THREE_TRIES)
KEY_YES = "1"  # of a telephone; behind a question of a form it is the first choice
TAKES = re.compile(
    r"(?:是的?|对|嗯+|要的?|想要?|好的?|行|中|成|可以|同意|麻烦你?了?|谢谢你?|那就"
    r"|(?:那|就|帮|给|请)*(?:我|俺)?(?:转|接|请|叫|找)(?:一?个|一下)?人?)+[吧啊呀了嘞嘛。！!，,]*"
)
LEAVES = re.compile(
    r"(?:先|还是)?(?:不用|不要|不必|不转|不找|不需要|没事|算)(?:人工?|找人)?了?[吧啊呀。！!，,]*"
)


def takes_person(last_reply: str | None, text: str) -> bool | None:
    """Tell whether the person offered last is wanted; None: nobody was, or neither is said."""
    last = last_reply or ""
    if not last.endswith(OFFERS):
        return None
    if TAKES.fullmatch(text) or (text == KEY_YES and last.endswith(wording.OFFERS_OF_A_PERSON)):
        return True
    return False if NO.fullmatch(text) or LEAVES.fullmatch(text) else None
