"""Tests bot.values, and bot.spoken_choices through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values import field_named, read, read_all
from core.fields import problem_with
from core.id_number import check_character
from core.service_items import Field
from tests.sample_fields import (
    ADDRESS,
    BIRTH,
    CITY,
    CURRENT,
    DISEASE,
    END,
    ENDS_IN_X,
    HOSPITAL,
    ID_NUMBER,
    MOBILE,
    NAME,
    NEW,
    START,
    TODAY,
    WOMAN,
)

ALL = (NAME, ID_NUMBER, MOBILE, HOSPITAL, DISEASE, CITY, START, END, BIRTH, ADDRESS)
CONTRACT = (NAME, ID_NUMBER, MOBILE, HOSPITAL)
CHANGE = (NAME, ID_NUMBER, DISEASE, CURRENT, NEW, MOBILE)
TRAVEL = (NAME, ID_NUMBER, CITY, START, END, MOBILE)
SPOKEN = str.maketrans("0123456789X", "零幺二三四五六七八九叉")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (MOBILE, "我的手机号是幺三八嗯零零幺三啊三个八零", "13800138880"),
        (MOBILE, "138 0013 8000", "13800138000"),
        (MOBILE, "手機是 139 1111 2222", "13911112222"),
        (MOBILE, "13800138000不对是13900138001", "13900138001"),
        (MOBILE, "不是13800138000，是13900138001", "13900138001"),
        (MOBILE, "以前是13800138000，停机了，现在用13900138001", "13900138001"),
        (MOBILE, f"身份证{WOMAN}电话13800138000", "13800138000"),
        (ID_NUMBER, f"我的身份证是{WOMAN[:6]} {WOMAN[6:14]} {WOMAN[14:]}", WOMAN),
        (ID_NUMBER, ENDS_IN_X.lower(), ENDS_IN_X),
        (ID_NUMBER, f"{ENDS_IN_X[:-1]}，尾号叉", ENDS_IN_X),
        (ID_NUMBER, f"电话13800138000，{WOMAN}", WOMAN),
        (START, "下周一去", "2026-12-21"),
        (START, "不是3号，是5号", "2027-01-05"),
        (START, "从12月25到1月3号", "2026-12-25"),
        (START, "明儿就动身，月底回", "2026-12-21"),
        (END, "从12月25到1月3号", "2027-01-03"),
        (END, "明儿就动身，月底回", "2026-12-31"),
        (END, "大概下个月5号", "2027-01-05"),
        (BIRTH, "11月3号生的", "2026-11-03"),
        (DISEASE, "得的是冠心病好几年了", "冠心病"),
        (DISEASE, "血压高，好些年咧", "高血压"),
        (DISEASE, "高血亚", "高血压"),
        (DISEASE, "唐尿病", "糖尿病"),
        (DISEASE, "尿毒症", "慢性肾功能衰竭（透析）"),
        (DISEASE, "是糖尿病，不是高血压", "糖尿病"),
        (DISEASE, "肿瘤", "恶性肿瘤门诊治疗"),
        (CITY, "去上海儿子家", "上海市"),
        (CITY, "背京", "北京市"),
        (CITY, "西按", "西安市"),
        (CITY, "城市不是济南，是成都哈", "成都市"),
        (HOSPITAL, "市中医院", "市中医医院"),
        (HOSPITAL, "市仲医院", "市中医医院"),
        (HOSPITAL, "市中以医院", "市中医医院"),
        (HOSPITAL, "市人名医院", "市人民医院"),
        (HOSPITAL, "县人民依院", "县人民医院"),
        (HOSPITAL, "四中心医院", "市中心医院"),
        (HOSPITAL, "陈关社区", "城关社区卫生服务中心"),
        (HOSPITAL, "城冻镇卫生院", "城东镇卫生院"),
        (HOSPITAL, "就在县医院看呢", "县人民医院"),
        (HOSPITAL, "二院吧", "市第二人民医院"),
        (HOSPITAL, "市第二", "市第二人民医院"),
        (HOSPITAL, "想换到离家近的中心医院", "市中心医院"),
        (HOSPITAL, "不是市中医院，是二院", "市第二人民医院"),
        (HOSPITAL, "市中医院，说错了，二院", "市第二人民医院"),
        (HOSPITAL, "市中心", "市中心医院"),
        (HOSPITAL, "第二个", "市中医医院"),
        (HOSPITAL, "就第二个吧", "市中医医院"),
        (HOSPITAL, "2", "市中医医院"),
        (HOSPITAL, "选3", "市第二人民医院"),
        (HOSPITAL, "三", "市第二人民医院"),
        (HOSPITAL, "头一个", "市人民医院"),
        (HOSPITAL, "最后一个", "城东镇卫生院"),
        (HOSPITAL, "倒数第二个", "城关社区卫生服务中心"),
        (NEW, "从市人民医院换到市中医医院", "市中医医院"),
        (CURRENT, "从市人民医院换到市中医医院", "市人民医院"),
        (NAME, "我叫陳志明", "陈志明"),
        (ADDRESS, "  城关镇南街３号 ", "城关镇南街3号"),
    ],
)
def test_a_value_is_read(field: Field, text: str, value: str) -> None:
    assert read(field, text, TODAY).value == value


@pytest.mark.parametrize(
    ("field", "text", "suggestions"),
    [
        (HOSPITAL, "市中医院还是人民医院好", ("市中医医院", "市人民医院")),
        (HOSPITAL, "莱山区人民医院", ("市人民医院",)),
        (HOSPITAL, "应该是城关镇卫生院", ("城关社区卫生服务中心",)),
        (HOSPITAL, "签约在东关社区卫生服务中心", ("城关社区卫生服务中心",)),
        (DISEASE, "高血压和糖尿病", ("高血压", "糖尿病")),
        (DISEASE, "高血脂", ("高血压",)),
        (MOBILE, "13800138000，我儿子13900138001", ("13800138000", "13900138001")),
        (END, "住半个月", ("2027-01-04",)),
        (NAME, "我是王秀英的女儿", ("王秀英",)),
    ],
)
def test_what_is_in_doubt_is_asked_back(
    field: Field, text: str, suggestions: tuple[str, ...]
) -> None:
    reading = read(field, text, TODAY)

    assert reading.value is None
    assert reading.suggestions == suggestions


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (MOBILE, "138 0013 800", "手机号应是11位，我只听到10位"),
        (MOBILE, "一三八零零一三八零零", "我只听到10位"),
        (MOBILE, "138001380000", "我听到了12位"),
        (MOBILE, "12345678901", "13到19"),
        (MOBILE, "0532 8591234", "座机"),
        (MOBILE, WOMAN, "身份证号"),
        (ID_NUMBER, WOMAN[:-1], "只听到17位"),
        (ID_NUMBER, "110101900307123", "15位"),
        (ID_NUMBER, WOMAN[:12], "我听到12位"),
        (ID_NUMBER, "13800138000", "手机号"),
        (ID_NUMBER, f"{WOMAN[:-1]}叉", "身份证号最后一位对不上，请再核对一遍"),
        (ID_NUMBER, "三七零六零二，一九四八，一三零五，零零零零", "出生年月日"),
        (START, "昨天", "不能早于2026年12月20日"),
        (START, "2030年1月1日", "最晚"),
        (START, "2月30日", "没有“2月30日”这一天"),
        (START, "下周吧", "具体是哪一天"),
        (END, "腊月二十", "公历"),
        (HOSPITAL, "第九个", "一共只有7项"),
        (NAME, "我姓王", "我只听到姓王"),
        (ADDRESS, "长" * 201, "太长"),
    ],
)
def test_what_is_nearly_right_is_explained(field: Field, text: str, said: str) -> None:
    reading = read(field, text, TODAY)

    assert reading.value is None
    assert said in (reading.nearly or "")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (MOBILE, "我今年78了"),
        (MOBILE, "我花了2000块"),
        (MOBILE, "没有手机"),
        (ID_NUMBER, "我找找身份证"),
        (START, "以后天天去"),
        (START, "我不知道"),
        (DISEASE, "慢特病"),
        (CITY, "大连"),
        (HOSPITAL, "医院"),
        (HOSPITAL, "我想问一下"),
        (HOSPITAL, "去北京那边的医院"),
        (HOSPITAL, "随便"),
        (NAME, "转人工"),
        (NAME, "要带什么材料"),
        (ADDRESS, "  "),
    ],
)
def test_nothing_is_read_where_nothing_was_given(field: Field, text: str) -> None:
    reading = read(field, text, TODAY)

    assert (reading.value, reading.suggestions, reading.nearly) == (None, (), None)


@pytest.mark.parametrize(
    ("fields", "text", "values"),
    [
        (
            CONTRACT,
            "我叫王秀英，电话13800138000，想换到市中医医院",
            {"name": "王秀英", "mobile": "13800138000", "hospital": "市中医医院"},
        ),
        (
            CONTRACT,
            f"我是王秀英，身份证{WOMAN}电话一三八零零一三八零零零",
            {"name": "王秀英", "id_number": WOMAN, "mobile": "13800138000"},
        ),
        (
            CONTRACT,
            f"{WOMAN[:6]} {WOMAN[6:10]} {WOMAN[10:14]} {WOMAN[14:]}",
            {"id_number": WOMAN},
        ),
        (CONTRACT, "110101 1990 0307 123", {}),
        (CONTRACT, f"身份证{WOMAN[:-1]}叉，电话13800138000", {"mobile": "13800138000"}),
        (CONTRACT, "王秀英", {}),
        (CONTRACT, "想去莱山区人民医院", {}),
        (
            CHANGE,
            "我叫王秀英，糖尿病，从市人民医院换到市中医医院",
            {"name": "王秀英", "disease": "糖尿病", "current": "市人民医院", "new": "市中医医院"},
        ),
        (CHANGE, "市中医医院", {}),
        (
            TRAVEL,
            "我12月25号去北京，1月3号回来",
            {"city": "北京市", "start": "2026-12-25", "end": "2027-01-03"},
        ),
        (TRAVEL, "预计9月30日返回", {"end": "2027-09-30"}),
        (TRAVEL, "回来的日子是1月3号", {"end": "2027-01-03"}),
        (
            TRAVEL,
            "下周一去上海，手机13900139000",
            {
                "city": "上海市",
                "start": "2026-12-21",
                "mobile": "13900139000",
            },
        ),
        ((NAME, ADDRESS), "你们那儿怎么走", {}),
    ],
)
def test_one_sentence_can_fill_several_fields(
    fields: tuple[Field, ...], text: str, values: dict[str, str]
) -> None:
    assert read_all(fields, text, TODAY) == values


@pytest.mark.parametrize(
    ("fields", "text", "key"),
    [
        (CHANGE, "电话错了", "mobile"),
        (CHANGE, "号码不对", "mobile"),
        (CHANGE, "医院改一下", "new"),
        (CHANGE, "原来的医院说错了", "current"),
        (CHANGE, "刚才那个身份证", "id_number"),
        (CHANGE, "身份证号码不对", "id_number"),
        (CHANGE, "身份证上的名字错了", "name"),
        (CHANGE, "病说错了", "disease"),
        (CHANGE, "手機號說錯了", "mobile"),
        (TRAVEL, "时间改一下", "start"),
        (TRAVEL, "回来的日期不对", "end"),
        (TRAVEL, "回来的日子往后推推", "end"),
        (TRAVEL, "地方说错了", "city"),
        ((NAME, HOSPITAL, ADDRESS), "地址写错了", "address"),
    ],
)
def test_a_correction_names_its_field(fields: tuple[Field, ...], text: str, key: str) -> None:
    named = field_named(fields, text)

    assert named is not None
    assert named.key == key


@pytest.mark.parametrize("text", ["说错了", "不对", "你好", ""])
def test_a_correction_may_name_no_field(text: str) -> None:
    assert field_named(CHANGE, text) is None


@given(st.integers(0, 999), st.dates(TODAY.replace(year=1930), TODAY))
def test_a_spoken_id_number_is_read_and_a_misspoken_one_never(order: int, born: object) -> None:
    first_17 = "370202" + str(born).replace("-", "") + f"{order:03}"
    check = check_character(first_17)
    wrong = "0" if check != "0" else "1"

    right_reading = read(ID_NUMBER, f"是{first_17}{check}".translate(SPOKEN), TODAY)
    wrong_reading = read(ID_NUMBER, f"是{first_17}{wrong}".translate(SPOKEN), TODAY)

    assert right_reading.value == first_17 + check
    assert wrong_reading.value is None
    assert wrong_reading.nearly is not None


@given(
    st.sampled_from(ALL),
    st.text(alphabet="我叫王12345678901X月号第个医院，。 是不去北京·", max_size=30),
)
def test_whatever_is_read_is_a_good_value(field: Field, text: str) -> None:
    reading = read(field, text, TODAY)

    assert reading.value is None or problem_with(field, reading.value, {}, TODAY) is None
    assert len(reading.suggestions) <= 3
