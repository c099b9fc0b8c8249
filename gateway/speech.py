"""Builds what hears and speaks: one client of the speech engines for each process of ours."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.settings import Settings
from voice.engines.client import SpeechClient
from voice.prompts import clauses_of, essential, wordings
from voice.speaker import Speaker
from voice.synthesizers.recordings import Recordings


@dataclass(frozen=True, slots=True)
class Speech:
    """Hold both; the client fulfils SpeechRecognizer, the speaker SpeechSynthesizer."""

    recognizer: SpeechClient
    synthesizer: Speaker


def speech(settings: Settings) -> Speech:
    """Join the client, the recordings of clauses, and what may be kept; takes a second."""
    client = SpeechClient(settings.speech_socket)
    prompts = essential()
    return Speech(
        recognizer=client,
        synthesizer=Speaker(
            Recordings(settings.spoken_clauses, settings.voice_name),
            client.render,
            public=clauses_of([*prompts.values(), *wordings()]),
            essential=prompts,
        ),
    )
