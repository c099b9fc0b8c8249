"""Turns the examples of bot/examples into Rasa's training data."""

# Run in the main environment: python -m launch.training_data OUT_FOLDER [--fold-out 3 --fold 0]

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from bot.normalise import clean
from launch.errors import NotReady
from launch.places import CHECKOUT


@dataclass(frozen=True, slots=True)
class Example:
    """Be one sentence that means one dialogue act."""

    text: str
    act: str
    style: str  # plain, elderly, dialect …: who would say it so


def main(arguments: Sequence[str]) -> None:
    """Write nlu.yml and, if a fold is left out, held_out.json into the given folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--fold-out", type=int, default=0, help="number of folds; 0: leave none")
    parser.add_argument("--fold", type=int, default=0, help="the fold to leave out")
    options = parser.parse_args(arguments)
    if options.fold_out and not 0 <= options.fold < options.fold_out:
        parser.error("--fold must be at least 0 and less than --fold-out")
    kept, held_out = split(read(CHECKOUT / "bot" / "examples"), options.fold_out, options.fold)
    kept, dropped = without_duplicates(kept, clean)
    held_out, _ = without_duplicates(held_out, clean)
    known = {example.text for example in kept}
    held_out = [example for example in held_out if example.text not in known]
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "nlu.yml").write_text(as_rasa(kept), encoding="utf-8")
    if options.fold_out:
        listing = json.dumps(
            [asdict(example) for example in held_out], ensure_ascii=False, indent=1
        )
        (options.out / "held_out.json").write_text(listing + "\n", encoding="utf-8")
    counts = f"{len(kept)} examples written, {len(held_out)} held out"
    sys.stdout.write(f"{counts}, {len(dropped)} duplicates dropped\n")
    for example in dropped:
        sys.stdout.write(f"  duplicate: {example.act} ({example.style}) {example.text}\n")


def read(folder: Path) -> list[Example]:
    """Return all examples in the order of the files' names and of the styles in them."""
    found: list[Example] = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.get("act") != path.stem:
            raise NotReady(f"{path} must begin with `act: {path.stem}`.")
        for style, texts in content.items():
            if style == "act" or texts is None:
                continue
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                raise NotReady(f"{path}: `{style}` must be a list of sentences, quoted if numbers.")
            found.extend(Example(text, path.stem, style) for text in texts)
    return found


def split(
    examples: Iterable[Example], folds: int, fold: int
) -> tuple[list[Example], list[Example]]:
    """Return the examples to train with and those of the fold that is left out."""
    kept: list[Example] = []
    held_out: list[Example] = []
    for example in examples:
        (held_out if folds and fold_of(example, folds) == fold else kept).append(example)
    return kept, held_out


def fold_of(example: Example, folds: int) -> int:
    """Return the example's fold, the same on every machine and beside any other examples."""
    key = f"{example.act}\n{example.style}\n{example.text}".encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big") % folds


def without_duplicates(
    examples: Iterable[Example], cleaned: Callable[[str], str]
) -> tuple[list[Example], list[Example]]:
    """Return the examples with cleaned texts, the first of each text, and those dropped."""
    first: dict[str, Example] = {}
    dropped: list[Example] = []
    for example in sorted(examples, key=lambda one: (one.act, one.style, one.text)):
        text = " ".join(cleaned(example.text).split())
        if not text or text in first:
            dropped.append(example)
        else:
            first[text] = Example(text, example.act, example.style)
    return list(first.values()), dropped


def as_rasa(examples: Iterable[Example]) -> str:
    """Return the examples as Rasa's NLU YAML."""
    by_act: dict[str, list[str]] = {}
    for example in examples:
        by_act.setdefault(example.act, []).append(example.text)
    lines = ['version: "3.1"', "nlu:"]
    for act, texts in sorted(by_act.items()):
        lines += [f"- intent: {act}", "  examples: |"]
        lines += [f"    - {_plain(text)}" for text in texts]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Hide the brackets that Rasa would read as an entity's mark."""
    return text.replace("[", "［").replace("]", "］").replace("${", "$ {")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except NotReady as problem:
        sys.exit(str(problem))
