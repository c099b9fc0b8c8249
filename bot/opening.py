"""Says how surely a sentence must name a service item to open an application for it; pure."""

from __future__ import annotations

import re

from bot.acts import Act
from bot.call import Call
from bot.form_corrections import QUESTION
from bot.item_questions import SURELY_NAMED

CERTAIN = 0.7  # confidence from which the classifier may overrule what is nothing but a name
SPOKEN_OF = 0.7  # score of a text that names an item among other things
# A bare name such as 住院报销 is a wish, whatever it sounds like.
UNPLACED = frozenset({Act.OUT_OF_SCOPE, Act.POLICY_QUESTION, Act.NOT_UNDERSTOOD})
# While nothing is in hand, these speak of a matter: 我高血压，慢特病换医院; 名字登记错了，想改过来.
OPENING = {
    Act.GIVE_INFORMATION: SPOKEN_OF,
    Act.CORRECT_FIELD: SPOKEN_OF,
    Act.CANCEL: SURELY_NAMED,
}
JUST_NOW = re.compile("刚才|刚刚|方才")  # said here: it names no matter of its own
# Asked for, unless the sentence is a wish all the same: 老伴看门诊的发票要报，我替老伴办.
ASKING = frozenset(
    {Act.ASK_MATERIALS, Act.ASK_STEPS, Act.ASK_WHERE, Act.ASK_ELIGIBILITY, Act.ASK_TIME_LIMIT}
)
WISH = re.compile(r"(?:替|给|帮)[^，,。]{1,6}(?:办|报|弄|登记|申请|备|改|签|取|领)[^，,。]{0,4}$")
ALL_BUT_NAME = 0.95  # score of a text that is hardly more than an item's name


def least_to_open(call: Call, act: Act, *, unsure: bool) -> float | None:
    """Return how surely a text must name an item to open it; None: no name does."""
    if act in OPENING:
        return None if JUST_NOW.search(call.text) else OPENING[act]
    if unsure:
        return SURELY_NAMED
    if act in ASKING:
        wish = call.confidence < CERTAIN and WISH.search(call.text)
        return SPOKEN_OF if wish and not QUESTION.search(call.text) else None
    return ALL_BUT_NAME if act in UNPLACED and not QUESTION.search(call.text) else None
