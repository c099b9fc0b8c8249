"""Brings the caller to a person: queue, transfer, relayed talk, call-back."""

from __future__ import annotations

from core import phone_wording as say
from core import wording
from core.waiting_words import Wanted, wanted
from voice import front
from voice.call_booking import Booking, Step
from voice.call_events import Booked, Heard, LeaveQueue, SlotsCame, Transfer
from voice.call_queue import Waiting
from voice.call_script import Script, State
from voice.call_talk import Manners, Talk
from voice.call_words import wants_call_back
from voice.keys import KeyAct, KeyPad, Meant

AGENT, WAITING, BOT = "agent", "waiting", "bot"  # stages, see core/conversation.py


class PersonSide:
    """Be everything of a call that has to do with people."""

    def __init__(
        self, script: Script, keypad: KeyPad, talk: Talk, manners: Manners, caller: str
    ) -> None:
        """Take where to speak, the keys, the talk with the dialogue, and the caller's number."""
        self._script = script
        self._keypad = keypad
        self._talk = talk
        self._manners = manners
        self._caller = caller
        self._session: front.Session | None = None
        self._stage = BOT
        self._waiting = Waiting()
        self._booking = Booking(script, keypad, caller)
        self._retry_at: float | None = None
        self._has_left = False  # the queue, as they wished
        self._notice = ""  # the emergency notice that was told
        self._target = ""  # extension to which the caller goes once the sentence is said
        self._duty_tried = False

    def opened(self, session: front.Session) -> None:
        """Take the conversation."""
        self._session, self._notice = session, session.notice

    @property
    def is_closed(self) -> bool:
        """Tell whether nobody serves at this hour."""
        open_now = self._waiting.open_now
        if open_now is not None:  # somebody may be there although it is late
            return not open_now
        return self._session is not None and not self._session.staffed

    @property
    def asks_yes_or_no(self) -> bool:
        """Tell whether the caller is asked for a yes or no."""
        return self._script.state is State.BOOKING and self._booking.asks_yes_or_no

    @property
    def asks_number(self) -> bool:
        """Tell whether the caller is asked for a telephone number."""
        return self._script.state is State.BOOKING and self._booking.step is Step.OTHER_NUMBER

    def wanted(self, now: float, *said: str) -> None:
        """Act on the wish for a person in whatever state; `said` acknowledges it."""
        match self._script.state:
            case State.TRANSFERRING:
                self._script.say(say.CONNECTING, last=False)
            case State.WITH_AGENT:
                self._script.say(say.AGENT_LISTENS, last=False)
            case State.QUEUEING:
                self._script.say(*self._waiting.where())
            case State.BOOKING if self.is_closed:
                self._script.say(*say.CLOSED, last=False)
                self._booking.ask_again()
            case State.BOOKING if not self._has_left:
                self._back_to_queue(now)
            case _:
                self._script.say(*said, last=False)
                self._enter(now)
                self._talk.send(wording.HUMAN_CHOICE, now, bridged=True)

    def handed_over(self, now: float) -> None:
        """Take it that the dialogue put the caller into the queue."""
        self._retry_at = None
        if self._script.state in {State.OPENING, State.TALKING, State.LEAVING, State.GOODBYE}:
            self._script.say(say.PERSON_COMING, last=False)
            self._enter(now)

    def not_answered(self, now: float) -> None:
        """Go on trying to get a person although the gateway does not answer."""
        if self._manners.duty_extension and not self._duty_tried:
            self._duty_tried = True
            self._connect(self._manners.duty_extension, say.DUTY_CONNECTS)
            return
        if self._retry_at is None:
            self._script.say(*say.PERSON_TRYING)
        self._retry_at = now + self._manners.retry_every

    def passed(self, now: float) -> None:
        """Say what is due in the queue, and try again what failed."""
        if self._script.state is not State.QUEUEING:
            return
        if self._retry_at is not None and now >= self._retry_at:
            self._retry_at = now + self._manners.retry_every
            self._talk.send_again()
        due = self._waiting.passed(now)
        if due and not self._script.speaking:
            self._keypad.asks()  # 1 means the call-back again, whatever was answered meanwhile
            self._script.say(*due)

    def happened(self, event: front.FrontEvent, now: float) -> None:
        """Take what came beside the answers."""
        match event:
            case front.Placed():
                self._placed(event, now)
            case front.Staged(stage, agent):
                self._staged(stage, agent or "", now)
            case front.AgentSaid(text):
                self._script.say(text)
            case front.SystemSaid(text):
                self._script.say(text, last=False)
            case front.Announced(text) if text != self._notice:
                self._notice = text
                self._script.say(say.NEW_NOTICE.format(notice=text), last=False)
            case front.Noticed(said) if self._script.state is State.TALKING:
                self._talk.tell(said)
            case front.Noticed(said):
                self._script.say(said.spoken, last=False)

    def finished(self) -> None:
        """Take it that everything was said."""
        if self._target:
            target, self._target = self._target, ""
            self._script.do(Transfer(target, front.context_of(self._session)))

    def not_transferred(self, now: float) -> None:
        """Take the caller back."""
        if self._script.state is not State.TRANSFERRING:
            return
        if self._stage == AGENT:
            self._script.move(State.WITH_AGENT)
            self._script.say(*say.TRANSFER_FAILED_RELAY)
            return
        self._script.say(*say.TRANSFER_FAILED, last=False)
        self._enter(now)
        self._talk.send(wording.HUMAN_CHOICE, now, bridged=True)

    def key(self, act: KeyAct, now: float) -> None:
        """Take a key in one of our states."""
        match self._script.state, act:
            case State.BOOKING, _:
                self._booking.key(act)
            case State.QUEUEING, Meant.YES:
                self._call_back()
            case State.QUEUEING, Meant.NO | Meant.DONE | Meant.NO_SUCH_KEY:
                self._script.say(*self._waiting.where())
            case State.TRANSFERRING, _:
                self._script.say(say.CONNECTING, last=False)
            case State.WITH_AGENT, Meant.DONE | Meant.NO_SUCH_KEY:
                self._script.say(say.AGENT_LISTENS, last=False)
            case _:
                self._talk.key(act, now)

    def heard(self, heard: Heard, now: float) -> None:
        """Take an utterance in one of our states."""
        match self._script.state:
            case State.BOOKING:
                if not self._booking.heard(heard.text):
                    self._no_call_back(now)
            case State.QUEUEING:
                self._heard_in_queue(heard, now)
            case State.TRANSFERRING:
                self._script.say(say.CONNECTING, last=False)
            case _:
                bridged = self._script.state is State.WITH_AGENT
                self._talk.send(heard.text, now, confidence=heard.confidence, bridged=bridged)

    def silent(self) -> None:
        """Take it that somebody who was asked for a time says nothing."""
        self._booking.ask_again()

    def slots_came(self, event: SlotsCame) -> None:
        """Offer the times."""
        if self._script.state is State.BOOKING and not self._booking.came(event.slots):
            self._script.say(*say.NO_SLOTS)
            self._talk_on()

    def booked(self, event: Booked) -> None:
        """Say when somebody will call, and ask what else there is."""
        if self._script.state is not State.BOOKING:
            return
        self._script.say(event.spoken or say.BOOKED, last=False)
        self._script.say(say.ANYTHING_ELSE)
        self._waiting.leave()
        self._script.music(False)
        self._keypad.asks()
        self._script.move(State.LEAVING)

    def not_booked(self) -> None:
        """Ask for another time."""
        if self._script.state is State.BOOKING:
            self._booking.failed()

    def _heard_in_queue(self, heard: Heard, now: float) -> None:
        match wanted(heard.text):
            case Wanted.PLACE:
                self._script.say(*self._waiting.told())
            case Wanted.LEAVE:
                self._has_left, self._stage = True, BOT
                self._script.do(LeaveQueue())
                self._script.say(say.QUEUE_LEFT, *say.CALL_BACK_INSTEAD, last=False)
                self._book()
            case wish if wish is Wanted.CALL_BACK or wants_call_back(heard.text):
                self._call_back()
            case _:
                self._talk.send(heard.text, now, confidence=heard.confidence)

    def _enter(self, now: float) -> None:
        self._stage, self._has_left = WAITING, False
        self._script.move(State.QUEUEING)
        self._keypad.asks()
        self._waiting.enter(now)
        self._script.music(True)

    def _placed(self, place: front.Placed, now: float) -> None:
        sentences = self._waiting.placed(place, now)
        if self._script.state is not State.QUEUEING:
            return
        if self.is_closed:
            self._script.say(*say.CLOSED, last=False)
            self._book()
        elif sentences:
            self._script.say(*sentences)

    def _staged(self, stage: str, agent: str, now: float) -> None:
        before, self._stage = self._stage, stage
        if stage == AGENT and before != AGENT:
            self._waiting.leave()
            self._script.interrupt()
            self._talk.answered()
            self._retry_at = None
            extension = self._session.extensions.get(agent) if self._session else None
            if extension:
                self._connect(extension, say.AGENT_CONNECTS)
            else:
                self._relay()
        elif stage == BOT and self._script.state in {State.WITH_AGENT, State.QUEUEING}:
            if before == BOT:
                return
            self._waiting.leave()
            self._script.say(*say.AGENT_LEFT)
            self._talk_on()
        elif self._script.state is State.WITH_AGENT:  # passed on: waiting again
            self._enter(now)

    def _connect(self, extension: str, sentences: tuple[str, ...]) -> None:
        self._script.music(False)
        self._script.move(State.TRANSFERRING)
        self._target = extension
        self._script.say(*sentences, barge_in=False)

    def _relay(self) -> None:
        self._script.music(False)
        self._script.move(State.WITH_AGENT)
        self._keypad.asks()
        self._script.say(*say.AGENT_HERE)

    def _call_back(self) -> None:
        self._script.say(say.CALL_BACK, last=False)
        self._book()

    def _book(self) -> None:
        self._waiting.leave()
        self._script.music(False)
        self._script.move(State.BOOKING)
        self._booking = Booking(self._script, self._keypad, self._caller)
        self._booking.begin()

    def _no_call_back(self, now: float) -> None:
        self._script.say(say.NO_CALL_BACK, last=False)
        if self.is_closed or self._has_left:
            self._script.say(say.GREETING)
            self._talk_on()
        else:
            self._back_to_queue(now)

    def _back_to_queue(self, now: float) -> None:
        self._script.move(State.QUEUEING)
        self._keypad.asks()
        self._waiting.stay(now)
        self._script.music(True)
        self._script.say(*self._waiting.where())

    def _talk_on(self) -> None:
        self._script.music(False)
        self._keypad.asks()
        self._script.move(State.TALKING)
