"""Invents people and what stands on their papers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from core.id_number import check_character
from core.luhn import check_digit

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "秀英桂兰玉珍凤霞淑华建国志强德明永福春生海涛文博雅婷梓涵子轩欣怡浩宇晓东丽娟红梅金花国庆卫东振兴瑞祥家骏思远静怡佳琪慧敏俊杰立新广财宝山素芬"
    "翠莲"
)
HOSPITALS = (
    "清河市人民医院", "清河市中医医院", "清河市第二人民医院", "东岭县妇幼保健院",
    "清河大学附属医院", "云台区城关镇卫生院", "清河市肿瘤医院", "东岭县中心医院",
)  # fmt: skip
BANKS = (
    "中国工商银行",
    "中国农业银行",
    "中国银行",
    "中国建设银行",
    "中国邮政储蓄银行",
    "清河农村商业银行",
)
DIAGNOSES = (
    "2型糖尿病", "高血压病3级", "冠状动脉粥样硬化性心脏病", "慢性阻塞性肺疾病", "脑梗死",
    "腰椎间盘突出症", "胆囊结石伴慢性胆囊炎", "右侧股骨颈骨折", "肺部感染", "慢性肾脏病5期",
)  # fmt: skip
STREETS = ("解放路", "建设街", "文化东路", "青年大街", "团结巷", "幸福里")
AREAS = (
    ("370602", "清河省清河市云台区"),
    ("370613", "清河省清河市东岭县"),
    ("120101", "天河市和平区"),
)


@dataclass(frozen=True, slots=True)
class Someone:
    """Be somebody who does not exist."""

    name: str
    woman: bool
    birth: date
    area: str
    address: str
    id_number: str

    @property
    def sex(self) -> str:
        """Return 男 or 女."""
        return "女" if self.woman else "男"


def someone(dice: random.Random, born: tuple[int, int] = (1935, 2004)) -> Someone:
    """Invent somebody."""
    woman = dice.random() < 0.5
    birth = date(dice.randint(*born), 1, 1) + timedelta(days=dice.randint(0, 364))
    code, area = dice.choice(AREAS)
    first = f"{code}{birth:%Y%m%d}{dice.randint(1, 98):02d}{dice.randrange(5) * 2 + (not woman)}"
    street = f"{dice.choice(STREETS)}{dice.randint(1, 280)}号{dice.randint(1, 30)}号楼"
    return Someone(
        name=dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2)))),
        woman=woman,
        birth=birth,
        area=area,
        address=f"{area}{street}{dice.randint(1, 6)}单元{dice.randint(101, 2602)}号",
        id_number=first + check_character(first),
    )


def card_number(dice: random.Random) -> str:
    """Invent a UnionPay number of 19 digits, or of 16."""
    payload = "62" + "".join(dice.choices("0123456789", k=dice.choice((16, 16, 13))))
    return payload + check_digit(payload)


def a_day(dice: random.Random, first: date = date(2024, 1, 1), days: int = 700) -> date:
    """Choose a day."""
    return first + timedelta(days=dice.randint(0, days))
