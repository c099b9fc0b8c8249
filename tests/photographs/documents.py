"""Lists what can be drawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from core.photos import DocumentKind
from tests.photographs import cards, hospital_papers, registers
from tests.photographs.drawing import Document

DRAWN: Mapping[DocumentKind, Callable[[random.Random], Document]] = {
    DocumentKind.ID_CARD: cards.id_card,
    DocumentKind.ID_CARD_BACK: cards.id_card_back,
    DocumentKind.HOUSEHOLD_REGISTER: registers.household_register,
    DocumentKind.BIRTH_CERTIFICATE: registers.birth_certificate,
    DocumentKind.BANK_CARD: cards.bank_card,
    DocumentKind.INVOICE: hospital_papers.invoice,
    DocumentKind.DISCHARGE_RECORD: hospital_papers.discharge_record,
    DocumentKind.DIAGNOSIS: hospital_papers.diagnosis,
}
