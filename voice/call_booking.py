"""Asks a caller when and at which number to be called back; knows no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto

from core import phone_wording as say
from voice.call_events import Book, FetchSlots
from voice.call_script import Script
from voice.call_words import gives_up, says_no, says_yes, slot_named
from voice.front import Slot
from voice.keys import Chosen, KeyAct, KeyPad, Meant, Number

AT_ONCE = 2  # times told at once (rule 27 of the elder rules)
_DIALLABLE = re.compile(r"\+?\d{5,15}")
_SHORTEST, _LONGEST = 7, 15  # digits of a telephone number


class Step(Enum):
    """Name what is asked."""

    LOADING = auto()
    TIME = auto()
    THIS_NUMBER = auto()  # the one that the caller calls from
    OTHER_NUMBER = auto()
    NUMBER_RIGHT = auto()
    BOOKING = auto()


class Booking:
    """Be the questions that lead to one call-back."""

    def __init__(self, script: Script, keypad: KeyPad, caller: str) -> None:
        """Take where to speak, the keys, and the caller's number ("" or a name: none)."""
        self._script = script
        self._keypad = keypad
        self._number = caller if _DIALLABLE.fullmatch(caller) else ""
        self._slots: tuple[Slot, ...] = ()
        self._first = 0  # of those offered now
        self._slot: Slot | None = None
        self.step = Step.LOADING

    @property
    def asks_yes_or_no(self) -> bool:
        """Tell whether a number is to be confirmed."""
        return self.step in {Step.THIS_NUMBER, Step.NUMBER_RIGHT}

    def begin(self) -> None:
        """Ask for the times."""
        self.step = Step.LOADING
        self._keypad.asks()
        self._script.do(FetchSlots())

    def came(self, slots: Sequence[Slot]) -> bool:
        """Offer the first times; False if there are none."""
        self._slots, self._first = tuple(slots), 0
        if not slots:
            return False
        self._offer()
        return True

    def ask_again(self) -> None:
        """Ask the open question again."""
        match self.step:
            case Step.TIME:
                self._offer()
            case Step.LOADING | Step.BOOKING:
                self._script.say(say.ONE_MOMENT)
            case _:
                self._script.again()

    def key(self, act: KeyAct) -> None:
        """Take a key."""
        match act, self.step:
            case Chosen(number), Step.TIME:
                self._choose(number)
            case (Meant.YES | Meant.NO) as answer, Step.THIS_NUMBER | Step.NUMBER_RIGHT:
                self._confirm(answer is Meant.YES)
            case Number(text), Step.OTHER_NUMBER:
                self._given(text)
            case _:
                self.ask_again()

    def heard(self, text: str) -> bool:
        """Take an utterance; False if the caller wants no call-back after all."""
        if gives_up(text):
            return False
        match self.step:
            case Step.TIME:
                named = slot_named(text, len(self._offered()))
                if named is None:
                    self._script.say(say.NO_SUCH_CHOICE, last=False)
                    self._offer()
                else:
                    self._choose(named or len(self._offered()) + 1)
            case Step.THIS_NUMBER | Step.NUMBER_RIGHT:
                if says_yes(text) or says_no(text):
                    self._confirm(says_yes(text))
                elif len(re.sub(r"\D", "", text)) >= _SHORTEST:
                    self._given(text)
                else:
                    self._script.again()
            case Step.OTHER_NUMBER:
                self._given(text)
            case _:
                self.ask_again()
        return True

    def failed(self) -> None:
        """Ask for a time again: the booking was refused."""
        self._script.say(*say.BOOKING_FAILED, last=False)
        self.begin()

    def _offered(self) -> tuple[Slot, ...]:
        return self._slots[self._first : self._first + AT_ONCE]

    def _offer(self) -> None:
        self.step = Step.TIME
        offered = self._offered()
        self._keypad.asks(choices=len(offered) + 1)
        self._script.say(
            say.SLOTS_ASK,
            *(say.SLOT.format(spoken=s.spoken, number=n) for n, s in enumerate(offered, 1)),
            say.SLOTS_MORE.format(number=len(offered) + 1),
        )

    def _choose(self, number: int) -> None:
        offered = self._offered()
        if number > len(offered):
            self._first += AT_ONCE
            if self._first >= len(self._slots):
                self._first = 0
                self._script.say(say.SLOTS_AGAIN, last=False)
            self._offer()
            return
        self._slot = offered[number - 1]
        if self._number:
            self.step = Step.THIS_NUMBER
            self._keypad.asks()
            self._script.say(*say.THIS_NUMBER)
        else:
            self._ask_number()

    def _ask_number(self) -> None:
        self.step = Step.OTHER_NUMBER
        self._keypad.open()
        self._script.say(*say.WHICH_NUMBER)

    def _confirm(self, right: bool) -> None:
        if not right:
            self._ask_number()
            return
        assert self._slot is not None, "a number is asked after a time was chosen"
        self.step = Step.BOOKING
        self._script.do(Book(self._slot, self._number))

    def _given(self, text: str) -> None:
        digits = re.sub(r"\D", "", text)
        if not _SHORTEST <= len(digits) <= _LONGEST:
            self._keypad.open()
            self._script.say(say.NUMBER_WRONG)
            return
        self._number = digits
        self.step = Step.NUMBER_RIGHT
        self._keypad.asks()
        first, keys = say.NUMBER_RIGHT
        self._script.say(first.format(number=grouped(digits)), keys)


def grouped(digits: str) -> str:
    """Return a telephone number in the groups in which it is read out."""
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
