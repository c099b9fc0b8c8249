"""Runs RapidOCR with the models that its wheel brings; nothing is ever fetched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import rapidocr
from numpy.typing import NDArray
from rapidocr.inference_engine.onnxruntime.main import ONNXRuntimeError
from rapidocr.utils.output import RapidOCROutput

from integrations.photographs.lines import Recognised, corners_from

Pixels = NDArray[np.uint8]
Letters = Sequence[tuple[str, float, object]]
MODELS = Path(rapidocr.__file__).parent / "models"
DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
DIRECTION = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"
LOOKED_AT = 960  # pixels of the long side in which lines are sought


class RapidOcr:
    """Find and recognise lines; fulfils Engine."""

    def __init__(self, threads: int = 1, models: Path = MODELS) -> None:
        """Load the models from a folder; `threads` is how many cores one picture may use."""
        for name in (DETECTOR, RECOGNISER, DIRECTION):
            if not (models / name).is_file():
                raise FileNotFoundError(name)
        self._engine = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                # With a path given it looks nowhere else.
                "Det.model_path": str(models / DETECTOR),
                "Rec.model_path": str(models / RECOGNISER),
                "Cls.model_path": str(models / DIRECTION),
                "Det.limit_type": "max",
                "Det.limit_side_len": LOOKED_AT,
                # The only way to learn how sure it is of each character.
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
            }
        )

    def lines(self, pixels: Pixels) -> list[Recognised]:
        """Return the lines of a picture in BGR, or raise RuntimeError."""
        try:
            found = self._engine(pixels)
        except ONNXRuntimeError as error:
            raise RuntimeError("onnxruntime failed") from error
        if not isinstance(found, RapidOCROutput) or not found.txts:
            return []
        boxes, scores = found.boxes, found.scores
        if boxes is None or scores is None:
            return []
        # One tuple of (character, score, box) a line, whatever their annotation says.
        words = list(cast("tuple[Letters, ...]", found.word_results))
        if len(words) != len(found.txts):  # it could not place the characters of some line
            words = [()] * len(found.txts)
        return [
            Recognised(
                text,
                float(score),
                corners_from(box),
                letter_scores(text, float(score), [float(letter[1]) for letter in word]),
            )
            for text, score, box, word in zip(found.txts, scores, boxes, words, strict=True)
        ]


def letter_scores(text: str, mean: float, scores: Sequence[float]) -> tuple[float, ...]:
    """Return what each character's score is at least; empty if that cannot be told.

    RapidOCR 3.10 leaves the spaces out of the characters, but not out of their scores, so that
    the last scores are missing: the mean of all tells what these can be at the worst.
    """
    if len(scores) != sum(not character.isspace() for character in text):
        return ()
    missing = len(text) - len(scores)
    worst = mean * len(text) - sum(scores) - (missing - 1) if missing else 0.0
    every = (*scores, *(max(0.0, min(1.0, worst)),) * missing)
    return tuple(
        1.0 if character.isspace() else score for character, score in zip(text, every, strict=True)
    )
