"""Decides what is said and done in a telephone call; knows no clock, socket or engine."""

from __future__ import annotations

from dataclasses import replace

from core import phone_wording as say
from core.person_wish import asks_for_person
from voice import call_events as on
from voice import call_words as words
from voice.call_courtesies import Courtesies
from voice.call_gateway import GatewaySide
from voice.call_person import PersonSide
from voice.call_script import ANSWERS, PEOPLE, Script, State
from voice.call_talk import Manners, Talk
from voice.keys import KeyAct, KeyPad, Meant
from voice.spoken_text import YES_NO

NOISES = 2  # cut-offs by sounds that are no words; then this prompt is said to its end
STAYING_EVERY = 4  # silences between two sentences to somebody who may have left
CALLER = "the caller speaks"  # why nothing is said


class CallFlow:
    """Lead one call from the first sentence to the last."""

    def __init__(self, manners: Manners, *, caller: str) -> None:
        """Take how patient to be, and the caller's number ("" when withheld)."""
        self._manners = manners
        self._script = Script()
        self._keypad = KeyPad()
        self._talk = Talk(self._script, self._keypad, manners)
        self._people = PersonSide(self._script, self._keypad, self._talk, manners, caller)
        self._gateway = GatewaySide(self._script, self._talk, self._people, manners)
        self._courtesies = Courtesies(self._script, self._keypad)
        self._caller_speaks = False
        self._voice_failed = False
        self._sought = False  # a person, because nobody spoke
        self._cut: tuple[on.Line, ...] = ()  # what the caller's speech cut off
        self._later: on.Heard | None = None  # said over a sentence that must be heard
        self._noises = self._deaf = self._quiet = 0

    @property
    def state(self) -> State:
        """Return where the call stands."""
        return self._script.state

    @property
    def listening(self) -> on.Listening:
        """Return what is expected of the caller now."""
        typed = bool(self._keypad.typed)
        asks_yes = self.state is State.LEAVING or self._people.asks_yes_or_no
        return on.Listening(
            digits=self._talk.digits or typed or self._people.asks_number,
            keying=typed,
            counting=self._talk.pending is None and self.state in ANSWERS,
            hints=self._talk.hints,
            awaiting=YES_NO if asks_yes else self._talk.awaiting,
        )

    @property
    def _asks_consent(self) -> bool:
        return self.state is State.OPENING and self._gateway.asks_consent

    def begin(self, now: float) -> tuple[on.Command, ...]:
        """Answer the call."""
        self._gateway.begin(now)
        return self._script.taken()

    def take(self, event: on.CallEvent, now: float) -> tuple[on.Command, ...]:
        """Take what happened at `now` (seconds of any clock); return what is to be done."""
        if self.state is not State.ENDED:
            self._happened(event, now)
        return self._script.taken()

    def _happened(self, event: on.CallEvent, now: float) -> None:
        match event:
            case on.Passed():
                self._passed(now)
            case on.Pressed(digit):
                self._acted(self._keypad.press(digit, now), now)
            case on.Began(unheard):
                self._began(unheard)
            case on.Over(silence) if self.state is not State.WITH_AGENT:
                self._talk.over(now, silence)
            case on.Heard():
                self._heard(event, now)
                self._talk.recognised()
            case on.Deaf():
                self._not_recognised(now)
                self._talk.recognised()
            case on.Silent():
                self._silent(now)
            case on.Finished(number):
                self._finished(number, now)
            case on.Speechless():
                self._speechless(now)
            case on.Opened(session):
                self._gateway.opened(session)
            case on.NotOpened():
                self._gateway.not_opened(now)
            case on.Replied():
                self._gateway.replied(event, now, caller_speaks=self._caller_speaks)
            case on.NotReplied():
                self._gateway.not_replied(event, now)
            case on.FromFront(beside):
                self._people.happened(beside, now)
            case on.SlotsCame():
                self._people.slots_came(event)
            case on.Booked():
                self._people.booked(event)
            case on.NotBooked():
                self._people.not_booked()
            case on.NotTransferred():
                self._people.not_transferred(now)
            case on.OnHold(held):
                self._courtesies.hold(held)
            case on.Gone(why):
                self._script.interrupt()
                self._script.music(False)
                self._script.do(on.End(why))
                self._script.move(State.ENDED)

    def _passed(self, now: float) -> None:
        self._gateway.passed(now)
        meant = self._keypad.passed(now)
        if meant is not None:
            self._acted(meant, now)
        if self._talk.is_late(now):
            self._free()
        self._talk.passed(now)
        self._people.passed(now)

    def _acted(self, act: KeyAct, now: float) -> None:
        """Do what a key means; it silences us, but for a sentence on which a transfer hangs."""
        if self.state is not State.TRANSFERRING:
            self._script.interrupt()
        self._free()
        self._cut, self._later = (), None
        if act is Meant.COLLECTING:
            return
        self._alive()
        match act, self.state:
            case Meant.PERSON, _:
                self._people.wanted(now, say.PERSON_COMING)
            case Meant.REPEAT, _:
                self._courtesies.repeat()
            case Meant.SLOWER, _:
                self._courtesies.change_pace(slower=True)
            case ((Meant.YES | Meant.NO), State.OPENING) if self._gateway.asks_consent:
                self._courtesies.consent(act is Meant.YES)
            case ((Meant.YES | Meant.NO), State.LEAVING):
                self._courtesies.anything_else(act is Meant.YES)
            case _, State.GOODBYE:
                self._courtesies.leave()
            case _, state if state in PEOPLE:
                self._people.key(act, now)
            case _:
                self._talk.key(act, now)

    def _began(self, unheard: tuple[on.Line, ...]) -> None:
        self._caller_speaks, self._cut = True, ()
        if unheard and unheard[0].barge_in:
            self._cut = unheard
            self._script.interrupt()
        self._script.wait(CALLER)

    def _heard(self, heard: on.Heard, now: float) -> None:
        self._free()
        self._deaf = 0
        cut, self._cut = self._cut, ()
        if asks_for_person(heard.text):
            if self.state is not State.TRANSFERRING:
                self._script.interrupt()
            self._alive()
            self._people.wanted(now, say.PERSON_COMING)
            return
        if self._script.speaking and not cut and not self._talk.is_bridging:
            self._later = heard
            return
        unclear = not heard.text.strip() or heard.confidence < self._manners.sure
        murmur = words.is_murmur(heard.text)
        if cut and (unclear or (murmur and len(cut) > 1)):
            self._resume(cut)
        elif unclear or (murmur and self._talk.is_busy):
            if not self._talk.tell_kept() and unclear:
                self._not_clear(now, too_long=heard.too_long)
        else:
            self._talk.forget_kept()
            self._alive()
            self._talk.understood()
            self._said(heard, now)

    def _said(self, heard: on.Heard, now: float) -> None:
        """Act on words that were understood."""
        text = heard.text
        if words.wants_repeat(text):
            self._courtesies.repeat()
        elif words.wants_slower(text) or words.wants_faster(text):
            self._courtesies.change_pace(slower=words.wants_slower(text))
        elif self._asks_consent and (words.says_yes(text) or words.says_no(text)):
            self._courtesies.consent(words.says_yes(text))
        elif self.state is State.LEAVING and (words.says_no(text) or words.says_goodbye(text)):
            self._courtesies.took_leave = self._courtesies.took_leave or words.says_goodbye(text)
            self._courtesies.anything_else(False)
        elif self.state is State.LEAVING and words.says_yes(text):
            self._courtesies.anything_else(True)
        elif words.says_goodbye(text) and self.state is State.GOODBYE:
            self._script.do(on.HangUp())
        elif words.says_goodbye(text) and self.state is not State.WITH_AGENT:  # who hears it
            self._courtesies.took_leave = True
            self._courtesies.leave()
        elif self.state in PEOPLE:
            self._people.heard(heard, now)
        elif not self._talk.wants_more(text):
            self._script.move(State.TALKING)
            self._talk.send_heard(heard, now)

    def _resume(self, cut: tuple[on.Line, ...]) -> None:
        """Go on where a cough or a murmur cut us off."""
        if self.state is State.GOODBYE:
            self._script.do(on.HangUp())
            return
        self._noises += 1
        if self._noises >= NOISES:
            cut = tuple(replace(line, barge_in=False) for line in cut)
        self._script.lines(cut, last=False)

    def _not_clear(self, now: float, *, too_long: bool) -> None:
        if self.state is State.GOODBYE:
            self._script.do(on.HangUp())
        elif self.state is State.WITH_AGENT:
            self._script.say(say.AGENT_NOT_CLEAR, last=False)
        elif self.state is State.BOOKING:
            self._people.silent()
        elif too_long:
            self._script.say(say.TOO_LONG, last=False)
        elif self.state in ANSWERS and not self._talk.unclear():
            self._people.wanted(now, *say.NOT_CLEAR_PERSON)

    def _not_recognised(self, now: float) -> None:
        """Serve by keys while no recogniser does; the second time bring a person."""
        self._free()
        self._cut = ()
        self._deaf += 1
        if self.state is State.WITH_AGENT:
            self._script.say(say.AGENT_NOT_CLEAR, last=False)
        elif self._deaf < 2 or self.state in PEOPLE:
            self._script.say(*say.DEAF, last=False)
        else:
            self._people.wanted(now, *say.DEAF_PERSON)

    def _silent(self, now: float) -> None:
        self._quiet += 1
        match self.state:
            case State.OPENING | State.TALKING if not self._sought:
                if not self._talk.silent():
                    self._sought = True
                    self._people.wanted(now, *say.NOBODY_SPEAKS)
            case State.LEAVING if self._courtesies.took_leave and self._quiet >= 2:
                self._courtesies.goodbye()
            case State.BOOKING if self._quiet < self._manners.tries:
                self._people.silent()
            case _ if self._quiet % STAYING_EVERY == 0:
                self._script.say(*say.STAYING, last=False)

    def _finished(self, number: int, now: float) -> None:
        if number != self._script.number:
            return
        self._script.speaking = self._voice_failed = False
        self._noises = 0
        if self.state is State.GOODBYE:
            self._script.do(on.HangUp())
            return
        self._people.finished()
        later, self._later = self._later, None
        if later is not None:
            self._heard(later, now)

    def _speechless(self, now: float) -> None:
        """Bring a person if something cannot be said; never try the same again at once."""
        self._script.speaking = False
        failed, self._voice_failed = self._voice_failed, True
        match self.state:
            case State.GOODBYE:
                self._script.do(on.HangUp())
            case State.TRANSFERRING:
                self._people.finished()
            case State.WITH_AGENT if not failed:
                self._script.say(*say.AGENT_UNREAD, last=False)
            case state if state not in PEOPLE:
                self._people.wanted(now, *(() if failed else say.VOICE_DOWN))

    def _alive(self) -> None:
        self._quiet, self._sought = 0, False

    def _free(self) -> None:
        """Speak again: the caller has finished."""
        self._caller_speaks = False
        self._script.go_on(CALLER)
