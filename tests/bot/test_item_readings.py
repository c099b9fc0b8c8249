"""Tests that the real items understand what citizens say, asked and unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.values import read, read_all
from gateway.catalogue_files import read_catalogue
from tests.item_samples import TODAY

CATALOGUE = read_catalogue(Path(__file__).parents[2] / "core" / "items")


@pytest.mark.parametrize(
    ("code", "key", "said", "value"),
    [
        ("0602", "settled", "自己掏的钱，回来报", "自己先垫的钱"),
        ("0602", "settled", "没有，我自己先交的", "自己先垫的钱"),
        ("0602", "settled", "出院的时候直接报了", "医院直接结算了"),
        ("0602", "settled", "已经直接结算了", "医院直接结算了"),
        ("0602", "amount", "总共三万两千五百块六", "32500.60"),
        ("0602", "admission_date", "11月3号", "2026-11-03"),
        ("0602", "bank", "邮政的折子", "中国邮政储蓄银行"),
        ("0601", "hospital", "在外地看的", "外地的医院"),
        ("0501", "insured_now", "从来没上过", "还没有参加"),
        ("0501", "insured_now", "有，单位给交着", "参加了职工医保"),
        ("0502", "child_insured", "还没有", "孩子还没参保"),
        ("0502", "child_has_id", "还没上户口呢", "还没有"),
        ("0502", "guardian_role", "俺是他奶奶", "不是监护人"),
        ("0503", "employed", "没，自己干", "没有单位交"),
        ("0503", "work_kind", "跑外卖的", "新就业形态"),
        ("0507", "same_area", "不是一个市", "不是同一个市"),
        ("0507", "same_area", "是一个市", "是同一个市"),
        ("0701", "withdrawal_reason", "老人走了", "参保人去世"),
        ("0801", "disabled_for", "大半年了", "满6个月了"),
        ("0901", "chronic", "不要办", "不用"),
        ("0902", "benefits", "都要", "报医疗费和领津贴"),
        ("0903", "change", "还没批下来", "还没批下来"),
        ("0903", "change", "刚批下来", "在职转退休"),
        ("0903", "contract", "好的", "要办"),
    ],
)
def test_an_answer_is_understood(code: str, key: str, said: str, value: str) -> None:
    field = CATALOGUE.item(f"YB-SL-{code}").field(key)

    assert read(field, said, TODAY).value == value


@pytest.mark.parametrize(
    ("code", "said", "values"),
    [
        (
            "0602",
            "我住院花了三万二千块，自己垫的，11月3号住院，11月10号出院",
            {
                "settled": "自己先垫的钱",
                "admission_date": "2026-11-03",
                "discharge_date": "2026-11-10",
                "amount": "32000.00",
            },
        ),
        ("0507", "我的职工医保从济南转到烟台", {
            "from_city": "济南市", "to_city": "烟台市", "insurance": "职工医保",
        }),
        ("0602", "住院花了一万二千五", {"amount": "12500.00"}),
        ("0602", "花了3天才办好", {}),
        ("0504", "医保上的手机号要改", {"change": "手机号"}),
        ("0502", "孙子11月3号生的，给他办医保", {"birth_date": "2026-11-03"}),
        # Words that answer a question must not answer one that was not asked.
        ("0901", "我要办医疗费报销一件事", {}),
        ("0903", "我要办退休一件事", {}),
        ("0902", "我要办出生一件事", {}),
        ("0501", "我要办城乡居民参保登记，没有手机", {}),
        ("0502", "我要给新生儿参保，还没有空去大厅", {}),
    ],
)  # fmt: skip
def test_what_is_told_unasked_is_taken_and_nothing_else(
    code: str, said: str, values: dict[str, str]
) -> None:
    item = CATALOGUE.item(f"YB-SL-{code}")

    assert read_all(item.fields_for({}), said, TODAY) == values


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("我在青岛上班", "在外地工作"),
        ("我闺女在青岛上班，我过去住她家", "跟家人同住"),
        ("儿子儿媳都在北京打工，我去看孩子", "跟家人同住"),
        ("我闺女在青岛上班", None),
    ],
)
def test_where_the_children_work_is_no_reason_of_the_citizens(
    text: str, reason: str | None
) -> None:
    (field,) = [f for f in CATALOGUE.item("YB-SL-0302", None).fields if f.key == "reason"]

    assert read_all([field], text, TODAY) == ({} if reason is None else {"reason": reason})


def test_a_death_that_is_told_in_everyday_words_is_the_reason() -> None:
    (field,) = [
        f for f in CATALOGUE.item("YB-SL-0701", None).fields if f.key == "withdrawal_reason"
    ]

    told = read_all([field], "我老伴没了，他卡里的钱能取出来吗", TODAY)

    assert told == {"withdrawal_reason": "参保人去世"}
