"""Plays scripted conversations against the running product, with a stopwatch."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import httpx

from bench._journey_check import unmet, unmet_at_the_end, unmoved
from bench._journey_people import People
from bench._journey_scripts import ELSEWHERE, Journey, Say, Wanted
from bot.normalise import clean
from core.answer_json import answer_from_json
from core.messages import Answer, State

ANSWER_WITHIN = 30.0  # seconds
CODE = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Turn:
    """Be one turn that was played."""

    said: str
    answer: Answer | None  # None: a person serves, or the stage direction
    milliseconds: float
    wrong: tuple[str, ...] = ()  # what does not hold after it


@dataclass(slots=True)
class Walk:
    """Be one conversation that was played."""

    journey: Journey
    turns: list[Turn] = field(default_factory=list)
    wrong_at_the_end: tuple[str, ...] = ()
    reference: list[float] = field(default_factory=list)  # milliseconds, of Rasa alone

    @property
    def as_expected(self) -> bool:
        """Tell whether everything that was expected held."""
        return not self.wrong_at_the_end and not any(turn.wrong for turn in self.turns)

    @property
    def turns_to_submission(self) -> int | None:
        """Return how often the citizen spoke until it was submitted; None: it was not."""
        spoken = [turn for turn in self.turns if turn.said != ELSEWHERE]
        for number, turn in enumerate(spoken, 1):
            if turn.answer is not None and turn.answer.turn.state is State.SUBMITTED:
                return number
        return None


class Reference:
    """Put the same texts to a Rasa without the product."""

    def __init__(self, client: httpx.AsyncClient, address: str) -> None:
        """Take the address of Rasa's webhook."""
        self._client = client
        self._address = address

    async def put(self, sender: str, text: str) -> float:
        """Put a text as the product would; return the milliseconds until the answer."""
        body = {"message": clean(text), "sender": sender}
        began = time.perf_counter()
        answer = await self._client.post(self._address, json=body)
        milliseconds = (time.perf_counter() - began) * 1000
        answer.raise_for_status()
        return milliseconds


class Player:
    """Play one script after the other."""

    def __init__(
        self, client: httpx.AsyncClient, product: str, reference: Reference | None = None
    ) -> None:
        """Take the product's address; `reference` None: nothing is compared."""
        self._client = client
        self._product = product
        self._reference = reference

    async def play(self, journey: Journey, number: int, today: date) -> Walk:
        """Play a script with people of its own, to its end whatever is wrong on the way."""
        people = People(number, today)
        walk = Walk(journey)
        talk, before = await self._opened(journey.region), None
        for say in journey.turns:
            if say.text == ELSEWHERE:
                before = None
                talk = await self._opened(journey.region)
                walk.turns.append(Turn(ELSEWHERE, None, 0.0))
                continue
            walk.turns.append(await self._said(talk, people, say, before))
            before = walk.turns[-1].answer or before
            if self._reference is not None:
                said = walk.turns[-1].said
                walk.reference.append(await self._reference.put(f"journey-{number}", said))
        answers = [turn.answer for turn in walk.turns if turn.answer is not None]
        walk.wrong_at_the_end = tuple(
            unmet_at_the_end(journey, people.all_filled(journey.fields), journey.parts, answers)
        )
        return walk

    async def _opened(self, region: str | None) -> _Talk:
        opened = await self._client.post(
            f"{self._product}/api/v1/conversations", json={"channel": "web", "region": region}
        )
        opened.raise_for_status()
        told: Mapping[str, object] = opened.json()
        path = f"{self._product}/api/v1/conversations/{told['conversation_id']}/messages"
        return _Talk(path, {"Authorization": f"Bearer {told['token']}"})

    async def _said(self, talk: _Talk, people: People, say: Say, before: Answer | None) -> Turn:
        try:
            said = people.filled(say.text)
        except KeyError as missing:  # the product never told the code or the number
            return Turn(say.text, None, 0.0, (f"was never told {missing}",))
        began = time.perf_counter()
        response = await self._client.post(talk.path, json={"text": said}, headers=talk.headers)
        milliseconds = (time.perf_counter() - began) * 1000
        if not response.is_success:
            return Turn(said, None, milliseconds, (f"HTTP {response.status_code}",))
        if response.json()["reply"] is None:
            return Turn(said, None, milliseconds, ("a person serves",) if say.expected else ())
        answer = answer_from_json(response.json())
        _remember(people, answer)
        wanted = {key: _filled(people, value) for key, value in say.expected.items()}
        wrong = unmet(wanted, answer) if wanted else unmoved(before, answer)
        return Turn(said, answer, milliseconds, tuple(wrong))


@dataclass(frozen=True, slots=True)
class _Talk:
    """Be one conversation that is open."""

    path: str
    headers: Mapping[str, str]


def _filled(people: People, wanted: Wanted) -> Wanted:
    match wanted:
        case None:
            return None
        case str():
            return people.filled(wanted)
        case tuple():
            return tuple(people.filled(one) for one in wanted)
        case _:
            return people.all_filled(wanted)


def _remember(people: People, answer: Answer) -> None:
    """Keep the code and the receipt number that the citizen would write down."""
    for card in answer.reply.cards:
        if card.kind == "code":
            people.told["code"] = CODE.sub("", card.rows[0].value)
    if answer.turn.state is State.SUBMITTED and answer.turn.number is not None:
        people.told["number"] = answer.turn.number
