"""Knows the everyday words for kinds of places, and for ways of doing things."""

from __future__ import annotations

import re

from core.lookups import PlaceKind, Via

# A place that somebody wants to find: said so that nothing else can be meant.
_SOUGHT: tuple[tuple[PlaceKind, re.Pattern[str]], ...] = (
    (PlaceKind.DUAL_PHARMACY, re.compile(r"双通道的?(定点)?(零售)?(药店|药房|大药房)?")),
    (
        PlaceKind.PHARMACY,
        re.compile(
            r"(定点|医保)的?(零售)?(药店|药房)|[能可刷用]{1,2}(刷|用)?医保(卡|码)?的?(药店|药房)"
        ),
    ),
    (PlaceKind.MACHINE, re.compile(r"自助(一体)?机|自助终端|自助设备|一体机|自己办医保的机器")),
    (
        PlaceKind.TOWN,
        re.compile(r"便民服务中心|(乡镇|镇上?|街道|乡里?)的?医保(服务)?(中心|站|大厅|服务点)"),
    ),
    (
        PlaceKind.VILLAGE,
        re.compile(r"村\(社区\)服务点|(村里?|社区|村委会?)的?(医保)?(服务点|服务站|便民点)"),
    ),
    (PlaceKind.BANK, re.compile(r"银行的?(网点|支行)|(能办|办)医保的?银行")),
    (
        PlaceKind.HOSPITAL,
        re.compile(r"(定点|慢病|慢特病|门特病?)(医保)?的?(医疗机构|医院|卫生院)|慢(特)?病定点"),
    ),
    (
        PlaceKind.AGENCY,
        re.compile(
            r"医保(服务|经办|办事|业务)*(大厅|中心|网点|机构|局|所)|"
            r"(经办|办事|服务)(大厅|网点)|经办机构|医疗保障(局|服务中心)|"
            # Ours, not theirs; and not what somebody did there.
            r"^(?!.*(医院|银行|药店|社区|村|镇|不满|投诉|反映|态度)).*(医保|经办|办事|服务)窗口"
        ),
    ),
)
# Where, or by which way, a set of items is done.
_AT: tuple[tuple[PlaceKind | Via, re.Pattern[str]], ...] = (
    (PlaceKind.MACHINE, re.compile(r"自助(一体)?(机|终端|设备|区)|自助(能|可以)?办|一体机|机器")),
    (
        PlaceKind.HOSPITAL,
        re.compile(r"(乡镇?|镇)?卫生院|医院(?!门口)(里|的)?(医保)?(服务)?(窗口)?|定点医疗机构"),
    ),
    (PlaceKind.BANK, re.compile(r"银行")),
    (PlaceKind.VILLAGE, re.compile(r"村(里|上|委会?|级|头|子里)?|社区|居委会|大队部?")),
    (PlaceKind.TOWN, re.compile(r"乡镇|镇(上|里|政府)|乡(里|政府|下)|街道|便民服务中心")),
    (Via.MOBILE, re.compile(r"手机|掌上|掌办|微信|小程序|公众号|app|软件")),
    (Via.WEB, re.compile(r"网上|线上|在线|电脑上?|网办|网站|网页|官网")),
    (Via.PHONE, re.compile(r"(打个?|用)?电话(里|上)?(就)?(能|可以)?办")),
    (Via.AT_HOME, re.compile(r"上门")),
    (PlaceKind.AGENCY, re.compile(r"(办事|医保|经办)?大厅|窗口")),
)


def sought(text: str) -> tuple[PlaceKind, ...]:
    """Return the kinds of place that a text in unified writing speaks of."""
    return tuple(kind for kind, pattern in _SOUGHT if pattern.search(text))


def done_at(text: str) -> PlaceKind | Via | None:
    """Return the kind of place, or the way, that a clause in unified writing names first."""
    found = [(match.start(), at) for at, pattern in _AT if (match := pattern.search(text))]
    return min(found, key=lambda pair: pair[0])[1] if found else None
