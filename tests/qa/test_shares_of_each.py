"""What is a share of what: parts without a whole, sums of parts, two wholes."""

from decimal import Decimal

import pytest


def shares(reply) -> tuple[str, list[Decimal]]:
    return reply.status, [Decimal(f.value) for f in reply.figures if f.unit == "%"]


@pytest.mark.parametrize(
    ("asked", "figures"),
    [
        ("人员经费和公用经费分别占多少", ["91.4", "8.6"]), ("基本支出中人员经费和公用经费分别占多少", ["91.4", "8.6"]), ("人员经费和公用经费各占基本支出多少", ["91.4", "8.6"]),
        ("基本支出和项目支出占比", ["33.2", "66.8"]), ("基本支出和项目支出占比各是多少", ["33.2", "66.8"]), ("基本支出占比和项目支出占比", ["33.2", "66.8"]),
        ("基本支出和项目支出合计占支出总计多少", ["100"]), ("公务接待费和差旅费加起来占公用经费的比例", ["26.02"]), ("项目支出占比", ["66.8"]),
    ],
)  # fmt: skip
def test_each_part_has_its_share_of_the_whole_that_is_meant(ask_papers, asked, figures):
    status, found = shares(ask_papers(f"临海市教育局2024年{asked}"))
    assert (status, [round(value, 1) if len(figures[0].split(".")[-1]) == 1 else value for value in found]) == ("answered", [Decimal(value) for value in figures])


@pytest.mark.parametrize("asked", ["公务接待费占三公经费和公用经费的比例", "各项收入占比", "各项支出占比", "公务接待费和差旅费合计占海洋牧场多少"])
def test_a_share_of_no_single_whole_is_not_answered(ask_papers, asked):
    assert ask_papers(f"临海市教育局2024年{asked}").status != "answered"
