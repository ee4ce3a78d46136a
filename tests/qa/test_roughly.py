"""Amounts named roughly agree with the printed numbers that can be meant, and with no others."""

import pytest

from qa.roughly import agreement


@pytest.mark.parametrize(
    ("query", "text", "agrees"),
    [
        ("一千七百多万", "总预算1720.00万", 1.0),
        ("一千七百多万", "总预算1820.00万", 0.0),
        ("三千多万的支出", "3136.40万元", 1.0),
        ("少了八百多万", "减少876.75万元", 1.0),
        ("涨了25万", "比上年增加25万元", 1.0),
        ("两亿多", "合计2.3亿元", 1.0),
        ("六十万", "600,000元", 1.0),
        ("大了三成", "增长31.79%", 1.0),
        ("砍掉一大半", "下降68.5%", 1.0),
        ("12.5%", "占12.5%", 1.0),
        ("为什么多了", "增加25万元", 0.0),
        ("10万和三成", "10万元，占80%", 0.5),
    ],
)
def test_a_rough_amount_agrees_with_what_can_be_meant(query, text, agrees):
    assert agreement(query, text) == agrees
