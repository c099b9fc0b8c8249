"""Follows what the gateway tells a call: the conversation, its answers, and its failures."""

from __future__ import annotations

from core import phone_wording as say
from core import wording
from voice import call_events as on
from voice.call_person import PersonSide
from voice.call_script import PEOPLE, Script, State
from voice.call_talk import Manners, Talk
from voice.front import Session
from voice.speech import pace_of

OPENING_WITHIN = 0.8  # seconds that the gateway has to tell the caller's pace
SAID_EVERY = 4  # failures to open a conversation between two sentences about it
ELSEWHERE = frozenset({State.BOOKING, State.TRANSFERRING})  # answers come too late there


class GatewaySide:
    """Be everything of a call that has to do with the gateway."""

    def __init__(self, script: Script, talk: Talk, people: PersonSide, manners: Manners) -> None:
        """Take where to speak, the talk with the dialogue, and who brings a person."""
        self._script = script
        self._talk = talk
        self._people = people
        self._manners = manners
        self._opening_due: float | None = None
        self._begin_again_at: float | None = None
        self._failures = 0
        self.asks_consent = False

    def begin(self, now: float) -> None:
        """Open a conversation."""
        self._opening_due = now + OPENING_WITHIN
        self._script.do(on.Begin())

    def passed(self, now: float) -> None:
        """Greet without the gateway if it is slow; try again to reach it."""
        if self._opening_due is not None and now >= self._opening_due:
            self._say_opening()
        if self._begin_again_at is not None and now >= self._begin_again_at:
            self._begin_again_at = None
            self._script.do(on.Begin())

    def opened(self, session: Session) -> None:
        """Greet the caller."""
        self._begin_again_at = None
        self._script.pace = session.pace
        self._people.opened(session)
        self._say_opening()
        if self._script.state is State.OPENING:
            self._script.music(False)
            if session.notice:
                self._script.say(say.NOTICE.format(notice=session.notice), last=False)
            if session.recording_allowed:
                self.asks_consent = True
                self._script.say(*say.MAY_RECORD, barge_in=False, last=False)
            self._script.say(session.greeting or say.GREETING)
        self._talk.opened()

    def not_opened(self, now: float) -> None:
        """Say so now and then, and try again."""
        self._say_opening()
        self._begin_again_at = now + self._manners.retry_every
        if self._failures % SAID_EVERY == 0 and self._script.state is State.OPENING:
            self._script.say(*say.FRONT_DOWN)
            self._script.music(True)
        self._failures += 1
        if self._script.state is State.QUEUEING:
            self._people.not_answered(now)

    def replied(self, event: on.Replied, now: float, *, caller_speaks: bool) -> None:
        """Take an answer."""
        self._failures = 0
        said, pending = event.said, self._talk.pending
        if said.wants_human:
            self._people.handed_over(now)
        if pending is None or pending.message_id != event.message_id:
            return
        self._talk.answered()
        if said.wants_human or said.relayed or self._script.state in ELSEWHERE:
            return
        if self._script.state in {State.OPENING, State.LEAVING}:
            self._script.move(State.TALKING)
        if said.switched is not None:  # a version speaks at its own pace
            self._script.pace = pace_of(said.switched)
            self._script.do(on.RememberPace(self._script.pace))
        if caller_speaks:
            self._talk.keep(said)
        else:
            self._talk.tell(said)

    def not_replied(self, event: on.NotReplied, now: float) -> None:
        """Say that the gateway did not answer; the second time bring a person."""
        pending = self._talk.pending
        if pending is None or pending.message_id != event.message_id:
            return
        if self._script.state is State.QUEUEING and pending.text == wording.HUMAN_CHOICE:
            self._people.not_answered(now)
            return
        self._talk.answered()
        self._failures += 1
        if self._script.state is State.WITH_AGENT:
            self._script.say(say.AGENT_NOT_TOLD, last=False)
        elif self._failures < 2 or self._script.state in PEOPLE:
            self._script.say(*say.FRONT_DOWN, last=False)
        else:
            self._people.wanted(now, *say.FRONT_DOWN_PERSON)

    def _say_opening(self) -> None:
        if self._opening_due is not None:
            self._opening_due = None
            self._script.say(*say.OPENING, barge_in=False, last=False)
