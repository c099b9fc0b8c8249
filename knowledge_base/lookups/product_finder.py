"""Finds the drug or consumable that is meant, or the question that tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from core.knowledge import NATION
from core.lookup_results import Hit, Outcome, ProductSearch, Why
from core.lookups import Product
from knowledge_base.lookups.names import NameHit, NameIndex, plain
from knowledge_base.lookups.traits import pick, without_traits

P = TypeVar("P", bound=Product)

MOST_CHOICES = 5
SURE = 0.9  # from here on a name is taken without asking
CLOSE = 0.08  # two names whose scores differ by less are both possible
PARTLY = 0.75  # score of a name that is only part of what was said
WORTH_OFFERING = 0.5


class ProductFinder(Generic[P]):
    """Search the products of one catalogue."""

    def __init__(self, products: Iterable[P]) -> None:
        """Take the products in force; the first of `called` is the generic name."""
        known = tuple(products)
        origins = (p.origin for p in known)
        # What a miss is said to be missing from: the newest table, the region's own if it has one.
        self.edition = max(
            origins, key=lambda o: (o.region != NATION, o.in_force_from), default=None
        )
        self._of: dict[str, list[P]] = defaultdict(list)
        for product in known:
            self._of[product.called[0]].append(product)
        self.names = NameIndex(
            (name, owner)
            for owner, owned in self._of.items()
            for name in dict.fromkeys(name for product in owned for name in product.called)
        )

    def find(self, asked: str) -> ProductSearch[P]:
        """Return what `asked` (a name, with or without form, strength and maker) means."""
        text = plain(asked)
        named, around = self._named(text)
        sure = [hit for hit in named if hit.score >= SURE]
        if not sure:
            named = _merged(named, self.names.search(text))
            bare = without_traits(text)
            if bare != text:
                named = _merged(named, self.names.search(bare))
                around = text.replace(bare, "", 1) if bare else text
            sure = [hit for hit in named if hit.score >= SURE]
        best = named[0].score if named else 0.0
        rivals = [hit for hit in named if best - hit.score < CLOSE]
        if sure and len(rivals) == 1:
            return self._narrowed(asked, sure[0], around)
        offered = [hit for hit in named if hit.score >= WORTH_OFFERING]
        if sure:
            offered = rivals
        if not offered:
            return ProductSearch(asked, Outcome.MISS)
        return ProductSearch(
            asked,
            Outcome.WHICH_NAME,
            hits=tuple(hit for name in offered for hit in self._hits(name)),
            names=tuple(hit.owner for hit in offered[:MOST_CHOICES]),
            more=max(0, len(offered) - MOST_CHOICES),
        )

    def _named(self, text: str) -> tuple[list[NameHit], str]:
        """Return the names that stand in the text, and the words around the first of them."""
        hits: list[NameHit] = []
        around = ""
        for inside in self.names.inside(text):
            beside = text[: inside.start] + text[inside.end :]
            if not hits:
                around = beside
            explained = not pick(self._of[inside.owner], beside).unexplained
            score = 1.0 if inside.why is Why.EXACT else 0.95
            hits.append(
                NameHit(inside.owner, score if explained else PARTLY, inside.why)
                if explained
                else NameHit(inside.owner, PARTLY, Why.PART)
            )
        if len(hits) > 1 and all(hit.score == PARTLY for hit in hits):
            # Two names side by side are not explained by one another: both are meant.
            hits = [NameHit(hit.owner, SURE, Why.EXACT) for hit in hits]
        return _merged(hits, ()), around

    def _narrowed(self, asked: str, hit: NameHit, around: str) -> ProductSearch[P]:
        """Answer if all that is left of the name is alike; else ask for what tells it apart."""
        own = self._of[hit.owner]
        traded = [p for p in own if any(plain(name) in plain(asked) for name in p.called[1:])]
        own = traded or own
        said = pick(own, around)
        hits = tuple(Hit(p, hit.owner, hit.score, hit.why) for p in said.products)
        if said.missing:
            trait, values = _values(said.products if said.trait == "规格" else own, said.trait)
            return ProductSearch(
                asked,
                Outcome.WHICH_TRAIT,
                hits,
                trait=trait,
                values=values[:MOST_CHOICES],
                more=max(0, len(values) - MOST_CHOICES),
                told=hit.owner + (_alike(said.products) if said.trait == "规格" else ""),
                missing=said.missing,
            )
        if len({product.figures for product in said.products}) == 1:
            told = hit.owner + _alike(said.products)
            return ProductSearch(asked, Outcome.FOUND, hits, told=told)
        trait, values = _asked_for(said.products)
        return ProductSearch(
            asked,
            Outcome.WHICH_TRAIT,
            hits,
            trait=trait,
            values=values[:MOST_CHOICES],
            more=max(0, len(values) - MOST_CHOICES),
            told=hit.owner + _alike(said.products),
        )

    def _hits(self, hit: NameHit) -> Iterable[Hit[P]]:
        return (Hit(p, hit.owner, hit.score, hit.why) for p in self._of[hit.owner])


def _merged(one: Sequence[NameHit], other: Sequence[NameHit]) -> list[NameHit]:
    """Return both, best first, each owner once."""
    best: dict[str, NameHit] = {}
    for hit in (*one, *other):
        if hit.owner not in best or best[hit.owner].score < hit.score:
            best[hit.owner] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.owner))


def _asked_for(products: Sequence[Product]) -> tuple[str, tuple[str, ...]]:
    """Return the first trait that tells more about the figures, and its values."""
    several = [
        (label, values)
        for label, values in (_values(products, label) for label, _ in products[0].traits)
        if len(values) > 1
    ]
    everything = {p.figures for p in products}
    for label, values in several:
        parts = [{p.figures for p in products if dict(p.traits)[label] == v} for v in values]
        if any(part != everything for part in parts):
            return label, values
    return several[0]


def _values(products: Sequence[Product], label: str) -> tuple[str, tuple[str, ...]]:
    """Return a trait and the values it has; without such a trait, the first one."""
    known = label if label in dict(products[0].traits) else products[0].traits[0][0]
    return known, tuple(dict.fromkeys(dict(p.traits)[known] for p in products))


def _alike(products: Sequence[Product]) -> str:
    """Return the leading traits that all products share, as they are said after the name."""
    shared = ""
    for label, value in products[0].traits:
        if label == "生产企业" or any(dict(p.traits)[label] != value for p in products):
            break
        shared += value
    return shared
