"""Tests gateway.printing_api: sheets for their owners, with QR codes that tell no number."""

from __future__ import annotations

from typing import cast

import cv2
import numpy
from PIL import Image

from gateway.qr_code import QUIET, qr_drawing
from tests.fakes.office import CONTRACT
from tests.gateway.front import Front
from tests.gateway.town import belongings
from tests.people import ID_NUMBER, MOBILE, NAME

ROOT = "/api/v1/print"
Json = dict[str, object]


def lines(sheet: Json) -> list[str]:
    blocks = cast(list[dict[str, list[str]]], sheet["blocks"])
    return [line for block in blocks for line in block["lines"]]


async def test_a_leaflet_has_materials_offline_ways_time_fee_basis_and_day(front: Front) -> None:
    sheet = (await front.http.get(f"{ROOT}/items/{CONTRACT}")).json()

    headings = [block["heading"] for block in sheet["blocks"]]
    assert headings[1:] == [
        *("谁可以办", "要带什么", "到哪里办（不用手机）", "也可以这样办", "怎么办"),
        *("多久办好", "要不要钱", "什么时候生效", "依据"),
    ]
    assert all(block["lines"] for block in sheet["blocks"])
    assert sheet["address"] == f"http://test/chat?item={CONTRACT}"
    assert not [line for line in lines(sheet) if "总是需要" in line]
    assert "12393" in sheet["call"]
    assert "打印" in sheet["printed"]


async def test_a_region_prints_its_own_leaflet(front: Front) -> None:
    sheet = (await front.http.get(f"{ROOT}/items/YB-SL-0301", params={"region": "青岛市"})).json()

    assert sheet["address"].endswith("%E9%9D%92%E5%B2%9B%E5%B8%82")


async def test_a_receipt_is_its_owners_alone_and_masked(front: Front) -> None:
    owner, stranger = await front.citizen(), await front.citizen()
    number = (await belongings(front, owner)).application
    path = f"{ROOT}/receipts/{number}"

    sheet = (await front.http.get(path, headers=owner.headers)).json()
    refused = await front.http.get(path, headers=stranger.headers)
    nobody = await front.http.get(path)

    assert (refused.status_code, nobody.status_code) == (404, 401)
    rows = {row["label"]: row["value"] for block in sheet["blocks"] for row in block["rows"]}
    assert (rows["受理号"], rows["事项"]) == (number, "门诊统筹签约")
    assert all(secret not in str(sheet) for secret in (ID_NUMBER, MOBILE, NAME[1:]))
    assert rows["身份证号"] == "370" + "*" * 15  # its last four open the progress
    assert sheet["address"] == f"http://test/progress#{number}"


async def test_a_slip_leads_back_to_the_chat_with_its_code_behind_the_hash(front: Front) -> None:
    sheet = (await front.http.post(f"{ROOT}/slips", json={"code": "123456"})).json()
    wrong = await front.http.post(f"{ROOT}/slips", json={"code": "12345"})

    assert sheet["address"] == "http://test/chat#123456"
    assert "123 456" in lines(sheet)
    assert wrong.status_code == 422


def test_the_drawing_of_a_qr_code_is_read_back_as_its_address() -> None:
    address = "https://yibao.example/progress#20261122000018"

    drawing = qr_drawing(address)

    assert _read(_pixels(drawing)) == address


def _pixels(drawing: Json) -> numpy.ndarray:
    size = cast(int, drawing["size"])
    picture = numpy.full((size, size), 255, numpy.uint8)
    for stroke in str(drawing["path"]).split("z")[:-1]:
        start, rest = stroke[1:].split("h", 1)
        x, y = (int(one) for one in start.split())
        width = int(rest.split("v")[0])
        picture[y, x : x + width] = 0
    assert (picture[:QUIET] == 255).all()
    return picture


def _read(picture: numpy.ndarray) -> str:
    large = Image.fromarray(picture).resize((600, 600), Image.Resampling.NEAREST)
    return str(cv2.QRCodeDetector().detectAndDecode(numpy.asarray(large))[0])
