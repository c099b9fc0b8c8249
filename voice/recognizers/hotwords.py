"""Lists the words of medical insurance that a recogniser should expect."""

from __future__ import annotations

from collections.abc import Sequence

# The prompt holds about 200 tokens, a character takes one or two, and hints need room, too.
EXPECTED = (
    "门诊慢特病",
    "门诊统筹",
    "签约",
    "解约",
    "异地就医备案",
    "长期居住",
    "转诊",
    "定点医院",
    "参保登记",
    "新生儿参保",
    "灵活就业",
    "医保关系转移",
    "生育津贴",
    "产前检查费",
    "起付线",
    "报销比例",
    "手工报销",
    "个人账户",
    "医保电子凭证",
    "缴费",
    "长期护理",
    "医疗救助",
    "查进度",
    "转人工",
)
HINTS = 8  # taken at most
HINT_LENGTH = 16  # characters


def prompt_words(hints: Sequence[str], expected: Sequence[str] = EXPECTED) -> tuple[str, ...]:
    """Return what to expect: the hints of this question first, because the end may be cut off.

    An example of the answer stands alone.
    """
    examples = [hint for hint in hints if is_example(hint)]
    if examples:  # words of the trade beside it would be heard instead
        return tuple(examples[:1])
    short = [hint.strip() for hint in hints if 0 < len(hint.strip()) <= HINT_LENGTH][:HINTS]
    return tuple(dict.fromkeys((*short, *expected)))


def is_example(hint: str) -> bool:
    """Tell whether a hint is a sentence that shows the kind of answer, not a word of it."""
    return hint.endswith("。")
