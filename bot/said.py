"""Reads what citizens say at this desk: the sentences of bot/examples, as they are spoken."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.normalise import tidied

EXAMPLES = Path(__file__).parent / "examples"
# The other styles (asr, typo) are written wrongly on purpose.
RIGHTLY_WRITTEN = ("plain", "colloquial", "elderly", "dialect", "traditional")


def sentences(folder: Path = EXAMPLES) -> tuple[str, ...]:
    """Return every rightly written sentence in simplified characters, each once."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for style in RIGHTLY_WRITTEN:
            found |= dict.fromkeys(tidied(text) for text in content.get(style) or ())
    return tuple(found)
