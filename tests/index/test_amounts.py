"""Printed text <-> exact amount and unit."""

from decimal import Decimal

import pytest

from index.amounts import FEN, Amount, parse, render


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("15,897.44", "万元", 15_897_440_000),
        ("0.976202", "万元", 976_202),
        ("3，518.85万元", "元", 3_518_850_000),
        ("1720.00万", "元", 1_720_000_000),
        ("1.5亿", "元", 15_000_000_000),
        ("１，２３４．５", "元", 123_450),
        ("-12.5", "元", -1_250),
        ("－12.5", "元", -1_250),
        ("(12.5)", "元", -1_250),
        ("（12.5）", "元", -1_250),
        ("△12.5", "元", -1_250),
        ("¥100", "元", 10_000),
        ("0", "元", 0),
        ("0.00", "万元", 0),
        ("164,978,\n640", "元", 16_497_864_000),
        ("371,514,655.0\n0", "元", 37_151_465_500),
    ],
)
def test_an_amount_is_read_to_the_fen(text, unit, fen):
    assert parse(text, unit).fen == fen


@pytest.mark.parametrize("text", ["", "  ", "—", "-", "/", "——", None])
def test_a_blank_mark_is_no_amount_and_not_zero(text):
    assert parse(text, "元") == Amount(None, text or "", "元")


@pytest.mark.parametrize("text", ["22%", "详见附表", "1,2345", "12 34", "22.91 21.56", "1,234\n5,678", "12\n34.56", "2026年", "1.2.3", "≥80"])
def test_what_is_no_single_amount_is_not_read_as_one(text):
    assert parse(text, "元") is None


def test_parts_smaller_than_a_fen_are_said():
    assert parse("0.1234567", "万元") == Amount(123_457, "0.1234567", "万元", exact=False)


@pytest.mark.parametrize("unit", sorted(FEN))
@pytest.mark.parametrize("fen", [0, 1, -1, 976_202, 5_227_901_574_200, -123_456_789_012_345])
def test_what_is_rendered_is_read_again_as_the_same_amount(fen, unit):
    assert parse(render(fen, unit), unit).fen == fen
    assert Decimal(render(fen, unit)) * FEN[unit] == fen


def test_an_amount_is_rendered_plainly():
    assert [render(976_202, "万元"), render(976_202, "元"), render(50_000_000, "亿元"), render(4_908_970_000_000, "亿元")] == ["0.976202", "9762.02", "0.005", "490.897"]
