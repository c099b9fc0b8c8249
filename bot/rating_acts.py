"""Tells what the classifier may take praise, blame and reasons for."""

from __future__ import annotations

from bot.acts import FORM_CONTROLS, Act
from bot.remarking import GOES_ON

# What praise, blame or a level may be taken for; anything else is a request of its own.
BESIDE = GOES_ON | {
    *(Act.AFFIRM, Act.DENY, Act.THANKS, Act.GREET, Act.GOODBYE),
    *(Act.CORRECT_FIELD, Act.DO_NOT_KNOW, Act.SLOWER),
}
# What a reason may be taken for: no form is open, so that 等得太久 holds nothing on.
REASONS = GOES_ON | {
    Act.SLOWER,
    *(FORM_CONTROLS - {Act.AFFIRM, Act.DENY, Act.RESUME_APPLICATION, Act.ASK_WHY}),
}
