"""Tests bot.form: any order of answers, corrections and steps back ends in the same fields."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.form import opened, step
from bot.form_steps import Step
from core.applications import Application, Phase
from core.form_fields import Form
from tests.bot.form_talks import said
from tests.bot.small_items import CONTRACT, REFUND, TRAVEL, form_of
from tests.sample_fields import ENDS_IN_X, WOMAN

# What is said for each field, and a correction that ends in another value.
ANSWERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    CONTRACT: {
        "name": ("我叫王秀英", "名字错了，是李建国"),
        "id_number": (f"身份证{WOMAN}", f"身份证号错了，是{ENDS_IN_X}"),
        "mobile": ("电话13800138000", "手机号改成13900139000"),
        "institution": ("签城关社区", "签约医院改成县人民医院"),
    },
    TRAVEL: {
        "name": ("我叫王秀英", "姓名错了，是李建国"),
        "id_number": (WOMAN, f"身份证号错了，是{ENDS_IN_X}"),
        "city": ("去北京", "就医城市改成上海"),
        "reason": ("复查", "原因改成急诊"),
        "start_date": ("2026年12月25日", "出发日期改成2026年12月24日"),
        "end_date": ("2027年1月3日", "回来日期改成2027年1月8日"),
        "mobile": ("13800138000", "手机号改成13900139000"),
    },
    REFUND: {
        "unpaid": ("是", "是"),
        "abroad": ("不是", "不是"),
        "name": ("王秀英", "姓名错了，是李建国"),
        "id_number": (WOMAN, f"身份证号错了，是{ENDS_IN_X}"),
        "reason": ("复查", "原因改成急诊"),
        "amount": ("120元", "总金额改成130元"),
        "bank_card": ("6222021234567890128", "银行卡改成6217000010000000009"),
        "mobile": ("13800138000", "手机号改成13900139000"),
    },
}
SCREENING = ("unpaid", "abroad")


def filled(form: Form, application: Application, code: str) -> Step:
    """Answer whatever is asked until nothing is; a confirmed answer is never asked again."""
    done = Step(application, "")
    answered: list[str] = []
    while done.application.phase is Phase.FILLING:
        key = done.application.awaiting or ""
        assert key not in answered, f"{key} was asked twice"
        answered.append(key)
        done = step(form, done.application, said(ANSWERS[code][key][0]))
    return done


def plainly(code: str) -> Mapping[str, str]:
    form = form_of(code)
    first = opened(form, Application("a1", "c1", code), "我想办", "")
    return filled(form, first.application, code).application.fields


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("back"), st.just(0)),
        st.tuples(st.just("answer"), st.just(0)),
        st.tuples(st.just("out of turn"), st.integers(0, 7)),
        st.tuples(st.just("correct"), st.integers(0, 7)),
    ),
    max_size=12,
)


@given(code=st.sampled_from(list(ANSWERS)), moves=MOVES)
def test_any_order_of_answers_and_steps_back_ends_in_the_same_fields(
    code: str, moves: list[tuple[str, int]]
) -> None:
    form = form_of(code)
    application = opened(form, Application("a1", "c1", code), "我想办", "").application
    keys = list(ANSWERS[code])
    corrected: set[str] = set()
    for move, number in moves:
        key = keys[number % len(keys)]
        if move == "back":
            text = "上一步"
        elif move == "answer" and application.awaiting is not None:
            text, key = ANSWERS[code][application.awaiting][0], application.awaiting
        elif move == "correct" and key in application.fields and key not in SCREENING:
            text = ANSWERS[code][key][1]
            corrected.add(key)
        elif move == "out of turn" and key in ("id_number", "mobile"):
            text = ANSWERS[code][key][0]
            if key in application.fields or application.awaiting in (*SCREENING, "bank_card"):
                continue
        else:
            continue
        application = step(form, application, said(text)).application
    end = filled(form, application, code).application
    for key in corrected:
        if end.fields[key] != plainly(code)[key]:
            text = ANSWERS[code][key][0]
            back = step(form, end, said(f"{form.field(key).label}改成{text}"))
            end = filled(form, back.application, code).application

    assert end.phase is Phase.CONFIRMING
    assert end.fields == plainly(code)
