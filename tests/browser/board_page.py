"""Gives the managers' board something to show, and tells whether it is drawn."""

from __future__ import annotations

import re

import httpx

from tests.engine.citizen import Citizen
from tests.people import MOBILE, NAME, next_id_number
from tests.running import Product

# Whether a canvas has anything on it but nothing; takes its selector.
IS_DRAWN = """selector => {
  const canvas = document.querySelector(selector);
  const points = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return points.some((part) => part > 0);
}"""
CHANGE = ("高血压", "市人民医院", "市中医医院", MOBILE, "确认")  # of the hospital
PATIENCE = 60.0  # seconds


def filed_and_rated(product: Product) -> None:
    """Let a citizen change the hospital, and find it very good."""
    with httpx.Client(base_url=product.url, timeout=PATIENCE) as client:
        citizen = Citizen(client)
        receipt = citizen.says_all("我想换慢特病医院", NAME, next_id_number(), *CHANGE)
        number = re.search(r"\d{14}", receipt.reply.text)
        assert number is not None, receipt.reply.text
        citizen.rates(number.group(), 5)
