"""Sets a service item out in the six unified fields of Yantai or of the nation."""

from __future__ import annotations

from enum import StrEnum

from core.service_items import Material, ServiceItem


class UnifiedSet(StrEnum):
    """Name whose six unified fields are meant."""

    YANTAI = "yantai"  # 烟台市《医疗保障经办服务“六统一”流程再造实施方案》2020, 一
    NATIONAL = "national"  # 国家医保局《关于优化医保领域便民服务的意见》2021


def unified(item: ServiceItem, chosen: UnifiedSet) -> dict[str, tuple[str, ...]]:
    """Return the six fields by their Chinese names, in the order of the document."""
    materials = tuple(said_of(material) for material in item.materials)
    limit = (f"{item.time_limit.text}（来源：{item.time_limit.source}）",)
    match chosen:
        case UnifiedSet.YANTAI:
            return {
                "事项名称": (item.name,),
                "申办材料": materials,
                "经办方式": tuple(way.where for way in item.ways),
                "办理流程": item.flow,
                "办结时限": limit,
                "服务标准": (item.standard,),
            }
        case UnifiedSet.NATIONAL:
            return {
                "事项名称": (item.name,),
                "事项编码": (item.code,),
                "办理材料": materials,
                "办理时限": limit,
                "办理环节": item.steps,
                "服务标准": (item.standard,),
            }


def said_of(material: Material) -> str:
    """Return one line on a material: when it is needed, and what does instead."""
    instead = f"；{material.substitute}" if material.substitute else ""
    return f"{material.name}：{material.needed_when}{instead}"
