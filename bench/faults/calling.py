"""Lets somebody call, ask and listen while something breaks, and notes what they heard."""

from __future__ import annotations

import asyncio
import time
from time import monotonic

from bench.faults.caller import Caller
from bench.faults.evidence import Call, CallTurn
from bench.faults.phrases import phrases_in, samples
from bench.faults.scene import Scene
from bench.faults.telephone import Telephone

GREETS = 20.0  # seconds until the first sound of a call, at most
SILENCE = 30.0  # seconds after which nobody waits for a sound any more
TURN_ENDS = 1.3  # seconds of silence after which a caller takes their turn
GOES_ON = 8.0  # seconds in which an answer follows that was announced
OPENING = 40.0  # seconds until we have greeted and asked whether we may record
ENOUGH = 4.0  # seconds of an answer after which a caller speaks over it
LISTENED = 8.0  # seconds of it in which sentences are looked for
WAITING = {"waiting", "agent"}  # stages in which a person comes
QUEUED_WITHIN = 45.0  # seconds after everything is there again
WAIT = "等"  # is in every sentence after which the answer still comes
HANDED_OVER = "工作人员来"  # is in every sentence that says so
REDIAL = 1.0  # seconds
OPENS = 6  # looks whether the gateway has opened a conversation, so that it asks for the consent


class Calling:
    """Be one call and who follows it."""

    def __init__(self, line: Telephone, scene: Scene, call: Call, caller: Caller) -> None:
        """Take who is on the line."""
        self._line = line
        self._scene = scene
        self.call = call
        self.caller = caller
        self.is_handed_over = False  # as the caller was told last
        self._opened = time.time()
        self._is_over = False
        self._count = 0  # of answers, when the database was asked last
        self._conversation: str | None = None

    @classmethod
    async def begun(cls, line: Telephone, scene: Scene, name: str) -> Calling:
        """Call until somebody answers, allow the recording if asked, and let them finish."""
        call = Call(name, monotonic())
        scene.calls.append(call)
        caller = await _answered(line)
        calling = cls(line, scene, call, caller)
        await calling.hears("(calls)", caller.began)
        for _ in range(OPENS):
            if await calling.answers() is not None:
                await asyncio.sleep(REDIAL)  # by then the question was put into the line
                caller.press("1")
                break
            await asyncio.sleep(REDIAL)
        await caller.quiet(TURN_ENDS, OPENING)
        return calling

    @property
    def has_fallen(self) -> bool:
        """Tell whether the call is over although nobody hung up here."""
        return self.call.fell is not None

    async def asks(self, sentence: str) -> CallTurn:
        """Say a sentence, over the end of a long answer if need be; listen to what follows."""
        await self.caller.quiet(TURN_ENDS, ENOUGH)
        await self.answers()
        before = self._count  # as far as the database could tell
        over = await self.caller.says(self._line.said[sentence])
        turn = await self.hears(sentence, over)
        until = monotonic() + SILENCE
        while not self.has_fallen and monotonic() < until:
            await self.caller.quiet(TURN_ENDS, ENOUGH)
            since = monotonic()
            now = await self.answers()
            if now is None:  # the database is away: nobody can tell yet
                await asyncio.sleep(REDIAL)
                continue
            if now > before:
                turn.answered = True
                break
            await self._listening
            is_announced = any(WAIT in phrase for phrase in turn.phrases)
            if not is_announced or await self.is_with_person():
                break
            if await self.caller.sound_after(since, GOES_ON) is None:
                break
        self._notice()
        await self._listening
        self.is_handed_over = any(HANDED_OVER in phrase for phrase in turn.phrases)
        return turn

    async def hears(self, said: str, over: float) -> CallTurn:
        """Note what is heard after a sentence that ended then."""
        turn = CallTurn(said, over)
        self.call.turns.append(turn)
        turn.heard = await self.caller.sound_after(over, SILENCE)
        self._notice()
        self._listening = asyncio.create_task(self._recognised(turn))
        self._scene.listening.append(self._listening)
        return turn

    async def answers(self) -> int | None:
        """Return how often the dialogue answered this call; None: nobody can tell now."""
        found = await self._asked(
            "SELECT count(*) FROM turns WHERE status NOT IN ('engine_failed', 'handed_over')"
            " AND conversation_id ="
        )
        if found is None:
            return None
        self._count = int(found)
        return self._count

    async def is_with_person(self) -> bool:
        """Tell whether a person comes, as the caller was told or as is recorded."""
        return self.is_handed_over or await self._is_queued()

    async def lines(self) -> int | None:
        """Return how many lines of this call are kept."""
        found = await self._asked("SELECT count(*) FROM lines WHERE conversation_id =")
        return None if found is None else int(found)

    async def ends(self) -> None:
        """Hang up, once; who was told that a person comes stays until they stand in the queue."""
        if self._is_over:
            return
        self._is_over = True
        until = monotonic() + QUEUED_WITHIN
        while self.is_handed_over and not self.has_fallen and not await self._is_queued():
            if monotonic() > until:
                self.call.left_alone = True
                break
            await asyncio.sleep(REDIAL)
            self._notice()
        self.call.gap = self.caller.heard.gap
        await self.caller.hang_up()
        print(f"    {told(self.call)}", flush=True)

    async def calls_again(self) -> float | None:
        """Call once more after the line went dead; return when a sentence was heard."""
        caller = await _answered(self._line)
        heard = await caller.sound_after(caller.began, GREETS)
        await caller.quiet(TURN_ENDS, OPENING)
        await caller.hang_up()
        return heard

    async def _is_queued(self) -> bool:
        return await self._asked("SELECT stage FROM conversations WHERE id =") in WAITING

    def _notice(self) -> None:
        if self.caller.is_dead and self.call.fell is None:
            self.call.fell = monotonic()

    async def _recognised(self, turn: CallTurn) -> None:
        """Look for known sentences once so much of the answer was heard."""
        if turn.heard is None:
            return
        begin = turn.heard - 0.1
        await asyncio.sleep(max(0.0, begin + LISTENED - monotonic()))
        sound = self.caller.heard.between(begin, begin + LISTENED)
        turn.phrases = await asyncio.to_thread(_phrases, sound, self._line)

    async def _asked(self, sql: str) -> str | None:
        """Ask the database about this call's conversation; None while it does not answer."""
        try:
            if self._conversation is None:
                found = await self._scene.town.order(
                    "SELECT id FROM conversations WHERE channel = 'phone'"
                    f" AND opened_at >= to_timestamp({self._opened - 1.0})"
                    " ORDER BY opened_at LIMIT 1"
                )
                self._conversation = found or None
            if self._conversation is None:
                return None
            return await self._scene.town.order(f"{sql} '{self._conversation}'")
        except (AssertionError, OSError):
            return None


def told(call: Call) -> str:
    """Return in a line what a caller met with."""
    turns = []
    for turn in call.turns:
        silence = "silence" if turn.heard is None else f"{turn.heard - turn.over:.1f} s"
        turns.append(f"{silence} {''.join(turn.phrases[:4])}{' answered' * turn.answered}")
    end = "" if call.fell is None else ", fell"
    return f"call {call.name}{end}: {'; '.join(turns)}"


async def _answered(line: Telephone) -> Caller:
    """Dial until somebody answers; raise TimeoutError if nobody does for long."""
    async with asyncio.timeout(120.0):
        while True:
            caller = await Caller.dialled(line.port)
            if caller is not None:
                return caller
            await asyncio.sleep(REDIAL)


def _phrases(sound: bytes, line: Telephone) -> tuple[str, ...]:
    return phrases_in(samples(sound), line.phrases)
