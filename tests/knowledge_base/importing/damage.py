"""Clean sentences of our own, and the ways in which such sentences get damaged."""

from __future__ import annotations

from functools import cache

import opencc
from pypinyin import Style, pinyin

SENTENCES = (
    "参保人员在定点医疗机构就医时，可以凭医保电子凭证直接结算，不需要先垫付医药费用。",
    "异地长期居住人员办理备案后，在备案地就医享受与参保地相同的报销比例。",
    "门诊慢特病待遇认定由二级以上定点医院受理，材料齐全的当场办结。",
    "用人单位应当自用工之日起三十日内，为职工办理医疗保险参保登记。",
    "生育津贴按照职工所在单位上年度月平均工资计发，由经办机构按月支付。",
    "老年人可以到就近的街道服务中心办理，也可以由家属持身份证件代办。",
    "经办机构收到手工报销申请后，应当在十个工作日内完成审核并支付费用。",
    "本市“一站式”服务窗口同时受理基本医保、大病保险和医疗救助的申请。",
    "转移接续申请经转出地确认后，由转入地经办机构通知参保人员本人。",
    "药品目录（试行）由市医疗保障局公布，每年调整一次，并在官方网站查询。",
    "申请人对审核结果有异议的，可以在六十日内向上一级医疗保障部门申请复核。",
    "双通道药店应当按照规定公示药品价格，接受社会监督。",
)


def with_lost_byte(text: str, at: int) -> str:
    """Return the text as a reader of GBK sees it once the first byte of a character is lost."""
    before, rest = text[:at], text[at:].encode("gbk")
    return before + "?" + rest[1:].decode("gbk", "replace").replace("\ufffd", "?")


@cache
def with_readings(text: str) -> str:
    """Return the text with a reading in brackets behind every third character."""
    written = []
    for n, character in enumerate(text):
        sound = pinyin(character, style=Style.TONE)[0][0]
        reads = n % 3 == 0 and sound != character
        written.append(f"{character}({sound})" if reads else character)
    return "".join(written)


@cache
def traditional(text: str) -> str:
    """Return the text in traditional characters."""
    return str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
