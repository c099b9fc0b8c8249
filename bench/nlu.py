"""Measures how well each kind of citizen is understood: `python -m bench.nlu`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import yaml

from bench._figures import percentile, show_load, show_table
from bench._rasa import Rasa, parsed, running_rasa
from bot.normalise import clean
from launch.completion import alone
from launch.places import CHECKOUT, Places
from launch.training import rasa_settings, trained_model
from launch.training_data import Example
from launch.work import Work

UNSEEN = Path(__file__).parent / "data" / "unseen_acts.yml"
FOLDS, FOLD = 3, 0
OUT_OF_SCOPE, FALLBACK = "out_of_scope", "nlu_fallback"
OVERALL_WANTED, STYLE_WANTED, AUROC_WANTED = 92, 88, 0.96  # percent, percent, 0..1


@dataclass(frozen=True, slots=True)
class Parse:
    """Be what Rasa made of one sentence."""

    example: Example
    likeliest: str  # act, whether or not it was sure enough
    rejected: bool  # by the fallback
    out_of_scope: float  # probability; 0 where Rasa's ranking was cut off before it
    milliseconds: float

    @property
    def right(self) -> bool:
        """Tell whether the likeliest act is what was meant."""
        return self.likeliest == self.example.act


def main() -> None:
    """Train on two thirds of the examples, then ask about the rest and about unseen sentences."""
    show_load("at the start")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(os.environ["YIBAO_MODELS"]).parent
        work = Work(Places(CHECKOUT, cache, Path(folder)))
        data = Path(folder) / "data"
        model = two_thirds_model(work, data)
        held_out = [
            Example(**row) for row in json.loads((data / "held_out.json").read_text("utf-8"))
        ]
        unseen = [
            Example(clean(row["text"]), row["act"], row["style"])
            for row in yaml.safe_load(UNSEEN.read_text("utf-8"))
        ]
        print("The held-out set grows with bot/examples: only figures for the same files compare.")
        with running_rasa(work, model) as rasa:
            show_load("before the first sentence")
            for title, examples in (
                ("Held out (a third of bot/examples)", held_out),
                ("Unseen (bench/data/unseen_acts.yml, another author)", unseen),
            ):
                report(title, ask(rasa, examples))


def two_thirds_model(work: Work, data: Path) -> Path:
    """Write the examples into `data`; return the model trained from two thirds of them."""
    work.run(
        [
            *(sys.executable, "-m", "launch.training_data", str(data)),
            *("--fold-out", str(FOLDS), "--fold", str(FOLD)),
        ],
        what="training data",
        log=work.places.logs / "training-data.log",
        folder=CHECKOUT,
    )
    whole = trained_model(work.places)  # its name changes with whatever it is made from
    model = whole.with_name(f"fold-{FOLD}-of-{FOLDS}-left-out-{whole.name}")
    with alone(work, model, "Rasa model"):
        if not model.is_file():
            _train(work, data, model)
    return model


def ask(rasa: Rasa, examples: Iterable[Example]) -> list[Parse]:
    """Let Rasa parse each sentence, one after the other."""
    found = []
    with httpx.Client(trust_env=False, timeout=30.0) as client:
        for warm_up in ("您好", "我要办理门诊统筹签约", "今天天气怎么样") * 5:
            client.post(rasa.parse, json={"text": warm_up}).raise_for_status()
        for example in examples:
            began = time.perf_counter()
            answer = client.post(rasa.parse, json={"text": example.text})
            milliseconds = (time.perf_counter() - began) * 1000
            act, ranking = parsed(answer)
            acts = [(name, p) for name, p in ranking if name != FALLBACK]
            found.append(
                Parse(
                    example,
                    likeliest=acts[0][0] if acts else FALLBACK,
                    rejected=act == FALLBACK,
                    out_of_scope=dict(acts).get(OUT_OF_SCOPE, 0.0),
                    milliseconds=milliseconds,
                )
            )
    return found


def report(title: str, parses: Sequence[Parse]) -> None:
    """Print everything about one set of sentences."""
    print(f"\n### {title}: {len(parses)} sentences")
    _report_accuracy(parses)
    _report_acts(parses)
    _report_confusions(parses)
    _report_out_of_scope(parses)
    times = [one.milliseconds for one in parses]
    print(f"\nparse: p50 {percentile(times, 50):.1f} ms, p95 {percentile(times, 95):.1f} ms")


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how often a score from outside is above one from inside; equal ones count half."""
    difference = np.subtract.outer(np.array(outside), np.array(inside))
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))


