"""Says what a region does otherwise than the national list of service items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.service_items import Facilities, Field, ServiceItem
from core.unified import said_of

FACILITIES = {
    "commitment": "告知承诺",
    "late_papers": "容缺",
    "appointment": "预约",
    "home_visit": "上门",
    "done_for_you": "帮办代办",
}
TEXTS = {
    "name": "名称",
    "summary": "简介",
    "who": "办理对象",
    "standard": "服务标准",
    "fee": "收费",
    "effect": "生效",
}
FIELD_PARTS = {
    "label": "叫法",
    "kind": "类型",
    "prompt": "问法",
    "why": "理由",
    "aliases": "别名",
    "options": "选项",
    "example": "例子",
    "when": "什么时候问",
    "not_before": "最早",
    "not_after": "最晚",
    "ends": "不用办的情形",
    "ages": "年龄",
    "about": "谁的",
    "differs_from": "不能相同",
    "sensitive": "遮挡",
}
LISTS = {"steps": "办理环节", "flow": "办理流程", "aliases": "别名", "basis": "依据"}


@dataclass(frozen=True, slots=True)
class Counts:
    """Count what a region asks for and promises, beside the national list."""

    papers: int
    national_papers: int
    days: int  # working days, added up over the items
    national_days: int

    def __str__(self) -> str:
        """Say the counts in Chinese; a share that has no whole is left out."""
        return "\n".join(
            (
                f"材料：全国{self.national_papers}份，本地{self.papers}份，"
                + _change(self.papers, self.national_papers, "份", "减少"),
                f"时限：全国{self.national_days}个工作日，本地{self.days}个工作日，"
                + _change(self.days, self.national_days, "个工作日", "压缩"),
            )
        )


def diff_words(items: Sequence[ServiceItem], national: Sequence[ServiceItem]) -> str:
    """Return the difference in Chinese: item by item, then in numbers over all items."""
    usual = {item.code: item for item in national}
    pairs = [(item, usual[item.code]) for item in items]
    changed = [(item, old) for item, old in pairs if item.region != old.region]
    blocks = ["\n".join((f"{item.code} {item.name}", *changes(item, old))) for item, old in changed]
    return "\n\n".join((*blocks, f"有改动的事项：{len(changed)}项。\n{counts(pairs)}"))


def counts(pairs: Sequence[tuple[ServiceItem, ServiceItem]]) -> Counts:
    """Count papers and days over items and their national versions."""
    return Counts(
        papers=sum(_papers(item) for item, _ in pairs),
        national_papers=sum(_papers(old) for _, old in pairs),
        days=sum(item.time_limit.working_days for item, _ in pairs),
        national_days=sum(old.time_limit.working_days for _, old in pairs),
    )


def changes(item: ServiceItem, old: ServiceItem) -> Iterator[str]:
    """Yield one line for each thing that differs."""
    yield from _materials(item, old)
    if item.time_limit != old.time_limit:
        new, usual = item.time_limit, old.time_limit
        yield f"  时限：{usual.text} → {new.text}（来源：{new.source}）"
    ways, usual_ways = [w.where for w in item.ways], [w.where for w in old.ways]
    yield from (f"  方式 + {where}" for where in ways if where not in usual_ways)
    yield from (f"  方式 - {where}" for where in usual_ways if where not in ways)
    yield from _fields(item, old)
    for key, label in TEXTS.items():
        if getattr(item, key) != getattr(old, key):
            yield f"  {label}：{getattr(old, key)} → {getattr(item, key)}"
    for key, label in LISTS.items():
        if getattr(item, key) != getattr(old, key):
            yield f"  {label}：{'、'.join(getattr(item, key))}"
    if item.facilities != old.facilities:
        yield f"  便民：{_made_easier(item.facilities)}（来源：{item.facilities.source}）"


def _materials(item: ServiceItem, old: ServiceItem) -> Iterator[str]:
    new, usual = {m.name: m for m in item.materials}, {m.name: m for m in old.materials}
    for name, material in new.items():
        if name not in usual:
            yield f"  材料 + {said_of(material)}（{material.beyond_national}）"
        elif said_of(material) != said_of(usual[name]):
            yield f"  材料 ~ {said_of(material)}"
    yield from (f"  材料 - {name}" for name in usual if name not in new)


def _fields(item: ServiceItem, old: ServiceItem) -> Iterator[str]:
    new, usual = {f.key: f for f in item.fields}, {f.key: f for f in old.fields}
    for key, field in new.items():
        if key not in usual:
            yield f"  填写 + {field.label}：{field.prompt}{_endings(field)}"
        elif field != usual[key]:
            differing = [
                part for name, part in FIELD_PARTS.items() if _differ(field, usual[key], name)
            ]
            yield f"  填写 ~ {field.label}（{'、'.join(differing)}）"
    yield from (f"  填写 - {usual[key].label}" for key in usual if key not in new)


def _differ(field: Field, usual: Field, name: str) -> bool:
    return bool(getattr(field, name) != getattr(usual, name))


def _endings(field: Field) -> str:
    return "".join(f"［{value}：{end.says}］" for value, end in field.ends.items())


def _made_easier(facilities: Facilities) -> str:
    given = [label for key, label in FACILITIES.items() if getattr(facilities, key)]
    return "、".join(given) or "无"


def _papers(item: ServiceItem) -> int:
    return len(item.materials)


def _change(now: int, before: int, unit: str, less: str) -> str:
    fewer = before - now
    if fewer == 0:
        return "一样多。"
    share = f"，{less}{fewer / before:.0%}" if before and fewer > 0 else ""
    return f"{'少' if fewer > 0 else '多'}{abs(fewer)}{unit}{share}。"
