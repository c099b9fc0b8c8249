"""Measures what of a spoken sentence survives the line: `python -m bench.voice_errors`."""

# It renders and recognises for an hour the first time; results are kept in the cache.
# --half development shows the half on which voice/repair.py was tuned, with every error.

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench._figures import percentile, show_load, show_table
from bench._rasa import Rasa, parsed, running_rasa
from bench._voice_callers import CONDITIONS, FOLD, FOLDS, Caller, Studio, callers, lone_answers
from bench._voice_hearing import Ear
from bench._voice_scores import Score, error_rate, survived, terms_kept
from bench.nlu import FALLBACK, two_thirds_model
from bot.normalise import clean, tidied
from bot.said import RIGHTLY_WRITTEN, sentences
from launch.places import CHECKOUT, Places
from launch.training_data import read, split
from launch.work import Work
from voice.spoken_text import YES_NO, SpokenText, spoken_text
from voice.vocabulary import opposites
from voice.yes_no_heard import NO, PROMPT, YES

CLEAN, NOISY = "clean 8 kHz", "20 dB"
ERRORS_WANTED, CHANGED_WANTED = 7.0, 1.0  # percent
SURVIVAL_WANTED = {CLEAN: 92.0, NOISY: 85.0}  # percent
BEHIND = 60  # callers of whom some babble behind another
NOTHING = "nothing"  # the act of a text that was not heard
ORDINARY = CHECKOUT / "tests" / "data" / "ordinary_sentences.txt"


