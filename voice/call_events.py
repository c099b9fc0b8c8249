"""Names what can happen in a call, and what the call can be told to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.front import FrontEvent, Said, Session, Slot


@dataclass(frozen=True, slots=True)
class Line:
    """Be one sentence that we say."""

    text: str
    barge_in: bool = True  # False: speech does not cut it off; keys always do


# What happens.


@dataclass(frozen=True, slots=True)
class Opened:
    """The gateway opened a conversation."""

    session: Session


@dataclass(frozen=True, slots=True)
class NotOpened:
    """The gateway could not be reached at the beginning."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key was pressed."""

    digit: str


@dataclass(frozen=True, slots=True)
class Began:
    """The caller begins to speak."""

    unheard: tuple[Line, ...] = ()  # what we were saying: the sentence under way and those after


@dataclass(frozen=True, slots=True)
class Over:
    """The caller has finished speaking; Heard or Deaf follows."""

    silence: float = 0.0  # seconds since their last sound


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance was recognised."""

    text: str  # repaired
    raw: str
    confidence: float  # 0..1
    too_long: bool = False  # it was cut off


@dataclass(frozen=True, slots=True)
class Deaf:
    """No recogniser took the utterance."""


@dataclass(frozen=True, slots=True)
class Silent:
    """The caller said nothing for long enough."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything that was to be said was played."""

    number: int  # of the last Say


@dataclass(frozen=True, slots=True)
class Speechless:
    """Neither the engine nor a recording had this sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Replied:
    """The dialogue answered a message."""

    message_id: str
    said: Said


@dataclass(frozen=True, slots=True)
class NotReplied:
    """The gateway did not answer a message."""

    message_id: str


@dataclass(frozen=True, slots=True)
class FromFront:
    """Something happened beside the answers."""

    event: FrontEvent


@dataclass(frozen=True, slots=True)
class SlotsCame:
    """The times for a call-back are known; none: there are none, or they could not be had."""

    slots: Sequence[Slot]


@dataclass(frozen=True, slots=True)
class Booked:
    """A call-back was booked."""

    spoken: str


@dataclass(frozen=True, slots=True)
class NotBooked:
    """A call-back could not be booked."""


@dataclass(frozen=True, slots=True)
class NotTransferred:
    """A transfer was refused, or reached nobody."""


@dataclass(frozen=True, slots=True)
class OnHold:
    """The caller put us on hold, or came back."""

    on: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """The line is closed."""

    why: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Some time passed."""


CallEvent = (
    Opened
    | NotOpened
    | Pressed
    | Began
    | Over
    | Heard
    | Deaf
    | Silent
    | Finished
    | Speechless
    | Replied
    | NotReplied
    | FromFront
    | SlotsCame
    | Booked
    | NotBooked
    | NotTransferred
    | OnHold
    | Gone
    | Passed
)


@dataclass(frozen=True, slots=True)
class Listening:
    """Say what the caller's next utterance is expected to be."""

    digits: bool  # a number, said with long pauses
    keying: bool  # some of it was keyed in already
    counting: bool  # an answer is waited for: silence means something
    hints: tuple[str, ...]  # words that are likely
    awaiting: str | None  # key of the field being asked, or spoken_text.YES_NO


# What is to be done.


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a conversation for this call."""


@dataclass(frozen=True, slots=True)
class Say:
    """Say these sentences behind what is being said; Finished follows."""

    lines: tuple[Line, ...]
    pace: float  # characters a second
    number: int  # Finished names it


@dataclass(frozen=True, slots=True)
class StopSaying:
    """Be silent at once and forget what was to be said."""


@dataclass(frozen=True, slots=True)
class Music:
    """Play music whenever nothing is said, or stop it."""

    on: bool


@dataclass(frozen=True, slots=True)
class Send:
    """Tell the dialogue what the caller said."""

    text: str
    message_id: str
    sure: float | None = None  # confidence of the recogniser, 0..1; None: keyed in


@dataclass(frozen=True, slots=True)
class RememberPace:
    """Remember how fast this caller is spoken to."""

    pace: float


@dataclass(frozen=True, slots=True)
class RememberConsent:
    """Remember whether the caller may be recorded, and act on it."""

    recording: bool


@dataclass(frozen=True, slots=True)
class FetchSlots:
    """Ask when somebody can call back."""


@dataclass(frozen=True, slots=True)
class Book:
    """Book a call-back."""

    slot: Slot
    number: str


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """Take the caller out of the queue."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Give the call to an extension."""

    to: str
    context: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the call."""


@dataclass(frozen=True, slots=True)
class End:
    """Tell the gateway that the call is over."""

    why: str


Command = (
    Begin
    | Say
    | StopSaying
    | Music
    | Send
    | RememberPace
    | RememberConsent
    | FetchSlots
    | Book
    | LeaveQueue
    | Transfer
    | HangUp
    | End
)
