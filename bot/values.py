"""Reads the value of a field from what a citizen said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from bot.normalise import tidied
from bot.reading import (
    DENIED,
    FEWEST_DIGITS,
    MEASURE,
    NOTHING,
    Reading,
    distinct,
    longest,
    meant,
)
from bot.spoken_cards import is_card, read_bank_card
from bot.spoken_choices import MOST_SUGGESTIONS, after_change, before_change, choice_in, mentions
from bot.spoken_credit_codes import codes, read_credit_code
from bot.spoken_dates import LUNAR, VAGUE, Day, days, spans
from bot.spoken_money import amounts, read_money
from bot.spoken_names import name_in
from bot.spoken_numbers import numbers
from core import field_wording as say
from core.fields import problem_with
from core.service_items import Field, FieldKind

SECOND_THOUGHT = re.compile(r"不对|不是|错|改|换|新号|应该")
RANGE = re.compile(r"到|至|[-~—]")
RETURN = re.compile(r"回|返|结束|截止|为止")
PAST = re.compile(r"出生|生日|出院|诊断日|发生|开具")
# 花了一万二: money, though unnamed.
SPENT = re.compile(r"(?:花|交|付|垫|缴|自费|一共|总共|合计)[了过的]?$")
CLAUSE = re.compile(r"([^，,;；、。]+)[，,;；、。]")
OLD = re.compile(r"现在|原|老|旧|之前|以前")

EVERYDAY_WORDS: dict[FieldKind, tuple[str, ...]] = {
    FieldKind.ID_NUMBER: ("身份证号码", "身份证号", "身份证", "证件号", "证件", "证号"),
    FieldKind.MOBILE: ("手机号码", "手机号", "电话号码", "电话", "手机", "号码", "联系方式"),
    FieldKind.NAME: ("姓名", "名字", "人名"),
    FieldKind.DATE: ("日期", "日子", "时间", "哪天", "几号"),
    FieldKind.CHOICE: (),
    FieldKind.TEXT: (),
    FieldKind.MONEY: ("总金额", "金额", "多少钱", "费用"),
    FieldKind.BANK_CARD: ("银行卡号", "银行卡", "卡号", "银行账号", "账号"),
    FieldKind.CREDIT_CODE: ("统一社会信用代码", "社会信用代码", "信用代码"),
}
# Said of a choice or a text field whose label has the same word.
LABEL_WORDS = re.compile(
    "医院|卫生院|诊所|药店|机构|病种?|城市|地方|原因|地址|单位|类型|社区|卡号|单号"
)
DAY_WORD = re.compile(r"的?(?:日期|时间|日子|日)$")
# Words that say something only to the question that was asked: 我要办退休 wants no contract.
BARE_ANSWER = re.compile(
    r"[要需不没有还是对好行可以嗯办用过了的吧也先一起下都就早已经上做想两样全着签]+"
)
# 闺女在青岛上班: where the citizen's children work is no reason of the citizen's.
CHILD_WORKS = re.compile(
    r"((?:儿子|[我俺咱]儿|儿媳妇?|闺女|女儿|姑娘|女婿|孩子|孙子|孙女)们?(?:他们?|她们?|都|也|现在|一直)*"
    r"(?:在|到|去)[^，,。；]{1,8}?)(?:上班|工作|打工|做生意|上学)"
)
ONLY_FIGURES = re.compile(
    r"[花共\d一二两三四五六七八九十百千]*[万千百][\d零一二两三四五六七八九十百千万元块钱]*"
)
# 身份证上的名字 speaks of the name.
ONLY_WHERE = re.compile(r"^(?:号码?)?[上里][面头]?(?:的|是|写|印|登|叫)")


def read(field: Field, text: str, today: date) -> Reading:
    """Return the value of the field that the text gives, whatever else it says."""
    reading = _READERS[field.kind](field, tidied(text), today)
    if reading.value is None:
        return reading
    problem = problem_with(field, reading.value, {}, today)
    return Reading(None, nearly=problem) if problem else reading


def _read_id_number(field: Field, text: str, today: date) -> Reading:
    found = meant(numbers(text), text)
    ids = distinct([n for n in found if n.is_id_number])
    valid = [digits for digits in ids if problem_with(field, digits, {}, today) is None]
    if len(valid or ids) == 1:
        return Reading((valid or ids)[0])
    if ids:
        return Reading(None, tuple((valid or ids)[:MOST_SUGGESTIONS]))
    attempt = longest(found, text)
    if attempt is None:
        return NOTHING
    if attempt.is_mobile:
        return Reading(None, nearly=say.ID_GOT_MOBILE)
    sentence = {15: say.ID_HEARD_15, 17: say.ID_HEARD_17}.get(len(attempt.digits), say.ID_HEARD)
    return Reading(None, nearly=sentence.format(count=len(attempt.digits)))


def _read_mobile(_field: Field, text: str, _today: date) -> Reading:
    found = meant(numbers(text), text)
    mobiles = distinct([n for n in found if n.is_mobile])
    if len(mobiles) > 1 and SECOND_THOUGHT.search(text):
        mobiles = mobiles[-1:]
    if len(mobiles) == 1:
        return Reading(mobiles[0])
    if mobiles:
        return Reading(None, tuple(mobiles[:MOST_SUGGESTIONS]))
    attempt = longest(found, text)
    if attempt is None:
        return NOTHING
    count = len(attempt.digits)
    if attempt.is_id_number:
        return Reading(None, nearly=say.MOBILE_GOT_ID)
    if attempt.digits.startswith("0") and 7 <= count <= 12:
        return Reading(None, nearly=say.MOBILE_GOT_LANDLINE)
    if count == 11:
        return Reading(None, nearly=say.MOBILE_SHAPE)
    sentence = say.MOBILE_HEARD_SHORT if count < 11 else say.MOBILE_HEARD_LONG
    return Reading(None, nearly=sentence.format(count=count))


def _read_name(_field: Field, text: str, _today: date) -> Reading:
    if ONLY_FIGURES.fullmatch(text):
        return NOTHING  # 三万二千五百 is nobody
    heard = name_in(text, bare=True)
    if heard.name is None and (first := CLAUSE.match(text)):  # 钱永年，身份证号是…
        alone = name_in(first[1], bare=True)
        heard = alone if alone.name else heard
    if heard.surname is not None:
        return Reading(None, nearly=say.NAME_ONLY_SURNAME.format(surname=heard.surname))
    return Reading(heard.name, (heard.perhaps,) if heard.perhaps else ())


def _read_date(field: Field, text: str, today: date) -> Reading:
    if LUNAR.search(text):
        return Reading(None, nearly=say.DATE_LUNAR)
    found = days(text, today, back=_lies_back(field))
    picked = _picked(field, found, text)
    if len(picked) == 1:
        return Reading(picked[0])
    if picked:
        return Reading(None, picked[:MOST_SUGGESTIONS])
    if found:
        heard = text[found[0].start : found[0].end]
        return Reading(None, nearly=say.DATE_IMPOSSIBLE.format(heard=heard))
    # 住半个月 counts from a day that we do not know here, so it is only offered.
    ends = [day.isoformat() for day in spans(text, today)] if field.not_before else []
    if ends:
        return Reading(None, tuple(ends[:1]))
    return Reading(None, nearly=say.DATE_VAGUE) if VAGUE.search(text) else NOTHING


def _lies_back(field: Field) -> bool:
    """Tell whether 11月3号 means the last one rather than the next."""
    return field.not_after is not None or PAST.search(field.label) is not None


def _picked(field: Field, found: Sequence[Day], text: str) -> tuple[str, ...]:
    """Return the days that may be meant: one of a range, the last of a correction."""
    real = [d for d in found if d.day is not None and not DENIED.search(text[: d.start])]
    isos = tuple(dict.fromkeys(d.day.isoformat() for d in real if d.day))
    if len(isos) < 2:
        return isos
    if RANGE.search(text, real[0].end, real[-1].start) or RETURN.search(text, real[-1].end):
        ends = field.not_before not in (None, "today")
        return isos[-1:] if ends else isos[:1]
    return isos[-1:] if SECOND_THOUGHT.search(text) else isos


def _read_choice(field: Field, text: str, _today: date) -> Reading:
    heard = choice_in(field.options, text, old=OLD.search(field.label) is not None)
    if heard.beyond:
        return Reading(None, nearly=say.CHOICE_BEYOND.format(count=len(field.options)))
    return Reading(heard.value, heard.suggestions)


def _read_text(_field: Field, text: str, _today: date) -> Reading:
    return Reading(text.strip() or None)


_READERS: dict[FieldKind, Callable[[Field, str, date], Reading]] = {
    FieldKind.ID_NUMBER: _read_id_number,
    FieldKind.MOBILE: _read_mobile,
    FieldKind.NAME: _read_name,
    FieldKind.DATE: _read_date,
    FieldKind.CHOICE: _read_choice,
    FieldKind.TEXT: _read_text,
    FieldKind.MONEY: lambda field, text, _today: read_money(field, text),
    FieldKind.BANK_CARD: lambda _field, text, _today: read_bank_card(text),
    FieldKind.CREDIT_CODE: lambda _field, text, _today: read_credit_code(text),
}


def read_all(fields: Sequence[Field], text: str, today: date) -> dict[str, str]:
    """Return the values that one sentence gives beyond doubt, by field key; TEXT is never read.

    A number is read once: the digits of an ID number are not searched for a mobile number.
    """
    text = tidied(text)
    values: dict[str, str] = {}
    rest = text
    for number in reversed(meant(numbers(text), text)):
        if len(number.digits) >= FEWEST_DIGITS and not MEASURE.match(text[number.end :]):
            rest = rest[: number.start] + "，" * (number.end - number.start) + rest[number.end :]
    for kind, found in _found_by_kind(fields, text, rest, today).items():
        values |= _shared_out([f for f in fields if f.kind is kind], found, text)
    values |= _choices_in(fields, rest)
    return {
        f.key: values[f.key]
        for f in fields
        if f.key in values and problem_with(f, values[f.key], {}, today) is None
    }


def _found_by_kind(
    fields: Sequence[Field], text: str, rest: str, today: date
) -> dict[FieldKind, list[tuple[int, str]]]:
    """Return values with where they stand; `rest` is the text with its long numbers blanked."""
    wanted = meant(numbers(text), text)
    back = any(_lies_back(f) for f in fields if f.kind is FieldKind.DATE)
    dates = [d for d in days(rest, today, back=back) if not DENIED.search(rest[: d.start])]
    name = name_in(rest, bare=False).name
    return {
        FieldKind.ID_NUMBER: [(n.start, n.digits) for n in wanted if n.is_id_number],
        FieldKind.BANK_CARD: [(n.start, n.digits) for n in wanted if is_card(n)],
        FieldKind.MOBILE: [(n.start, n.digits) for n in wanted if n.is_mobile],
        FieldKind.NAME: [(max(0, rest.find(name)), name)] if name else [],
        FieldKind.DATE: [(d.start, d.day.isoformat()) for d in dates if d.day],
        FieldKind.MONEY: [
            (a.start, a.value)
            for a in amounts(rest)
            if not a.vague and (a.named or SPENT.search(rest[: a.start]))
        ],
        FieldKind.CREDIT_CODE: list(codes(text)),
    }


def _shared_out(
    fields: Sequence[Field], found: Sequence[tuple[int, str]], text: str
) -> dict[str, str]:
    """Give each value to the field named just before it, else to the next one in order."""
    values: dict[str, str] = {}
    places = [start for start, _ in found]
    for (start, value), begin, end in zip(
        found, [0, *places], [*places[1:], len(text)], strict=False
    ):
        free = [f for f in fields if f.key not in values]
        if fields and fields[0].kind is FieldKind.DATE and RETURN.search(text, start, end):
            free = [f for f in fields if RETURN.search(f.label)]  # 月底回来
        target = field_named(fields, text[begin:start]) or next(iter(free), None)
        if target is not None and value not in values.values():
            values[target.key] = value
    return values


def _choices_in(fields: Sequence[Field], text: str) -> dict[str, str]:
    """Return the options that are named exactly; 从甲换到乙 gives one to each side."""
    values: dict[str, str] = {}
    text = CHILD_WORKS.sub(r"\1，", text)
    for field in (f for f in fields if f.kind is FieldKind.CHOICE):
        found = tuple(
            m
            for m in mentions(field.options, text)
            if not m.embedded and not BARE_ANSWER.fullmatch(text, m.start, m.end)
        )
        if field.differs_from in {f.key for f in fields}:
            found = after_change(found, text)
        elif any(f.differs_from == field.key for f in fields):
            found = before_change(found, text)
        meant = {value for mention in found for value in mention.values}
        if len(meant) == 1:
            values[field.key] = meant.pop()
    return values


def field_named(fields: Sequence[Field], text: str) -> Field | None:
    """Return the field that the text speaks of, or None if it names none or several alike."""
    text = tidied(text)
    lengths = {field.key: _named_length(field, text) for field in fields}
    most = max(lengths.values(), default=0)
    best = [field for field in fields if most and lengths[field.key] == most]
    return best[0] if len(best) == 1 else None


def _named_length(field: Field, text: str) -> int:
    """Return twice the length of the longest name of the field in the text; 0: not named."""
    everyday = list(EVERYDAY_WORDS[field.kind])
    if field.kind in {FieldKind.CHOICE, FieldKind.TEXT}:
        everyday += LABEL_WORDS.findall(field.label)
    lengths = [2 * len(w) for w in (field.label, *field.aliases) if _speaks_of(w, text)]
    lengths += [2 * len(word) - 1 for word in everyday if _speaks_of(word, text)]
    if field.kind is FieldKind.DATE:  # 回来的日子: what tells one day from another
        stem = DAY_WORD.sub("", field.label)
        lengths += [2 * len(stem) + 1] if len(stem) > 1 and stem in text else []
    return max(lengths, default=0)


def _speaks_of(word: str, text: str) -> bool:
    return any(
        not ONLY_WHERE.match(text[match.end() :]) for match in re.finditer(re.escape(word), text)
    )