def main() -> None:
    """Play the callers of one half, and print what came through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("report", "development"), default="report")
    options = parser.parse_args(sys.argv[1:])
    show_load("at the start")
    models = Path(os.environ["YIBAO_MODELS"])
    kept = models.parent / "voice-bench"
    studio, ear = Studio(models, kept / "audio"), Ear(models, kept / "heard")
    hearing = spoken_text(_said_in_training())
    said = [caller for caller in callers() if caller.half == options.half]
    studio.prepare([*said, *lone_answers()])
    with tempfile.TemporaryDirectory() as folder:
        work = Work(Places(CHECKOUT, models.parent, Path(folder)))
        with running_rasa(work, two_thirds_model(work, Path(folder) / "data")) as rasa:
            acts = Acts(rasa)
            scores = {
                condition: scored(said, condition, studio, ear, hearing, acts)
                for condition in CONDITIONS
            }
    show_conditions(scores)
    show_groups(scores[CLEAN])
    show_lone_answers(studio, ear, hearing)
    show_clean(hearing, spoken_text(sentences()))
    show_opposites([score for group in scores.values() for score in group])
    show_speed(hearing, scores[CLEAN])
    if options.half == "development":
        show_errors(scores[CLEAN])


class Acts:
    """Know what Rasa takes texts for."""

    def __init__(self, rasa: Rasa) -> None:
        """Take a Rasa that runs."""
        self._rasa = rasa
        self._known: dict[str, str] = {}
        self._client = httpx.Client(trust_env=False, timeout=60.0)

    def of(self, text: str) -> str:
        """Return the act, nlu_fallback if Rasa is not sure, or NOTHING."""
        asked = clean(text)
        if not asked:
            return NOTHING
        if asked not in self._known:
            answer = self._client.post(self._rasa.parse, json={"text": asked})
            self._known[asked] = parsed(answer)[0]
        return self._known[asked]


def scored(
    said: Sequence[Caller],
    condition: str,
    studio: Studio,
    ear: Ear,
    hearing: SpokenText,
    acts: Acts,
) -> list[Score]:
    """Let every caller speak over one line."""
    scores = []
    for caller in said[:: CONDITIONS[condition]]:
        others = [other for other in said[:BEHIND] if other is not caller]
        heard = ear.heard(*studio.audio(caller, condition, others))
        raw = heard.text
        text = hearing.understood(raw, readings=heard.readings).text
        act_said = acts.of(caller.example.text)
        scores.append(Score(caller, raw, text, act_said, acts.of(raw), acts.of(text)))
    return scores


def show_conditions(scores: dict[str, list[Score]]) -> None:
    """Print the table of the issue."""
    rows = []
    for condition, group in scores.items():
        again = sum(score.act in (NOTHING, FALLBACK) for score in group)
        wanted = SURVIVAL_WANTED.get(condition)
        rows.append(
            (
                *(condition, len(group)),
                _from_to(error_rate(group, raw=True), error_rate(group)),
                f"<= {ERRORS_WANTED:.0f}" if condition == CLEAN else "",
                _from_to(terms_kept(group, raw=True), terms_kept(group)),
                _from_to(survived(group, raw=True), survived(group)),
                f">= {wanted:.0f}" if wanted else "",
                f"{with_raw(group):.1f}",
                f"{100 * again / len(group):.1f}",
            )
        )
    show_table(
        "Raw -> understood (asked again: nothing was heard, or Rasa is not sure)",
        (
            *("line", "sentences", "CER %", "target", "key terms %"),
            *("intents survive %", "target", "the raw text asked, too %", "asked again %"),
        ),
        rows,
    )


def with_raw(scores: Sequence[Score]) -> float:
    """Return how many intents survive if Rasa gets the raw text where it is not sure, in %."""
    right = sum(
        (score.act_raw if score.act == FALLBACK else score.act) == score.act_said
        for score in scores
    )
    return 100 * right / max(1, len(scores))


def show_groups(scores: Sequence[Score]) -> None:
    """Print the clean line by style, voice and pace."""
    rows = []
    for name, key in (
        ("style", lambda score: score.caller.example.style),
        ("voice", lambda score: score.caller.voice),
        ("pace", lambda score: f"{score.caller.pace} characters/s"),
        ("key terms", lambda score: "some" if score.terms else "none"),
    ):
        for value in sorted({key(score) for score in scores}):
            group = [score for score in scores if key(score) == value]
            rows.append(
                (
                    *(f"{name}: {value}", len(group)),
                    _from_to(error_rate(group, raw=True), error_rate(group)),
                    _from_to(survived(group, raw=True), survived(group)),
                )
            )
    show_table(
        f"The same over the line {CLEAN}",
        ("which", "sentences", "CER %", "intents survive %"),
        rows,
    )


def show_lone_answers(studio: Studio, ear: Ear, hearing: SpokenText) -> None:
    """Print how often a lone yes or no is recognised where one is awaited."""
    said = lone_answers()
    rows = []
    for condition in (CLEAN, NOISY):
        audio = [studio.audio(caller, condition, said) for caller in said]
        raw = [ear.heard(*one, hints=(PROMPT,)).text for one in audio]
        taken = [hearing.understood(text, awaiting=YES_NO).text for text in raw]
        meant = [caller.example.text for caller in said]
        before = [tidied(text).strip("。，！ ") for text in raw]
        wrong = sum(
            (one in NO and other in YES) or (one in YES and other in NO)
            for one, other in zip(meant, taken, strict=True)
        )
        rows.append(
            (
                *(condition, len(said), _from_to(_meant(before, meant), _meant(taken, meant))),
                f"{100 * sum(not text for text in taken) / len(said):.1f}",
                f"{100 * wrong / len(said):.1f}",
            )
        )
    show_table(
        "Lone answers (对, 不是, 确认 …) where a yes or no is awaited",
        (
            "line",
            "answers",
            "yes for yes, no for no %, raw -> understood",
            "not heard %",
            "no for yes or yes for no %",
        ),
        rows,
    )


def show_clean(tuned: SpokenText, product: SpokenText) -> None:
    """Print how many rightly written sentences are changed."""
    known, unknown = _said_in_training(), set(sentences()) - set(_said_in_training())
    ordinary = ORDINARY.read_text("utf-8").split()
    rows = []
    for name, hearing, texts in (
        ("bot/examples, all of them known to the repair", product, sentences()),
        ("tests/data/ordinary_sentences.txt, with all of them known", product, ordinary),
        ("two thirds of bot/examples, whose turns are known", tuned, known),
        ("the other third, whose turns are not known", tuned, sorted(unknown)),
    ):
        changed = sum(hearing.understood(text).changed for text in texts)
        rows.append(
            (name, len(texts), f"{100 * changed / len(texts):.2f}", f"<= {CHANGED_WANTED:.0f}")
        )
    show_table("Clean sentences", ("which", "sentences", "changed %", "target"), rows)


def show_opposites(scores: Sequence[Score]) -> None:
    """Print how often an opposite came in by the repair, of all that was recognised."""
    risky = turned = 0
    for score in scores:
        for one, other in (*opposites(), *((b, a) for a, b in opposites())):
            if one in score.caller.example.text and other not in score.caller.example.text:
                risky += 1
                turned += other in score.text and other not in tidied(score.raw)
    print(
        f"\nOf {risky} times that one word of a pair in voice/opposites.txt was said, the repair"
        f" made its opposite {turned} times."
    )


def show_speed(hearing: SpokenText, scores: Sequence[Score]) -> None:
    """Print how long understanding a sentence takes."""
    times = []
    for score in scores:
        began = time.perf_counter()
        hearing.understood(score.raw)
        times.append(1000 * (time.perf_counter() - began))
    print(f"Understanding: p50 {percentile(times, 50):.1f} ms, p95 {percentile(times, 95):.1f} ms")


def show_errors(scores: Sequence[Score]) -> None:
    """Print every sentence that came through wrong."""
    for score in sorted(scores, key=lambda one: -one.wrong):
        if score.wrong or score.act != score.act_said:
            said = score.caller.example.text
            print("\t".join((said, score.raw, score.text, score.act_said, score.act)))


def _said_in_training() -> tuple[str, ...]:
    """Return what the repair may know: the sentences that the model was trained with."""
    kept, _ = split(read(CHECKOUT / "bot" / "examples"), FOLDS, FOLD)
    return tuple(dict.fromkeys(tidied(one.text) for one in kept if one.style in RIGHTLY_WRITTEN))


def _meant(answers: Sequence[str], meant: Sequence[str]) -> float:
    """Return how many are a yes where a yes was said, and a no where a no was said, in percent."""
    pairs = zip(answers, meant, strict=True)
    right = sum(
        (one in YES and other in YES) or (one in NO and other in NO) for one, other in pairs
    )
    return 100 * right / max(1, len(meant))


def _from_to(before: float, after: float) -> str:
    return f"{before:.1f} -> {after:.1f}"


if __name__ == "__main__":
    main()
