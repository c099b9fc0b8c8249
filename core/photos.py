"""Describes photographs of documents and what was read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """Name what a photograph shows."""

    ID_CARD = "id_card"  # 居民身份证, the side with the portrait
    ID_CARD_BACK = "id_card_back"  # the side with the emblem
    HOUSEHOLD_REGISTER = "household_register"  # 户口簿
    BIRTH_CERTIFICATE = "birth_certificate"  # 出生医学证明
    BANK_CARD = "bank_card"
    INVOICE = "invoice"  # 医疗收费票据
    DISCHARGE_RECORD = "discharge_record"  # 出院记录
    DIAGNOSIS = "diagnosis"  # 诊断证明
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PhotoReading:
    """Be what was read from one photograph; nothing of it counts before the citizen confirms it."""

    kind: DocumentKind
    # What stands there, normalised, by one of: name, id_number, birth_date, address, bank_card,
    # bank, amount, invoice_number, hospital, diagnosis, admission_date, discharge_date, mother,
    # valid_until
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()  # Chinese sentences: blurred, too dark, cut off, not that paper


@dataclass(frozen=True, slots=True)
class Photo:
    """Be one photograph that a citizen handed in; the image itself lies in the photo store."""

    id: str
    conversation_id: str
    application_id: str | None  # None while nothing is being applied for
    material: str | None  # name of the material that it stands for, if that is known
    reading: PhotoReading
    sha256: str  # of the re-encoded image, hex
    width: int  # pixels
    height: int  # pixels
    at: datetime  # UTC
