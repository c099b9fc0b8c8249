"""Names the invented citizen of the end-to-end tests."""

from __future__ import annotations

from core.id_number import check_character

FIRST_17 = "37060219560308004"  # nobody's: the sequence number is invented
ID_NUMBER = FIRST_17 + check_character(FIRST_17)
NAME = "王秀英"
MOBILE = "13800138000"
