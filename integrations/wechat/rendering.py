"""Turns answers into texts, as a chat in WeChat can show them (pure)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from core import wechat_wording as say
from core import wording
from core.citation import citations
from core.messages import Answer, Card, Reply, State
from core.own_data import COPY_PAGE
from integrations.wechat.choices import listed
from integrations.wechat.packing import parts

PAGES = "/wechat/go"  # signs the citizen in and leads on to a page of ours
CALL = "/call"


@dataclass(frozen=True, slots=True)
class Shown:
    """Be an answer as it is sent."""

    texts: tuple[str, ...]  # each fits one message
    choices: tuple[str, ...]
    figures: bool  # whether a bare number may be the answer to what was asked


class Rendering:
    """Know where our pages are and which questions are answered with figures."""

    def __init__(
        self, *, public_url: str, hotline: str, takes_figures: Callable[[str], bool]
    ) -> None:
        """Take our own address, the hotline, and what tells by a field's key what it takes."""
        self._public_url = public_url.rstrip("/")
        self._hotline = hotline
        self._takes_figures = takes_figures

    def answer(self, answer: Answer, *, before: str = "") -> Shown:
        """Return an answer as it is sent, with something said before it."""
        reply, turn = answer.reply, answer.turn
        figures = turn.awaiting is not None and self._takes_figures(turn.awaiting)
        pieces = [before + reply.text, *self._below(reply)]
        if turn.state is State.HANDOFF_VIDEO and all(c.link != CALL for c in reply.cards):
            pieces.append(self._video())
        pieces.append(listed(reply.choices, figures=figures))
        text = "\n".join(piece for piece in pieces if piece)
        return Shown(tuple(parts(text)), reply.choices, figures)

    def said_by_staff(self, text: str, name: str | None) -> tuple[str, ...]:
        """Return what a member of staff said as it is sent."""
        return tuple(parts(say.AGENT.format(name=name or say.AGENT_UNNAMED, text=text)))

    def page(self, path: str) -> str:
        """Return the address that leads a citizen in WeChat to a page of ours."""
        return f"{self._public_url}{PAGES}?to={quote(path, safe='')}"

    def _below(self, reply: Reply) -> list[str]:
        lines = [line for card in reply.cards for line in self._card(card)]
        if reply.sources and wording.SOURCES not in reply.text:
            lines += [wording.SOURCES, citations(reply.sources)]
        return lines

    def _card(self, card: Card) -> list[str]:
        rows = [
            say.PLACE_IN_TABLE.format(
                label=row.label,
                value=say.NOTED.format(value=row.value, note=row.note) if row.note else row.value,
            )
            for row in card.rows
        ]
        heading = [f"【{card.title}】"] if rows else []
        if card.link == CALL:
            return [*heading, *rows, self._video()]
        if card.link is not None:
            link = self._led(card.link)
            rows.append(say.OPEN_LINK.format(title=card.title, link=link))
        return [*heading, *rows]

    def _video(self) -> str:
        return say.VIDEO_LINK.format(link=self.page(CALL), hotline=self._hotline)

    def _led(self, link: str) -> str:
        """Return a link that works in WeChat: our own pages know nobody who was not led there."""
        own = link.removeprefix(self._public_url) if self._public_url else link
        if own.startswith(COPY_PAGE):
            return self._public_url + own
        return self.page(own) if own.startswith("/") else link