def _report_accuracy(parses: Sequence[Parse]) -> None:
    styles = sorted({one.example.style for one in parses})
    groups = [("overall", list(parses), OVERALL_WANTED)] + [
        (style, [one for one in parses if one.example.style == style], STYLE_WANTED)
        for style in styles
    ]
    rows = []
    for name, group, wanted in groups:
        right = np.mean([one.right for one in group])
        error = 100 * np.sqrt(right * (1 - right) / len(group))
        kept = np.mean([one.right and not one.rejected for one in group])
        wrong = np.mean([not one.right and not one.rejected for one in group])
        rows.append(
            (
                *(name, len(group), f"{100 * right:.1f} ± {error:.1f}", f">= {wanted}"),
                *(f"{100 * kept:.1f}", f"{100 * wrong:.1f}"),
            )
        )
    show_table(
        "Accuracy: the likeliest act (± one standard error); then with the fallback",
        ("style", "sentences", "right %", "target %", "right and kept %", "wrong and kept %"),
        rows,
    )


def _report_acts(parses: Sequence[Parse]) -> None:
    recalls = []
    for act in sorted({one.example.act for one in parses}):
        group = [one for one in parses if one.example.act == act]
        recalls.append((float(np.mean([one.right for one in group])), act, len(group)))
    show_table(
        "The ten acts recognised worst",
        ("act", "sentences", "recall %"),
        [(act, number, f"{100 * recall:.0f}") for recall, act, number in sorted(recalls)[:10]],
    )


def _report_confusions(parses: Sequence[Parse]) -> None:
    pairs = Counter((one.example.act, one.likeliest) for one in parses if not one.right)
    show_table(
        "Confused most often",
        ("meant", "taken for", "times"),
        [(meant, taken, times) for (meant, taken), times in pairs.most_common(10)],
    )


def _report_out_of_scope(parses: Sequence[Parse]) -> None:
    outside = [one for one in parses if one.example.act == OUT_OF_SCOPE]
    inside = [one for one in parses if one.example.act != OUT_OF_SCOPE]
    area = auroc([one.out_of_scope for one in inside], [one.out_of_scope for one in outside])
    rows: list[tuple[str, str, str]] = [
        (
            f"AUROC, {len(outside)} out of scope against {len(inside)} others",
            f"{area:.3f}",
            f">= {AUROC_WANTED}",
        )
    ]
    for name, group in (("out of scope", outside), ("others", inside)):
        rejected = np.mean([one.rejected for one in group])
        declined = np.mean([one.rejected or one.likeliest == OUT_OF_SCOPE for one in group])
        rows.append((f"{name}: rejected by the fallback %", f"{100 * rejected:.1f}", ""))
        rows.append((f"{name}: rejected or declined %", f"{100 * declined:.1f}", ""))
    show_table("Out of scope", ("measure", "value", "target"), rows)


def _train(work: Work, data: Path, model: Path) -> None:
    work.tell("Rasa model", "training on two thirds of the examples; this takes some minutes")
    bot = CHECKOUT / "bot" / "rasa"
    made = work.places.var / "model.tar.gz"
    # Rasa reads every file of the folder that it is given; what is held out stays outside.
    only = work.places.var / "nlu"
    only.mkdir()
    shutil.copy(data / "nlu.yml", only)
    work.run(
        [os.environ["YIBAO_RASA_PYTHON"], str(bot / "train.py"), str(only), str(made)],
        what="Rasa model",
        log=work.places.logs / "training.log",
        environment=os.environ | rasa_settings(work.places),
        folder=bot,
    )
    half = model.with_name(f"making-{model.name}")
    shutil.move(made, half)  # slow from one disk to another, so nobody may find it yet
    half.replace(model)


if __name__ == "__main__":
    main()
