"""Gives codes for applications that are put aside, and goes on with them elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.applied import clarify
from core import resuming_wording as say
from core.applications import Application
from core.citation import spoken_day
from core.messages import Answer, Card, CardRow
from core.privacy import DIGITS
from core.store import ApplicationStore
from core.store.resume_codes import HOLDS, ResumeCodeStore

# The code alone, or beside a word that says what it is; other numbers have six digits, too.
CODE = re.compile(r"(?<!\d)\d(?:[\s\-,，、]{0,2}\d){5}(?!\d)")
ASKS = re.compile(r"接续码|续办码|接着办|继续办|号码|数字|码是")
FILLER = re.compile(r"[\s,，。.!！、是的吧啊呀嗯我说]|接续码|续办码|接着办|继续办|号码|数字|码")
TAIL = re.compile(
    r"(?:身份证|手机|电话)?(?:号)?(?:最?后)?(?:四位|4位)?(?:数字?)?是?\s*(\d{3}[\dX])"
)
MOST_SLIPS = 5  # wrong codes a day in one conversation, wrong tails a day for one application
SLIPS_COUNT_FOR = timedelta(days=1)
TAIL_WAITS = timedelta(minutes=10)


class Resuming:
    """Hand out and take codes."""

    def __init__(
        self,
        *,
        codes: ResumeCodeStore,
        applications: ApplicationStore,
        now: Callable[[], datetime],
    ) -> None:
        """Take where codes and applications are stored."""
        self._codes = codes
        self._applications = applications
        self._now = now

    async def with_code(self, application: Application, answer: Answer) -> Answer:
        """Return the answer that puts an application aside, with a code to go on elsewhere."""
        now = self._now()
        code = await self._codes.make(application, now)
        grouped = f"{code[:3]} {code[3:]}"
        digits = "，".join(" ".join(group) for group in (code[:3], code[3:]))
        row = CardRow(
            say.CARD_LABEL, grouped, say.CARD_NOTE.format(day=spoken_day((now + HOLDS).date()))
        )
        reply = replace(
            answer.reply,
            text=answer.reply.text + say.CODE.format(code=grouped),
            spoken=answer.reply.aloud() + say.CODE_SPOKEN.format(digits=digits),
            cards=(*answer.reply.cards, Card("code", say.CARD_TITLE, (row,))),
        )
        return replace(answer, reply=reply)

    async def by_code(
        self, conversation_id: str, code: str, tail: str | None
    ) -> Application | Answer:
        """Return the application of a code, moved to this conversation, or what is said instead."""
        now = self._now()
        wrong = await self._codes.wrong_since(conversation_id, now - SLIPS_COUNT_FOR)
        guesses = self._applications.guesses
        if wrong >= MOST_SLIPS or await guesses.enough(conversation_id, now):
            return clarify(say.TOO_MANY)
        application = await self._codes.application_of(code, now)
        if application is None:
            await guesses.note(conversation_id, now)
            await self._codes.note(conversation_id, "wrong_code", "", now)
            return clarify(say.WRONG_CODE)
        if application.conversation_id == conversation_id:
            return application
        return await self._proved(conversation_id, application, tail)

    async def by_tail(self, conversation_id: str, tail: str) -> Application | Answer | None:
        """Go on after the tail of an ID number was asked for; None: it was not."""
        application = await self._codes.waiting_since(conversation_id, self._now() - TAIL_WAITS)
        if application is None:
            return None
        return await self._proved(conversation_id, application, tail)

    async def _proved(
        self, conversation_id: str, application: Application, tail: str | None
    ) -> Application | Answer:
        """Move the application once the tail of its number fits; a code alone may be guessed."""
        now, guesses = self._now(), self._applications.guesses
        of, own = _proof_of(application)
        if own and tail is None:
            await self._codes.note(conversation_id, "tail_asked", application.id, now)
            return clarify(say.ASK_TAIL.format(of=of))
        if own:
            slips = await self._applications.wrong_proofs_since(
                application.id, now - SLIPS_COUNT_FOR
            )
            if slips >= MOST_SLIPS or await guesses.enough(conversation_id, now):
                return clarify(say.TOO_MANY)
            if tail != own:
                await guesses.note(conversation_id, now)
                await self._applications.note_wrong_proof(application.id, now)
                await self._codes.note(conversation_id, "tail_asked", application.id, now)
                return clarify(say.WRONG_TAIL.format(of=of))
        moved = await self._codes.redeem(application.id, conversation_id, now)
        if moved is None:
            return clarify(say.WRONG_CODE)
        await self._codes.note(conversation_id, "moved", application.id, now)
        return moved


def _proof_of(application: Application) -> tuple[str, str]:
    """Return what number somebody must know the tail of, and that tail; "": there is none yet.

    Also what was only read from a photograph: whoever has the code would be offered it.
    """
    known = {**application.offered, **application.fields}
    for key, name in say.PROVEN_BY.items():
        if known.get(key):
            return name, known[key][-4:]
    return "", ""


def resume_code_in(text: str) -> str | None:
    """Return the six-digit code that a text is, or says that it has; None: there is none."""
    written = text.translate(DIGITS)
    found = [re.sub(r"\D", "", match[0]) for match in CODE.finditer(written)]
    if len(found) != 1:
        return None
    alone = not FILLER.sub("", CODE.sub("", TAIL.sub("", CODE.sub("", written))))
    return found[0] if alone or ASKS.search(text) else None


def id_tail_in(text: str) -> str | None:
    """Return the four characters that a text is, beside the words that name them; else None."""
    written = CODE.sub("，", text.translate(DIGITS))
    tails = TAIL.findall(written)
    rest = FILLER.sub("", TAIL.sub("", written))
    return str(tails[0]) if len(tails) == 1 and not rest else None
