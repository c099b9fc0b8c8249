"""Does the small things that callers ask of the voice itself, and takes leave of them."""

from __future__ import annotations

from core import phone_wording as say
from voice import call_events as on
from voice.call_script import ANSWERS, Script, State
from voice.keys import KeyPad

HOLD = "on hold"  # why nothing is said


class Courtesies:
    """Repeat, speak more slowly, take the consent to be recorded, say goodbye."""

    def __init__(self, script: Script, keypad: KeyPad) -> None:
        """Take where to speak, and the keys."""
        self._script = script
        self._keypad = keypad
        self.took_leave = False  # whether the caller said goodbye

    def consent(self, given: bool) -> None:
        """Take whether the caller may be recorded; either way service goes on."""
        self._script.do(on.RememberConsent(given))
        self._script.say(say.RECORDED if given else say.NOT_RECORDED, last=False)
        self._script.lines(self._script.last)

    def repeat(self) -> None:
        """Say the last thing again."""
        if self._script.last:
            self._script.again()
        else:
            self._script.say(say.NOTHING_YET)

    def change_pace(self, *, slower: bool) -> None:
        """Speak more slowly or faster from now on, and say the last thing again."""
        changed = self._script.slower() if slower else self._script.faster()
        if changed:
            self._script.do(on.RememberPace(self._script.pace))
        sentence = say.SLOWER if slower and changed else say.SLOWEST if slower else say.FASTER
        self._script.say(sentence, last=False)
        self._script.lines(self._script.last)

    def leave(self) -> None:
        """Ask whether there is anything else: nobody is hung up on by a misheard word."""
        self._script.move(State.LEAVING)
        self._keypad.asks()
        self._script.say(say.ANYTHING_ELSE, say.ANYTHING_ELSE_KEYS)

    def anything_else(self, more: bool) -> None:
        """Take the answer to that."""
        if more:
            self._script.move(State.TALKING)
            self._script.say(say.GO_ON)
        elif self.took_leave:
            self.goodbye()
        else:
            self._script.say(*say.LEAVE_HOW)

    def goodbye(self) -> None:
        """Say goodbye; the call ends with the sentence."""
        self._script.move(State.GOODBYE)
        self._script.say(say.GOODBYE)

    def hold(self, held: bool) -> None:
        """Be silent while the caller is away, and say the question again afterwards."""
        if held:
            if self._script.state is not State.TRANSFERRING:
                self._script.interrupt()
            self._script.wait(HOLD)
            return
        self._script.go_on(HOLD)
        if self._script.state in ANSWERS and self._script.last:
            self._script.say(say.AFTER_HOLD, last=False)
            self._script.lines(self._script.last)
