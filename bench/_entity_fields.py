"""Describes the forms in which the benchmark of values is spoken."""

from __future__ import annotations

from core.service_items import Field, FieldKind, Option

HOSPITALS = (
    Option("市人民医院", ("人民医院",)),
    Option("市中医医院", ("中医院", "市中医院")),
    Option("市第二人民医院", ("第二人民医院", "二院", "市二院")),
    Option("市中心医院", ("中心医院",)),
    Option("县人民医院", ("县医院",)),
    Option("城关社区卫生服务中心", ("城关社区", "城关")),
    Option("南关街道社区卫生服务中心", ("南关社区", "南关")),
    Option("城东镇卫生院", ("城东卫生院", "城东")),
)
DISEASES = (
    Option("高血压", ("血压高", "高血压病")),
    Option("糖尿病", ("血糖高", "糖尿")),
    Option("冠心病", ("心脏病", "冠心")),
    Option("脑卒中后遗症", ("脑梗", "脑梗塞", "中风", "脑出血")),
    Option("慢性肾功能衰竭（透析）", ("尿毒症", "透析", "肾衰", "血透")),
    Option("恶性肿瘤门诊治疗", ("癌症", "肿瘤", "化疗", "放疗")),
    Option("慢性阻塞性肺疾病", ("慢阻肺", "老慢支", "肺气肿")),
)
CITIES = tuple(
    Option(f"{city}市", (city,))
    for city in (
        *("北京", "上海", "天津", "重庆", "广州", "深圳", "成都", "西安", "杭州", "苏州", "无锡"),
        *("南京", "济南", "青岛", "大连", "沈阳", "厦门", "贵阳"),
    )
)
BANKS = (
    Option("中国工商银行", ("工商银行", "工行")),
    Option("中国农业银行", ("农业银行", "农行")),
    Option("中国建设银行", ("建设银行", "建行")),
    Option("中国邮政储蓄银行", ("邮储银行", "邮政储蓄", "邮政")),
    Option("农村信用社", ("信用社", "农信社")),
)
RELATIONS = (
    Option("父亲", ("爸爸", "爸", "爹")),
    Option("母亲", ("妈妈", "妈", "娘")),
    Option("祖父母或外祖父母", ("爷爷", "奶奶", "姥姥", "姥爷", "外公", "外婆")),
)


def _field(
    key: str,
    label: str,
    kind: FieldKind,
    *aliases: str,
    options: tuple[Option, ...] = (),
    not_before: str | None = None,
    not_after: str | None = None,
    differs_from: str | None = None,
) -> Field:
    return Field(
        key,
        label,
        kind,
        prompt=f"请说一下{label}。",
        why="办事要用。",
        aliases=aliases,
        options=options,
        not_before=not_before,
        not_after=not_after,
        differs_from=differs_from,
    )


NAME = _field("name", "姓名", FieldKind.NAME, "名字", "参保人")
ID_NUMBER = _field("id_number", "身份证号", FieldKind.ID_NUMBER, "身份证", "证件号")
MOBILE = _field("mobile", "手机号", FieldKind.MOBILE, "手机", "电话", "联系方式")
PERSON = (NAME, ID_NUMBER, MOBILE)

# Each file of bench/data/entities is spoken in the form of its name.
FORMS: dict[str, tuple[Field, ...]] = {
    "contract": (
        *PERSON,
        _field(
            "institution", "签约机构", FieldKind.CHOICE, "医院", "卫生院", "社区", options=HOSPITALS
        ),
    ),
    "chronic": (
        *PERSON,
        _field("disease", "病种", FieldKind.CHOICE, "病", "慢病", options=DISEASES),
        _field("current", "现在的医院", FieldKind.CHOICE, "原来的医院", options=HOSPITALS),
        _field(
            *("new", "新医院", FieldKind.CHOICE, "医院"),
            options=HOSPITALS,
            differs_from="current",
        ),
    ),
    "travel": (
        *PERSON,
        _field("city", "就医城市", FieldKind.CHOICE, "城市", "地方", options=CITIES),
        _field("start", "出发日期", FieldKind.DATE, "哪天去", "开始日期", not_before="today"),
        _field("end", "回来日期", FieldKind.DATE, "哪天回来", "返回日期", not_before="start"),
    ),
    "claim": (
        *PERSON,
        _field("hospital", "医院", FieldKind.CHOICE, "哪家医院", options=HOSPITALS),
        _field("admission", "入院日期", FieldKind.DATE, "住院日期", not_after="today"),
        _field(
            *("discharge", "出院日期", FieldKind.DATE, "出院时间"),
            not_before="admission",
            not_after="today",
        ),
        _field("amount", "金额", FieldKind.MONEY, "多少钱", "费用", "总金额"),
        _field("bank", "开户银行", FieldKind.CHOICE, "银行", "开户行", options=BANKS),
        _field("bank_card", "银行卡号", FieldKind.BANK_CARD, "卡号", "银行卡", "账号"),
    ),
    "newborn": (
        _field("child", "孩子姓名", FieldKind.NAME, "宝宝名字", "孩子名字"),
        _field("birth", "孩子出生日期", FieldKind.DATE, "生日", not_after="today"),
        MOBILE,
        _field("relation", "和孩子的关系", FieldKind.CHOICE, "关系", options=RELATIONS),
    ),
}
