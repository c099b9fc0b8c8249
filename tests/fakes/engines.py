"""Stands in for the slow engines: the dialogue, the search, the recognition of items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from core.contracts import Found, ItemGuess, Passage, Verdict
from core.conversation import Conversation
from core.errors import EngineUnavailable
from core.messages import Answer, Handled, Message, Reply, Status, Turn

NOTHING = Found(Verdict.UNSURE, (), None)
UNDERSTOOD = Answer(Reply("知道了。", Status.ANSWERED), Turn(Handled.ANSWER, intent="greet"))
MISSED = Answer(
    Reply("没有听明白。", Status.ASKED_BACK), Turn(Handled.CLARIFY, intent="not_understood")
)


def passage(
    text: str = "门诊报销比例是百分之五十。", *, region: str = "青岛市", score: float = 0.9
) -> Passage:
    """Build a passage that is in force."""
    return Passage(
        document_id="rules#1@1",
        text=f"原文：{text}",
        plain=text,
        spoken=text,
        title="门诊办法",
        issuer="青岛市医疗保障局",
        number="青医保发〔2022〕1号",
        issued=date(2022, 9, 27),
        region=region,
        section="第三条",
        in_force_from=date(2022, 10, 1),
        in_force_until=None,
        expired_note=None,
        asked_as=("门诊能报多少？",),
        items=(),
        score=score,
    )


def found(*passages: Passage, region: str | None = None) -> Found:
    """Build the outcome of a search that may be trusted."""
    return Found(Verdict.FOUND, passages, region)


class FakeServed:
    """Be a release in service."""

    def __init__(self, *passages: Passage, number: int = 7, regions: Sequence[str] = ()) -> None:
        self.passages = passages
        self._regions = regions
        self.number = number

    def in_service(self) -> Sequence[Passage]:
        """Return its passages."""
        return self.passages

    def regions(self) -> Sequence[str]:
        """Return the regions that they speak for."""
        return self._regions


class FakeDialogue:
    """Fulfil Dialogue from a list of answers; the last one stays."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers) or [UNDERSTOOD]
        self.heard: list[Message] = []
        self.down = False

    async def answer(self, message: Message, conversation: Conversation) -> Answer:
        """Remember the message; return the next answer."""
        del conversation
        self.heard.append(message)
        if self.down:
            raise EngineUnavailable("rasa")
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def warm_up(self) -> None:
        """Wake at once, unless it is down."""
        if self.down:
            raise EngineUnavailable("rasa")


class FakeRetriever:
    """Fulfil Retriever from what each question finds; other questions find nothing."""

    def __init__(self, knows: Mapping[str, Found] | None = None) -> None:
        self.knows = dict(knows or {})
        self.asked: list[tuple[str, str | None, int]] = []
        self.versions: list[str] = []
        self.down = False

    async def search(
        self,
        question: str,
        *,
        region: str | None,
        limit: int = 3,
        on: date | None = None,
        version: str = "standard",
    ) -> Found:
        """Remember the question and who asks; return what is known of it."""
        del on
        self.versions.append(version)
        self.asked.append((question, region, limit))
        if self.down:
            raise EngineUnavailable("index")
        return self.knows.get(question, NOTHING)

    async def entry(self, document_id: str) -> Passage | None:
        """Return the passage of that id if any question finds it."""
        passages = (passage for found in self.knows.values() for passage in found.passages)
        return next((p for p in passages if p.document_id == document_id), None)


class FakeLookUp:
    """Fulfil LookUp from what each question finds."""

    def __init__(self, knows: Mapping[str, Reply] | None = None) -> None:
        self.knows = dict(knows or {})
        self.asked: list[str] = []
        self.regions: list[str | None] = []

    async def answer(self, text: str, *, region: str | None, now: datetime) -> Reply | None:
        """Remember the question; return what is known of it."""
        del now
        self.asked.append(text)
        self.regions.append(region)
        return self.knows.get(text)


class FakeItemFinder:
    """Fulfil ItemFinder: an item is meant wherever its word stands."""

    def __init__(self, words: Mapping[str, ItemGuess]) -> None:
        self.words = dict(words)
        self.asked: list[str] = []

    async def find(self, text: str) -> tuple[ItemGuess, ...]:
        """Remember the text; return the items whose words it has, surest first."""
        self.asked.append(text)
        guesses = [guess for word, guess in self.words.items() if word in text]
        return tuple(sorted(guesses, key=lambda guess: -guess.score))


class LoadedIndex:
    """Fulfil what readiness asks of the index: it is there, and its engine answers or not."""

    def __init__(self) -> None:
        self.there = True

    async def load(self) -> None:
        """Have it loaded already, or raise EngineUnavailable."""
        if not self.there:
            raise EngineUnavailable("vectors")

    async def answers(self) -> bool:
        """Tell whether the engine answers."""
        return self.there

    async def close(self) -> None:
        """Close nothing."""
