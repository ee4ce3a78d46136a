"""The rows of a table of purchases that one of its columns tells apart."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import conversation

from index.build import build

BUDGET = """河坝县水务局2025年部门预算

收支总表
\t\t\t预算01表
\t\t\t金额单位：万元
收入\t\t支出\t
项目\t预算数\t项目\t预算数
一、一般公共预算拨款收入\t900.00\t一、农林水支出\t900.00
收入总计\t900.00\t支出总计\t900.00

政府采购预算表
\t\t\t\t\t预算09表
\t\t\t\t\t金额单位：万元
预算项目\t采购项目名称\t采购品目\t采购类型\t采购方式\t预算金额
合计\t\t\t\t\t176.00
河道清淤\t清淤船租赁\tC15100200 运输服务\t服务\t公开招标\t60.00
河道清淤\t闸门维修\tB08010000 修缮工程\t工程\t竞争性磋商\t29.00
防汛物资\t编织袋采购\tA05030100 被服装具\t货物\t公开招标\t41.00
防汛物资\t抢险服采购\tA05030200 服装\t货物\t竞争性磋商\t18.00
机关运转\t物业服务\tC21040000 物业管理服务\t服务\t竞争性磋商\t28.00
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("purchases")
    (folder / "documents").mkdir()
    (folder / "documents" / "a.txt").write_text(BUDGET, encoding="utf-8")
    build(folder, [folder / "documents"], pool=ThreadPoolExecutor)
    return conversation(folder / "build" / "budget.db")


@pytest.mark.parametrize(
    ("asked", "figures"),
    [
        ("采购表中竞争性磋商的有几条", [("3", "个")]),
        ("政府采购预算表里公开招标的有几项", [("2", "个")]),
        ("采购表中走竞争性磋商的有哪几项，各多少", [("29", "万元"), ("18", "万元"), ("28", "万元"), ("3", "个")]),
        ("采购表里公开招标的有哪些", [("60", "万元"), ("41", "万元"), ("2", "个")]),
    ],
)
def test_rows_that_a_column_tells_apart_are_counted_and_listed(ask, asked, figures):
    reply = ask(f"河坝县水务局2025年{asked}")
    assert (reply.status, [(f.value, f.unit) for f in reply.figures]) == ("answered", figures)
