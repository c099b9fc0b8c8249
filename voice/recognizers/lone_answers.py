"""Chooses between yes and no by how likely Whisper finds each answer, where it heard no words."""

# A lone syllable over a telephone is too little for a free choice among all words, but plenty for
# a choice among two dozen: on bench.voice_errors' answers 88 % of them instead of 52 to 62 %.

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ctranslate2
import numpy as np
from faster_whisper.tokenizer import Tokenizer
from numpy.typing import NDArray

from voice.yes_no_heard import LIKELY_NO, LIKELY_YES, NO, YES

LONGEST = 3.0  # seconds of audio, with the silence around the word
FIRST_SYLLABLES = 6  # of the likeliest answers; the others are not looked at further
SILENT = 0.93  # probability of no speech above which nothing is chosen
# How probable all answers together must be (logarithm), and how much likelier one side than the
# other. A no that was perhaps none costs a question more; a yes that was none files an application.
LEAST_YES, MARGIN_YES = -1.7, 1.0
LEAST_NO, MARGIN_NO = -2.2, 0.7
LEAST_AGREED, MARGIN_AGREED = -2.2, 0.5  # where the words that were heard say the same
NEVER = -40.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Be the answer, and how sure it is between yes and no, 0.5..1."""

    answer: str
    confidence: float


def chosen(likely: Mapping[str, float], heard: str | None = None) -> Chosen | None:
    """Return the answer whose side is clearly the likelier, from logarithms of probabilities.

    `heard` is the answer that the words sound like which were not believed, if they do.
    """
    yes = _together([likely.get(answer, NEVER) for answer in LIKELY_YES])
    no = _together([likely.get(answer, NEVER) for answer in LIKELY_NO])
    whole, margin = _together([yes, no]), abs(yes - no)
    side, agreeing = (LIKELY_YES, YES) if yes > no else (LIKELY_NO, NO)
    least, enough = (LEAST_YES, MARGIN_YES) if yes > no else (LEAST_NO, MARGIN_NO)
    if heard in agreeing:
        least, enough = LEAST_AGREED, MARGIN_AGREED
    if whole < least or margin < enough:
        return None
    best = max(side, key=lambda answer: likely.get(answer, NEVER))
    return Chosen(best, 1 / (1 + math.exp(-margin)))


def likelihoods(
    model: ctranslate2.models.Whisper,
    tokenizer: Tokenizer,
    encoded: ctranslate2.StorageView,
    start: Sequence[int],
) -> dict[str, float]:
    """Return the logarithm of each answer's probability as the beginning of what was said.

    `encoded` is one utterance of the encoder's output, `start` the prompt, which ends with the
    token for no timestamps.
    """
    answers = {answer: tokenizer.encode(answer) for answer in (*LIKELY_YES, *LIKELY_NO)}
    first = _first_tokens(model, tokenizer, encoded, start)
    kept = sorted({tokens[0] for tokens in answers.values()}, key=lambda token: -first[token])
    longer = {
        answer: tokens
        for answer, tokens in answers.items()
        if len(tokens) > 1 and tokens[0] in kept[:FIRST_SYLLABLES]
    }
    found = {answer: float(first[t[0]]) for answer, t in answers.items() if len(t) == 1}
    if longer:
        copies = np.repeat(np.array(encoded), len(longer), axis=0)
        aligned = model.align(
            ctranslate2.StorageView.from_array(np.ascontiguousarray(copies)),
            list(start[:-1]),  # it adds the last one itself
            list(longer.values()),
            [copies.shape[1]] * len(longer),
        )
        for answer, result in zip(longer, aligned, strict=True):
            found[answer] = sum(math.log(max(p, 1e-9)) for p in result.text_token_probs)
    return found


def _first_tokens(
    model: ctranslate2.models.Whisper,
    tokenizer: Tokenizer,
    encoded: ctranslate2.StorageView,
    start: Sequence[int],
) -> NDArray[np.float64]:
    """Return the logarithm of each written token's probability to come first."""
    result = model.generate(
        encoded,
        [list(start)],
        beam_size=1,
        max_length=len(start) + 1,
        return_logits_vocab=True,
        suppress_blank=False,
        suppress_tokens=[],
    )[0]
    logits = np.array(result.logits[0], dtype=np.float64).reshape(-1)[: tokenizer.eot]
    likely: NDArray[np.float64] = logits - np.logaddexp.reduce(logits)
    return likely


def _together(logarithms: Sequence[float]) -> float:
    return float(np.logaddexp.reduce(np.array(logarithms)))
