"""Recognises the service items that a text speaks of."""

from __future__ import annotations

import asyncio
import math
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.catalogue import Catalogue
from core.contracts import ItemGuess
from core.service_items import ServiceItem
from knowledge_base.embedder import Embedder, Matrix
from knowledge_base.sounds import Sounds
from knowledge_base.vectors import Progress, stored_vectors
from knowledge_base.words import Cutter
from knowledge_base.written import unified

ITEM_LINE = 0.4  # how surely a text must speak of some item at all
_WORTH_OFFERING = 0.1  # beside others, so that the citizen is asked which
_ENOUGH_ALONE = 0.3

# What is said around an item and names none: 我要办, 请问, 医保, 业务 ...
_AROUND = re.compile(
    r"请问|麻烦|您好|你好|谢谢|我们?|你们?|您|咱们?|俺们?|帮|给|想要?|需要|要|办理|办个|办一?下|办|申请|弄|搞|做|"
    r"一下|一个|个|手续|业务|事项|事情|的|了|吗|呢|吧|啊|怎么|咋|如何|什么|哪些?|可以|能|医保|医疗保险|这|那|是|有|[^\w]"
)
# What tells who somebody is, not what they want: 我叫…, and a long number with what it is.
_FACTS = re.compile(
    r"(?<![^，,。；;、！!])(?:(?:我|俺)(?:名?叫|姓)[^，,。；;！!]{1,5}|[^，,。；;！!]{0,8}[\dx]{6,})(?:[，,。；;！!]+|$)"
)
# In what way somebody would have it done; it names no item: 腿脚不好去不了，村里能办不.
_IN_WHAT_WAY = re.compile(
    r"(?:腿脚|腿|身体|眼睛|眼神|耳朵)(?:不好|不方便|不利索|不行|不好使)|(?:去|来|走|跑)不(?:了|动)(?:大厅|窗口)?"
    r"|不会(?:用|弄|使|玩)(?:智能)?手机|没有?(?:智能)?手机|(?:在|到)?村里|在家里?(?!门)|到家里来?|上门"
    r"|(?:给|替|帮)(?:我|俺|咱)?家?(?:老伴|老头子?|老太太|爱人|奶奶|爷爷|姥姥|姥爷|爸爸?|妈妈?|爹|娘|父亲|母亲|邻居)"
)
# One word for what is said in many ways; 解药 is how recognisers write 解约.
_SAID_PLAINLY = {"俺": "我", "咋个": "怎么", "咋": "怎么", "啥": "什么", "解药": "解约"}
_SHORTEST_NAMED = 2
_SENTENCE = 6  # characters from which a way of asking is as good as a name
_PARTLY = 0.5
_OWN = 0.03  # by how much a name speaks for its own item where others have it in theirs
_NEAREST = 3  # phrases of an item whose likeness counts
# Fitted on every item's own ways of asking, each left out in turn, against bot/examples of other
# matters (docs/benchmarks.md): what speaks for an item, and for none of them.
_LIKENESS, _WORDS, _NONE = 55.3, 3.0, 48.9


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Be one way of speaking of an item."""

    item: int  # place in the catalogue
    text: str
    name: bool  # a name or alias, so that a text that contains it means the item


class CatalogueItemFinder:
    """Recognise items by their names, by how they sound, and by what citizens mean."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        folder: Path,
        *,
        line: float = ITEM_LINE,
        report: Progress | None = None,
    ) -> None:
        """Embed the phrases of every item, or load them from `folder`.

        A text of which all items together are less likely than `line` is taken to mean none.
        """
        self._items = catalogue.items
        self._embedder = embedder
        self._line = line
        self._phrases = [p for n, item in enumerate(self._items) for p in _phrases(n, item)]
        names = {phrase.text for phrase in self._phrases if phrase.name}
        as_good = {p.text for p in self._phrases if p.name or len(p.text) >= _SENTENCE}
        self._names = sorted(as_good, key=len, reverse=True)
        self._speaking = {name: self._items_with(name) for name in as_good}
        self._sounds = Sounds(names)
        self._cutter = Cutter(name for name in names if len(name) <= 8)
        texts = [phrase.text for phrase in self._phrases]
        self._vectors: Matrix = stored_vectors(texts, embedder, folder, report)
        self._owners = np.array([phrase.item for phrase in self._phrases])
        spoken = [frozenset(self._cutter.words(phrase.text)) for phrase in self._phrases]
        self._vocabulary = [
            frozenset[str]().union(
                *(s for s, p in zip(spoken, self._phrases, strict=True) if p.item == n)
            )
            for n in range(len(self._items))
        ]

    async def find(self, text: str) -> tuple[ItemGuess, ...]:
        """Return the items that the text may mean, surest first; empty if it names none."""
        return await asyncio.to_thread(self.found, text)

    def found(self, text: str) -> tuple[ItemGuess, ...]:
        """Do the work of `find`, on the caller's thread."""
        said = self._sounds.repaired(_plain(text))
        said = _IN_WHAT_WAY.sub("", _FACTS.sub("", said)) or said
        bare = said.strip(",，.。!！?？")
        whole = {phrase.item for phrase in self._phrases if phrase.text == bare}
        if len(whole) == 1:  # 转医保 says all there is, although little is left of it
            return (ItemGuess(self._items[whole.pop()].code, 1.0),)
        core = _AROUND.sub("", said)
        if len(core) < _SHORTEST_NAMED or not self._items:
            return ()
        meant = self._by_meaning(said)
        named = self._by_name(said, core, meant)
        if max(named.max(), meant.sum()) < self._line:
            return ()
        # Whoever says a name means it: what is only like it falls behind.
        scores = np.maximum(named, meant * (1.0 - named.max()))
        guesses = [
            ItemGuess(item.code, round(float(score), 4))
            for item, score in zip(self._items, scores, strict=True)
            if score >= _WORTH_OFFERING
        ]
        if len(guesses) == 1 and guesses[0].score < _ENOUGH_ALONE:
            return ()
        return tuple(sorted(guesses, key=lambda guess: -guess.score))

    def _by_name(self, said: str, core: str, meant: Matrix) -> Matrix:
        """Score the items whose name the text contains, or whose name contains the text.

        签约 within a sentence may stand for 换签约医院, too: among the items that speak of it, what
        is meant decides.
        """
        scores = np.zeros(len(self._items), dtype=np.float32)
        spoken = self._named_in(said)
        for phrase in self._phrases:
            if phrase.text in spoken:
                share = min(1.0, len(phrase.text) / len(core))
                score = 0.7 + 0.3 * share
                rivals = self._speaking[phrase.text]
                if share < 1.0 and len(rivals) > 1:
                    likely = meant[rivals] + _OWN * (np.array(rivals) == phrase.item)
                    scores[rivals] = np.maximum(scores[rivals], score * likely / likely.sum())
                    continue
            elif phrase.name and core in phrase.text:
                score = 0.55 + 0.4 * len(core) / len(phrase.text)
                score *= _PARTLY if spoken else 1.0  # 参保信息变更 is a name, and within another
            else:
                continue
            scores[phrase.item] = max(scores[phrase.item], score)
        return scores

    def _items_with(self, name: str) -> list[int]:
        """Return the places of the items that have the name in some way of speaking of them."""
        return sorted({phrase.item for phrase in self._phrases if name in phrase.text})

    def _named_in(self, said: str) -> frozenset[str]:
        """Return the names in the text; 门诊统筹变更 does not also name 门诊统筹."""
        spoken = set()
        for name in self._names:
            if name in said:
                spoken.add(name)
                said = said.replace(name, "\n")
        return frozenset(spoken)

    def _by_meaning(self, said: str) -> Matrix:
        """Return how likely each item is; together less than 1, for a text may mean none."""
        cosines = self._vectors @ self._embedder.embed([said])[0]
        words = frozenset(self._cutter.words(said))
        weights = {word: self._rareness(word) for word in words}
        odds = np.array([self._odds(n, cosines, weights) for n in range(len(self._items))])
        powers = np.exp(np.append(odds, _NONE) - max(odds.max(), _NONE))
        likely: Matrix = (powers[:-1] / powers.sum()).astype(np.float32)
        return likely

    def _odds(self, n: int, cosines: Matrix, weights: dict[str, float]) -> float:
        """Weigh how like an item's nearest phrases are, and how much its rare words cover."""
        nearest = np.sort(cosines[self._owners == n])[-_NEAREST:]
        shared = sum(weight for word, weight in weights.items() if word in self._vocabulary[n])
        covered = shared / sum(weights.values()) if weights else 0.0
        return _LIKENESS * float(nearest.mean()) + _WORDS * covered

    def _rareness(self, word: str) -> float:
        """Weigh a word by how few items speak of it (inverse document frequency)."""
        speaking = sum(word in vocabulary for vocabulary in self._vocabulary)
        return math.log((len(self._items) + 1) / (speaking + 0.5))


def _phrases(n: int, item: ServiceItem) -> list[_Phrase]:
    """Return the ways of speaking of an item."""
    names = dict.fromkeys(_plain(name) for name in (item.name, *item.aliases))
    asked = dict.fromkeys(_plain(question) for question in item.asked_as)
    return [_Phrase(n, t, True) for t in names] + [_Phrase(n, t, False) for t in asked]


def _plain(text: str) -> str:
    """Return the text in one writing, with the words of one dialect."""
    text = unified(text)
    for said, plain in _SAID_PLAINLY.items():
        text = text.replace(said, plain)
    return text
