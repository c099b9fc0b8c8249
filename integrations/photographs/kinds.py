"""Tells what kind of document was photographed, and has it read by its parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from core import photo_wording
from core.photos import DocumentKind, PhotoReading
from integrations.photographs import (
    bank_card,
    birth_certificate,
    hospital_record,
    household_register,
    id_card,
    invoice,
)
from integrations.photographs.collected import Collected
from integrations.photographs.lines import LOOKALIKES, Recognised
from integrations.photographs.written import card_number_in

PARSERS: Mapping[DocumentKind, Callable[[Sequence[Recognised]], Collected]] = {
    DocumentKind.ID_CARD: id_card.read_front,
    DocumentKind.ID_CARD_BACK: id_card.read_back,
    DocumentKind.HOUSEHOLD_REGISTER: household_register.read,
    DocumentKind.BIRTH_CERTIFICATE: birth_certificate.read,
    DocumentKind.BANK_CARD: bank_card.read,
    DocumentKind.INVOICE: invoice.read,
    DocumentKind.DISCHARGE_RECORD: hospital_record.read_discharge,
    DocumentKind.DIAGNOSIS: hospital_record.read_diagnosis,
}
TITLE, WORD = 3, 1  # how much a title weighs, and a word of the form
ENOUGH = 3
MARKS: Mapping[DocumentKind, Mapping[str, int]] = {
    DocumentKind.ID_CARD: {"公民身份号码": 2, "住址": WORD, "民族": WORD, "出生": WORD},
    DocumentKind.ID_CARD_BACK: {"居民身份证": 2, "签发机关": 2, "有效期限": 2},
    DocumentKind.HOUSEHOLD_REGISTER: {
        "常住人口登记卡": TITLE, "户主或与户主关系": TITLE, "籍贯": WORD, "曾用名": WORD,
        "公民身份证件编号": 2, "何时由何地迁来": 2, "服务处所": WORD,
    },
    DocumentKind.BIRTH_CERTIFICATE: {
        "出生医学证明": TITLE, "新生儿姓名": 2, "出生孕周": 2, "母亲姓名": WORD, "父亲姓名": WORD,
        "出生体重": WORD, "签发机构": WORD, "有效身份证件": WORD,
    },
    DocumentKind.BANK_CARD: {
        "银行": WORD, "银联": WORD, "UnionPay": WORD, "VALID": WORD, "借记卡": WORD,
        "储蓄卡": WORD, "信用卡": WORD, "DEBIT": WORD,
    },
    DocumentKind.INVOICE: {
        "收费票据": TITLE, "票据号码": 2, "票据代码": 2, "交款人": 2, "开票日期": WORD,
        "大写": WORD, "小写": WORD,
    },
    DocumentKind.DISCHARGE_RECORD: {
        "出院记录": TITLE, "出院小结": TITLE, "出院诊断": 2, "出院日期": WORD, "入院诊断": WORD,
        "出院医嘱": WORD, "诊疗经过": WORD,
    },
    DocumentKind.DIAGNOSIS: {"诊断证明": TITLE, "诊断书": TITLE, "诊断:": WORD, "建议:": WORD},
}  # fmt: skip


def kind_of(lines: Sequence[Recognised]) -> DocumentKind | None:
    """Return what kind of document these lines stand on; None: no telling."""
    texts = [re.sub(r"\s", "", line.text.translate(LOOKALIKES)) for line in lines]
    weights = {kind: _weight(marks, texts) for kind, marks in MARKS.items()}
    if any(card_number_in(text) for text in texts):
        weights[DocumentKind.BANK_CARD] += 2
    first, second = sorted(weights.values())[:-3:-1]
    if first < ENOUGH or first == second:
        return None
    return max(weights, key=lambda kind: weights[kind])


def reading_of(lines: Sequence[Recognised], wanted: DocumentKind | None) -> PhotoReading:
    """Read the lines as what they are; say so where that is not what was wanted."""
    seen = kind_of(lines)
    particular = wanted is not None and wanted is not DocumentKind.OTHER
    if not lines:
        return PhotoReading(wanted or DocumentKind.OTHER, {}, (photo_wording.NO_TEXT,))
    parser = PARSERS.get(seen or wanted or DocumentKind.OTHER)
    read = parser(lines) if parser is not None else Collected({}, ())
    if seen is None and not read.values:
        unknown = (photo_wording.UNKNOWN_KIND,) if particular else ()
        return PhotoReading(DocumentKind.OTHER, {}, unknown)
    kind = seen or wanted or DocumentKind.OTHER
    problems = read.problems
    if wanted is not None and particular and wanted is not kind:
        problems = (photo_wording.wrong_kind(kind, wanted), *problems)
    return PhotoReading(kind, read.values, problems)


def _weight(marks: Mapping[str, int], texts: Sequence[str]) -> int:
    return sum(weight for mark, weight in marks.items() if any(mark in text for text in texts))
