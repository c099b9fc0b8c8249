"""F8: lets the recogniser be slow, talk nonsense, hear nothing and break while people call."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from time import monotonic

from bench.faults.calling import Calling
from bench.faults.evidence import CallTurn, Hit
from bench.faults.ill_recognizer import NONSENSE, UNSURE, Illness, IllRecognizer, ill_recognizer
from bench.faults.scene import Scene
from bench.faults.telephone import SENTENCES, Telephone, telephone

TRIES = 3  # of a caller, then a person has to come
ILLNESSES = (
    Illness("2 s late", slow=2.0),
    Illness("5 s late", slow=5.0),
    Illness("20 s late", slow=20.0),
    Illness("nonsense, and unsure", text=NONSENSE, probability=UNSURE),
    Illness("nothing heard", text=""),
    Illness("no answer that can be read", breaks=True),
)


async def inflict(scene: Scene) -> AsyncGenerator[Hit, None]:
    """Let callers meet each illness, in an order by seed."""
    illnesses = list(ILLNESSES)
    scene.dice.shuffle(illnesses)
    with ill_recognizer() as recognizer:
        chosen = {"YIBAO_RECOGNIZER": "remote", "YIBAO_REMOTE_RECOGNIZER_URL": recognizer.url}
        async with telephone(scene.town, **chosen) as line:
            for illness in illnesses:
                yield await _met(line, scene, recognizer, illness)


async def _met(line: Telephone, scene: Scene, recognizer: IllRecognizer, illness: Illness) -> Hit:
    """Call while it is ill: three sentences later there is an answer, or a person comes.

    Nobody speaks over an answer here: what is not understood then is taken for a cough.
    """
    what = f"the recogniser: {illness.words}"
    turn: CallTurn | None = None
    calling = await Calling.begun(line, scene, what)
    recognizer.fall(illness)
    began, helped, tries = monotonic(), False, 0
    while not helped and tries < TRIES and not calling.has_fallen:
        recognizer.said, tries = scene.dice.choice(SENTENCES), tries + 1
        turn = await calling.asks(recognizer.said)
        helped = turn.answered or await calling.is_with_person()
    end, met = monotonic(), recognizer.met
    recognizer.recover()
    await calling.ends()
    how = "answered" if turn is not None and turn.answered else "a person comes"
    proof = f"{met} recordings met it; {how if helped else 'no help'} after {tries} sentences"
    return Hit(what, "recogniser ill", began, end if helped else None, met > 0, proof)
