"""Leads the caller's talk with the dialogue: sends what was said, reads out what is answered."""

from __future__ import annotations

from dataclasses import dataclass

from core import form_wording
from core import phone_wording as say
from core.service_items import FieldKind
from voice.call_events import Heard, Line, Send
from voice.call_script import Script
from voice.call_words import says_no, says_yes
from voice.front import Said
from voice.keys import Chosen, KeyAct, KeyPad, Meant, Number
from voice.portions import told
from voice.spoken_text import YES_NO
from voice.turn_taking import left_in_silence

YES, NO = form_wording.OFFER_CHOICES
CONFIRM = form_wording.CONFIRM_CHOICES[:1]
ENDING = 2  # sentences at the end of a reply that hold its question


@dataclass(frozen=True, slots=True)
class Manners:
    """Hold how patient a call is; times in seconds."""

    # From the end of the caller's speech: words and an answer that take longer are bridged.
    filler_after: float = 0.8
    filler_again: float = 6.0
    sure: float = 0.35  # confidence below which an utterance counts as not understood
    tries: int = 3  # silences, utterances not understood: then a person
    retry_every: float = 5.0  # while the gateway does not answer
    duty_extension: str = ""  # SIP URI that takes calls when the gateway is down; "": none


class Talk:
    """Be the talk with the dialogue."""

    def __init__(self, script: Script, keypad: KeyPad, manners: Manners) -> None:
        """Take where to speak, the keys, and how patient to be."""
        self._script = script
        self._keypad = keypad
        self._manners = manners
        self._is_open = False
        self._count = 0
        self._unsent: list[Send] = []
        self.pending: Send | None = None  # what we wait to have answered
        self._bridge_at: float | None = None
        self._bridged = False
        self._bridge = 0  # number of the last Say that did so
        self._recognising = False  # what the caller said, since when the clock runs
        self._kept: Said | None = None  # came while the caller was speaking
        self._said = Said("")
        self._choices: tuple[str, ...] = ()
        self._rest: list[tuple[str, ...]] = []  # portions of the reply not read yet
        self._explained: frozenset[FieldKind] = frozenset()
        self._misses = self._silences = 0

    @property
    def digits(self) -> bool:
        """Tell whether a number is asked."""
        return self._said.digits and not self._rest

    @property
    def hints(self) -> tuple[str, ...]:
        """Return words that are likely now."""
        return tuple(dict.fromkeys((*self._said.options, *self._choices, *self._said.choices)))

    @property
    def awaiting(self) -> str | None:
        """Return the key of the field being asked, or YES_NO."""
        return YES_NO if self._choices[:1] in {(YES,), CONFIRM} else self._said.awaiting

    @property
    def is_busy(self) -> bool:
        """Tell whether an answer is awaited, or was kept because the caller was speaking."""
        return self.pending is not None or self._kept is not None

    def opened(self) -> None:
        """Send what waited for the conversation to be opened."""
        self._is_open = True
        for send in self._unsent:
            self._script.do(send)
        self._unsent.clear()

    def send(
        self, text: str, now: float, *, confidence: float | None = None, bridged: bool = False
    ) -> None:
        """Tell the dialogue something; `bridged`: the caller was told already to wait."""
        self._count += 1
        self.pending = Send(text, f"call-{self._count}", confidence)
        if bridged:
            self._bridge_at = None
        elif not self._recognising:
            self._bridge_at = now + self._manners.filler_after
            self._bridged = False
        self._rest.clear()
        self._kept = None
        self.send_again()

    def send_heard(self, heard: Heard, now: float) -> None:
        """Tell the dialogue what was said, behind the digits keyed in before it."""
        typed = self._keypad.typed
        # Half by keys, half by voice: the number goes on where the keys ended.
        both = typed and any(char.isdecimal() for char in heard.text)
        before = f"{typed}，" if both else ""
        self.send(before + heard.text, now, confidence=heard.confidence)

    def send_again(self) -> None:
        """Send what is not answered, under the same id: the gateway answers it once."""
        if self.pending is None:
            return
        if self._is_open:
            self._script.do(self.pending)
        else:
            self._unsent = [self.pending]

    def over(self, now: float, silence: float) -> None:
        """Take it that the caller has finished speaking: from now on the silence is ours.

        `silence`: seconds since their last sound.
        """
        self._recognising = True
        self._bridge_at = now + left_in_silence(self._manners.filler_after, silence)
        self._bridged = False

    def recognised(self) -> None:
        """Take it that what the caller said was acted upon."""
        self._recognising = False
        if self.pending is None:
            self._bridge_at = None

    def is_late(self, now: float) -> bool:
        """Tell whether somebody has waited so long for their words to be recognised."""
        return self._recognising and self._bridge_at is not None and now >= self._bridge_at

    @property
    def is_bridging(self) -> bool:
        """Tell whether nothing is being said but that it takes a moment."""
        return self._script.speaking and self._script.number == self._bridge

    def passed(self, now: float) -> None:
        """Bridge words and answers that take long."""
        waits = self.pending is not None or self._recognising
        if not waits or self._bridge_at is None or now < self._bridge_at:
            return
        self._bridge_at = now + self._manners.filler_again
        if not self._script.speaking:
            self._script.say(say.STILL_LOOKING if self._bridged else say.ONE_MOMENT, last=False)
            self._bridged, self._bridge = True, self._script.number

    def answered(self) -> None:
        """Wait for the answer no more."""
        self.pending = self._bridge_at = None

    def keep(self, said: Said) -> None:
        """Keep an answer that came while the caller was speaking."""
        self._kept = said

    def tell_kept(self) -> bool:
        """Read out the answer that was kept; False if there is none."""
        kept, self._kept = self._kept, None
        if kept is not None:
            self.tell(kept)
        return kept is not None

    def forget_kept(self) -> None:
        """Drop the answer that was kept: the caller said something else meanwhile."""
        self._kept = None

    def tell(self, said: Said) -> None:
        """Read out an answer, its first portion if it is long."""
        self._said = said
        heard = told(said, self._explained)
        if heard.kind is not None:
            self._explained |= {heard.kind}
        self._choices = heard.choices
        self._keypad.asks(heard.kind, choices=len(heard.choices))
        self._rest = list(heard.portions)
        self.read_on()

    def read_on(self) -> None:
        """Read the next portion, and ask whether to go on if there is another."""
        if not self._rest:
            return
        sentences = list(self._rest.pop(0))
        if self._rest:
            by_keys = say.GO_ON_LISTENING_CHOICES if self._choices else say.GO_ON_LISTENING_KEYS
            sentences += [say.GO_ON_LISTENING, by_keys]
        barge_in = not self._said.legal
        self._script.lines([Line(sentence, barge_in) for sentence in sentences])

    def wants_more(self, text: str) -> bool:
        """Take an utterance as the answer to whether to read on; False if it is none."""
        if not self._rest:
            return False
        if says_yes(text):
            self.read_on()
        elif says_no(text):
            self._stop_reading()
        else:
            self._rest.clear()
            return False
        return True

    def key(self, act: KeyAct, now: float) -> None:
        """Take a key."""
        self._silences = 0
        match act:
            case Meant.DONE | Meant.YES if self._rest:
                self.read_on()
            case Meant.NO if self._rest:
                self._stop_reading()
            case Meant.YES:
                self.send(YES, now)
            case Meant.NO:
                self.send(NO, now)
            case Chosen(number):
                self.send(self._choices[number - 1], now)
            case Number(text):
                self.send(text, now)
            case Meant.PAD_OPENED:
                self._script.say(say.PAD_OPENED)
            case Meant.CLEARED:
                self._script.say(say.CLEARED, last=False)
            case Meant.NO_SUCH_KEY:
                wrong = say.NO_SUCH_CHOICE if self._choices else say.NO_SUCH_KEY
                self._script.say(wrong, say.KEYS, say.KEYS_PERSON, last=False)
            case Meant.DONE:
                self._script.say(say.GO_ON, last=False)

    def understood(self) -> None:
        """Forget earlier failures: the caller was understood."""
        self._misses = self._silences = 0

    def unclear(self) -> bool:
        """Ask to say it again, differently each time; False if it is time for a person."""
        self._misses += 1
        if self._misses >= self._manners.tries:
            self._misses = 0
            return False
        helps = list(say.NOT_CLEAR[min(self._misses, len(say.NOT_CLEAR)) - 1])
        if self._keypad_kind():
            helps.append(say.NOT_CLEAR_NUMBER)
        else:
            helps.append(say.NOT_CLEAR_CHOICES if self._choices else say.NOT_CLEAR_KEYS)
        self._script.say(*helps, last=False)
        return True

    def silent(self) -> bool:
        """Encourage somebody who says nothing; False if it is time for a person."""
        if self._keypad.typed:
            self._script.say(*_so_far(self._keypad), last=False)
            return True
        if self._rest:  # who says nothing is still listening
            self.read_on()
            return True
        self._silences += 1
        if self._silences >= self._manners.tries:
            self._silences = 0
            return False
        helps = say.NOTHING_HEARD[min(self._silences, len(say.NOTHING_HEARD)) - 1]
        self._script.say(*helps, last=False)
        self._script.lines(self._script.last[-ENDING:], last=False)
        return True

    def _keypad_kind(self) -> bool:
        return self._said.digits and not self._choices

    def _stop_reading(self) -> None:
        self._rest.clear()
        self._script.say(say.STOPPED_READING)


def _so_far(keypad: KeyPad) -> tuple[str, ...]:
    """Return what is said to somebody who stopped in the middle of a number."""
    count, missing = len(keypad.typed), keypad.missing
    if keypad.x_is_next:
        return (say.PAD_X_LEFT.format(count=count),)
    if missing is None:
        first = say.PAD_WAITING.format(count=count)
    else:
        first = say.PAD_INCOMPLETE.format(count=count, missing=missing)
    return (first, say.PAD_GO_ON, say.PAD_PERSON)
