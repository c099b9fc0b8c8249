"""Keeps what both sides of one call agreed about its audio."""

from __future__ import annotations

from dataclasses import replace

from voice.sip.media import Media
from voice.sip.networks import Networks
from voice.sip.offer import (
    Codec,
    NotAcceptable,
    Ours,
    Terms,
    answer,
    current,
    new_key,
    own_offer,
    read,
)
from voice.sip.settings import LineSettings

PAYLOAD_TYPES = {"PCMA": Codec("PCMA", 8), "PCMU": Codec("PCMU", 0)}
KEYS = 101  # our own payload type for telephone events


def readable(text: str, settings: LineSettings, allowed: Networks) -> Terms:
    """Return what an offer wants by these settings; raise NotAcceptable."""
    return read(text, codecs=settings.codecs, allowed=allowed, encryption=settings.srtp)


def our_codecs(settings: LineSettings) -> list[Codec]:
    """Return what we offer ourselves: Opus only answers, trunks that know it offer it."""
    return [PAYLOAD_TYPES[name] for name in settings.codecs if name in PAYLOAD_TYPES]


class Negotiation:
    """Answer their offers, make ours, and let the media follow."""

    def __init__(
        self, media: Media, host: str, session: int, settings: LineSettings, allowed: Networks
    ) -> None:
        self.media = media
        self._settings = settings
        self._allowed = allowed
        self._ours = Ours(host, media.port, session)
        self._terms: Terms | None = None
        self._offered = False  # by us, and not answered yet

    @property
    def held(self) -> bool:
        """Return whether they do not want to hear us."""
        return self._terms is not None and self._terms.held

    def answer(self, offer: str) -> str:
        """Take their offer and return our answer; raise NotAcceptable and change nothing."""
        terms = readable(offer, self._settings, self._allowed)
        self._agree(terms)
        return answer(offer, terms, self._ours)

    def offer(self) -> str:
        """Return our own offer: what is agreed already, or all that we can do."""
        self._offered = True
        if self._terms is not None:
            return current(self._ours, self._terms)
        if self._settings.srtp == "required":
            self._ours = replace(self._ours, key=new_key())
        return own_offer(self._ours, our_codecs(self._settings), KEYS)

    def answered(self, text: str) -> None:
        """Take their answer to our offer; raise NotAcceptable."""
        if not self._offered:
            return
        self._offered = False
        self._agree(readable(text, self._settings, self._allowed))

    @property
    def awaits_answer(self) -> bool:
        """Return whether an offer of ours is open."""
        return self._offered

    def _agree(self, terms: Terms) -> None:
        before, ours = self._terms, self._ours
        if terms.key is not None and ours.key is None:
            ours = replace(ours, key=new_key())
        if terms.key is None and ours.key is not None:
            if before is not None:
                raise NotAcceptable("encryption cannot be dropped")
            ours = replace(ours, key=None)
        if before is not None:
            ours = ours.next()
        self._ours, self._terms = ours, terms
        if terms.key is not None and ours.key is not None and terms.key != (before and before.key):
            self.media.session.encrypt(ours.key, terms.key)
        self.media.agree(terms)
