"""Recognises forms and makers in what a citizen says of a drug, and picks products by them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.lookups import Product
from knowledge_base.lookups.names import plain
from knowledge_base.lookups.strengths import strengths_in, without_strengths

P = TypeVar("P", bound=Product)

# As citizens say it -> as catalogues write it, without the closing 剂.
_FORMS = {
    **dict.fromkeys(("缓释片", "控释片", "肠溶片", "分散片", "咀嚼片", "泡腾片", "滴丸")),
    **dict.fromkeys(("缓释胶囊", "肠溶胶囊", "软胶囊", "缓释颗粒", "口服溶液", "混悬液")),
    **dict.fromkeys(("滴眼液", "软膏", "乳膏", "凝胶", "贴膏", "气雾", "喷雾", "吸入", "糖浆")),
    **dict.fromkeys(("片", "胶囊", "颗粒", "丸", "散", "栓", "口服液", "注射液", "注射", "贴")),
    **{"药片": "片", "片儿": "片", "冲剂": "颗粒", "眼药水": "滴眼液", "药膏": "软膏"},
    **{
        "打的针": "注射",
        "打针": "注射",
        "针": "注射",
        "粉针": "注射",
        "贴片": "贴",
        "膏药": "贴膏",
    },
}
_FORM = re.compile("|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True)) + "|剂")
# Salts are part of full chemical names, but catalogues and citizens leave them out.
_SALT = re.compile(
    r"盐酸|硫酸|氢溴酸|苯磺酸|甲磺酸|马来酸|酒石酸|富马酸|枸橼酸|琥珀酸|醋酸|(钙|钠|钾)(?=片|胶囊|$)"
)
_MAKER_ENDING = re.compile(r"(股份|有限|责任|集团|公司|制药厂?|药业|医疗|器械|科技|生物|厂)+")
_LITTLE = re.compile(
    r"这个|那个|这种|那种|一种|医保|药品?|药名|牌子?|牌的|厂家?|生产|规格|剂型|型号?|国产|进口|一盒|一瓶|的|和|与|还|呢|吗|是|叫|用|我|吃|请问|一下|查"
)


@dataclass(frozen=True, slots=True)
class Said(Generic[P]):
    """Be what is left of a set of products after what was said of them."""

    products: tuple[P, ...]
    unexplained: str  # what could not be understood: perhaps part of another name
    missing: str  # what was said of a trait and fits none of the products
    trait: str  # which trait that is, e.g. 剂型


def pick(products: Sequence[P], around: str) -> Said[P]:
    """Keep the products of one name that fit the words said around the name."""
    left = tuple(products)
    missing = trait = ""
    wanted = strengths_in(around)
    rest = without_strengths(around)
    for maker in sorted({_trait(p, "生产企业") for p in left}, key=len, reverse=True):
        short = _maker(maker)
        if len(short) >= 2 and short in rest:
            rest = rest.replace(plain(maker), "").replace(short, "")
            rest = _MAKER_ENDING.sub("", rest)
            left = tuple(p for p in left if _trait(p, "生产企业") == maker)
            break
    for model in sorted({_trait(p, "规格型号") for p in left}, key=len, reverse=True):
        if model and plain(model) in rest:
            rest = rest.replace(plain(model), "")
            left = tuple(p for p in left if _trait(p, "规格型号") == model)
            break
    form = _FORM.search(rest)
    if form is not None and form[0] != "剂":
        fitting = _with_form(left, _FORMS[form[0]] or form[0])
        if not fitting:
            missing, trait = form[0], "剂型"
        left = fitting or left
    if wanted:
        fitting = tuple(p for p in left if _has(p, wanted))
        if not fitting and not missing:
            missing, trait = "这个规格", "规格"
        left = fitting or left
    rest = _LITTLE.sub("", _SALT.sub("", _FORM.sub("", rest)))
    return Said(left, rest, missing, trait)


def without_traits(text: str) -> str:
    """Return what may be a name once forms, strengths and salts are taken away."""
    return _LITTLE.sub("", _SALT.sub("", _FORM.sub("", without_strengths(text))))


def _with_form(products: Sequence[P], form: str) -> tuple[P, ...]:
    """Keep the products of that very form, else those whose form contains it."""
    exact = tuple(p for p in products if _form(p) == form)
    return exact or tuple(p for p in products if form in _form(p))


def _has(product: Product, wanted: frozenset[tuple[object, str]]) -> bool:
    stated = strengths_in(plain(_trait(product, "规格") or _trait(product, "规格型号")))
    return wanted <= stated


def _form(product: Product) -> str:
    form = plain(_trait(product, "剂型"))
    return form.removesuffix("剂") if len(form) > 1 else form


def _trait(product: Product, label: str) -> str:
    return dict(product.traits).get(label, "")


def _maker(name: str) -> str:
    return _MAKER_ENDING.sub("", plain(name))
