"""Offers a small catalogue of service items."""

from __future__ import annotations

from core.catalogue import Catalogue
from core.service_items import Material, Sector, ServiceItem, TimeLimit, Way

_NAMED = {
    "contract": (
        "门诊统筹签约",
        ("门诊签约", "签约", "门诊统筹"),
        ("我要签约一家社区医院", "在家门口的卫生院签约看病"),
    ),
    "contract-change": (
        "门诊统筹变更",
        ("换签约医院",),
        ("签约的医院想换一家", "门诊统筹换个地方"),
    ),
    "chronic": (
        "门诊慢特病认定",
        ("办慢病证", "慢特病申请"),
        ("我有高血压想办慢病", "糖尿病怎么申请慢特病待遇"),
    ),
    "chronic-change": (
        "门诊慢特病变更",
        ("慢特病换医院", "门特变更"),
        ("我想换个医院看慢病", "透析想换家医院做"),
    ),
    "travel": (
        "临时外出就医人员备案",
        ("异地就医备案",),
        ("下周去上海看病要备个案", "去北京看病先登记"),
    ),
    "resident": (
        "异地长期居住人员备案",
        ("异地居住备案",),
        ("我在儿子那边长住想备案", "退休了搬到成都住"),
    ),
    "newborn": (
        "新生儿参保登记",
        ("给孩子上医保",),
        ("孩子刚出生要办医保", "小孙子出生了给他参保"),
    ),
    "voucher": (
        "医保电子凭证激活",
        ("激活医保码", "医保码"),
        ("手机上那个医保码怎么开通", "帮我激活电子凭证"),
    ),
}


def small_catalogue() -> Catalogue:
    """Return eight items."""
    return Catalogue(_item(code, *named) for code, named in _NAMED.items())


def _item(code: str, name: str, aliases: tuple[str, ...], asked_as: tuple[str, ...]) -> ServiceItem:
    """Return one item that keeps the catalogue's rules."""
    return ServiceItem(
        code=code,
        name=name,
        topic="示例",
        summary=name,
        who="参保人",
        materials=(Material("身份证", "总是需要"),),
        ways=(Way("counter", "大厅"),),
        steps=("提交",),
        flow=("提交",),
        time_limit=TimeLimit(0, "即时", "示例"),
        standard="一次告知",
        sectors=(Sector.RESIDENT,),
        rated_on=("办事效率",),
        basis=("示例",),
        aliases=aliases,
        asked_as=asked_as,
    )
