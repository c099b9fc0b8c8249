"""Describes the programs that hear, speak and take phone calls."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping

from launch.places import Places
from launch.prepare import Prepared
from launch.processes import Program

SIP_HOST, SIP_PORT = "127.0.0.1", "5062"  # 5060 is often somebody else's
# What an operator may set about the engines, and how `python -m voice.engines` calls it. The key
# of a remote recogniser is no argument: it stays in the environment, where `ps` does not show it.
ENGINE_OPTIONS = {
    "YIBAO_RECOGNIZER": "--recognizer",
    "YIBAO_RECOGNIZER_WORKERS": "--recognizer-workers",
    "YIBAO_SYNTHESIZER_WORKERS": "--synthesizer-workers",
    "YIBAO_VOICE_NAME": "--voice",
    "YIBAO_VOSK_MODEL": "--vosk-model",
    "YIBAO_REMOTE_RECOGNIZER_URL": "--remote-url",
    "YIBAO_REMOTE_RECOGNIZER_MODEL": "--remote-model",
    "YIBAO_REMOTE_RECOGNIZER_CA": "--remote-ca",
}


def has_voice(given: Mapping[str, str]) -> bool:
    """Tell whether the product is to hear and speak; YIBAO_VOICE=off saves a gigabyte."""
    return given.get("YIBAO_VOICE", "on").lower() not in {"off", "0", "no", "false"}


def voice_settings(given: Mapping[str, str], places: Places) -> dict[str, str]:
    """Return the usual environment variables of the two programs."""
    port = given.get("YIBAO_SIP_PORT") or SIP_PORT
    return {
        "YIBAO_SPEECH_SOCKET": str(places.socket("speech")),
        # Named by their words and shared by all checkouts: rendering them all takes an hour.
        "YIBAO_SPOKEN_CLAUSES": str(places.cache / "spoken-clauses"),
        "YIBAO_CALL_RECORDINGS": str(places.var / "recordings"),
        "YIBAO_PHONE_SECRET": secrets.token_urlsafe(24),
        "YIBAO_SIP_HOST": SIP_HOST,
        "YIBAO_SIP_PORT": port,
        "YIBAO_SIP_TCP_PORT": port,
    }


def voice_programs(
    places: Places, prepared: Prepared, settings: Mapping[str, str]
) -> tuple[Program, Program]:
    """Describe the speech engines and the telephone; without them all the rest is served."""
    chosen = {**os.environ, **settings}
    options = [
        part
        for name, option in ENGINE_OPTIONS.items()
        if chosen.get(name)
        for part in (option, chosen[name])
    ]
    speech = Program(
        name="speech",
        command=(
            *(str(prepared.main_python), "-m", "voice.engines"),
            *("--socket", settings["YIBAO_SPEECH_SOCKET"], "--models", settings["YIBAO_MODELS"]),
            *options,
        ),
        settings=settings,
        folder=places.checkout,
        log=places.logs / "speech.log",
        deaths_allowed=None,
    )
    phone = Program(
        name="phone",
        command=(str(prepared.main_python), "-m", "gateway", "phone"),
        settings=settings,
        folder=places.checkout,
        log=places.logs / "phone.log",
        deaths_allowed=None,
    )
    return speech, phone


def phone_lines(settings: Mapping[str, str]) -> list[str]:
    """Say where the telephone is and how to try it."""
    address = f"{settings['YIBAO_SIP_HOST']}:{settings['YIBAO_SIP_PORT']}"
    here = settings["YIBAO_SIP_HOST"]
    return [
        f"  telephone       sip:yibao@{address} (docs/phone-desk.md)",
        f"                  try: baresip -n {here} -e '/uanew <sip:me@{here}>;regint=0'"
        f" -e '/dial sip:yibao@{address}'",
    ]
