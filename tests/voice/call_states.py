"""Brings the flow of a call into every state there is, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from core.messages import State as Dialogue
from core.service_items import FieldKind
from voice import call_events as on
from voice.call_flow import CallFlow
from voice.call_script import State
from voice.call_talk import Manners
from voice.front import Placed, Said, Session, Slot, Staged

SESSION = Session("c1", "t", "您想问什么？", extensions={"小李": "sip:1002@pbx"})
SLOT = Slot(datetime(2026, 12, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, 2, tzinfo=UTC), "明天九点")
HANDED = Said("好的。", wants_human=True)
PEOPLE = {State.QUEUEING, State.TRANSFERRING, State.WITH_AGENT, State.BOOKING}


class Driven:
    """Drive a flow by hand; what is said is over as soon as `quiet` is called."""

    def __init__(self) -> None:
        self.flow = CallFlow(Manners(), caller="13800138000")
        self.now = 0.0
        self.commands: list[on.Command] = list(self.flow.begin(0.0))

    def take(self, event: on.CallEvent, *, later: float = 0.1) -> Sequence[on.Command]:
        self.now += later
        found = self.flow.take(event, self.now)
        self.commands += found
        return found

    def quiet(self) -> None:
        says = [c for c in self.commands if isinstance(c, on.Say)]
        if says:
            self.take(on.Finished(says[-1].number))

    def hears(self, text: str, confidence: float = 0.9) -> Sequence[on.Command]:
        return [*self.take(on.Began()), *self.take(on.Heard(text, text, confidence))]

    def replies(self, said: Said) -> None:
        sent = [c for c in self.commands if isinstance(c, on.Send)]
        self.take(on.Replied(sent[-1].message_id, said))


def said(commands: Sequence[on.Command]) -> str:
    return "".join(line.text for c in commands if isinstance(c, on.Say) for line in c.lines)


def ringing() -> Driven:
    return Driven()


def opening() -> Driven:
    call = Driven()
    call.take(on.Opened(SESSION))
    return call


def listening() -> Driven:
    call = opening()
    call.quiet()
    return call


def thinking() -> Driven:
    call = listening()
    call.hears("医保怎么报销")
    return call


def bridging() -> Driven:
    call = thinking()
    call.take(on.Passed(), later=1.3)
    return call


def answering() -> Driven:
    call = thinking()
    call.replies(Said("先签约，再看病。"))
    return call


def reading() -> Driven:
    call = thinking()
    call.replies(Said("；".join(f"第{n}样" for n in range(1, 12)) + "。"))
    call.quiet()
    return call


def keying() -> Driven:
    call = thinking()
    call.replies(Said("请说身份证号。", state=Dialogue.FILLING, kind=FieldKind.ID_NUMBER))
    call.quiet()
    return call


def choosing() -> Driven:
    call = thinking()
    call.replies(Said("选哪个？", choices=("甲", "乙", "丙"), state=Dialogue.FILLING))
    call.quiet()
    return call


def legal() -> Driven:
    call = thinking()
    call.replies(Said("依法要您同意。", legal=True))
    return call


def queueing() -> Driven:
    call = listening()
    call.take(on.Pressed("0"))
    call.replies(HANDED)
    call.take(on.FromFront(Placed(3, 5, True)))
    return call


def booking() -> Driven:
    call = queueing()
    call.take(on.FromFront(Placed(3, 5, False)))
    call.take(on.SlotsCame([SLOT]))
    return call


def booking_number() -> Driven:
    call = booking()
    call.take(on.Pressed("1"))
    call.take(on.Pressed("2"))
    return call


def connecting() -> Driven:
    call = queueing()
    call.take(on.FromFront(Staged("agent", "小李")))
    return call


def relayed() -> Driven:
    call = queueing()
    call.take(on.FromFront(Staged("agent", "小王")))
    return call


def leaving() -> Driven:
    call = listening()
    call.hears("再见")
    return call


def goodbye() -> Driven:
    call = leaving()
    call.quiet()
    call.hears("没有了")
    return call


def deaf() -> Driven:
    call = listening()
    call.take(on.Began())
    call.take(on.Deaf())
    return call


def away() -> Driven:
    call = Driven()
    call.take(on.NotOpened())
    return call


EVERY_STATE = [
    *(ringing, opening, listening, thinking, bridging, answering, reading, keying, choosing),
    *(legal, queueing, booking, booking_number, connecting, relayed, leaving, goodbye, deaf, away),
]
