"""Procurement and projects printed in several columns, rows and tables are added up once."""

from decimal import Decimal

import pytest

from index.build import build
from qa.session import Session

TEXT = """南岭市档案馆2025年单位预算

预算公开03表 单位支出总表
单位：元
科目编码\t科目名称\t合计\t基本支出\t项目支出
2012604\t档案馆\t9,000,000.00\t3,000,000.00\t6,000,000.00
\t合计\t9,000,000.00\t3,000,000.00\t6,000,000.00

预算公开10表 项目支出表
单位：元
项目名称\t项目类别\t合计\t一般公共预算拨款\t事业收入
合计\t\t6,000,000.00\t5,000,000.00\t1,000,000.00
库房改造\t特定目标类\t3,000,000.00\t3,000,000.00\t
档案数字化\t特定目标类\t2,000,000.00\t1,500,000.00\t500,000.00
展览布置\t其他运转类\t1,000,000.00\t500,000.00\t500,000.00

预算公开11表 政府采购预算表
单位：元
项目名称\t采购品目\t数量\t预算金额\t其中：货物\t其中：工程\t其中：服务
合计\t\t\t4,100,000.00\t1,300,000.00\t1,600,000.00\t1,200,000.00
库房改造\tB08010000房屋修缮\t1\t1,600,000.00\t\t1,600,000.00\t
库房改造\tA02051200电梯\t1\t900,000.00\t900,000.00\t\t
档案数字化\tC16050000数据处理服务\t1\t1,200,000.00\t\t\t1,200,000.00
档案数字化\tA02010105台式计算机\t40\t400,000.00\t400,000.00\t\t

项目支出绩效目标表（档案数字化）
单位：元
一级指标\t二级指标\t三级指标\t指标值
项目资金（元）\t资金总额：\t2,000,000.00\t财政拨款：1,500,000.00
总体目标\t完成馆藏档案数字化。\t\t
产出指标\t数量指标\t数字化页数\t≥50万页
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("summed")
    (folder / "documents").mkdir()
    (folder / "documents" / "南岭市档案馆2025年单位预算.txt").write_text(TEXT, encoding="utf-8")
    build(folder, [folder / "documents"])
    return Session(folder / "build" / "budget.db")


@pytest.mark.parametrize(
    ("asked", "value", "unit"),
    [
        ("库房改造的政府采购多少元", 2_500_000, "元"), ("档案数字化项目列入政府采购的一共多少元", 1_600_000, "元"), ("政府采购总额多少元", 4_100_000, "元"),
        ("货物类采购多少元", 1_300_000, "元"), ("库房改造项目多少元", 3_000_000, "元"), ("档案数字化多少元", 2_000_000, "元"),
        ("库房改造占项目支出的比例", 50, "%"), ("金额最大的采购品目是哪个", 1_600_000, "元"), ("一共有几个项目", 3, "个"), ("平均每个项目多少元", 2_000_000, "元"),
    ],
)  # fmt: skip
def test_what_is_printed_in_several_columns_and_tables_counts_once(session, asked, value, unit):
    session.forget()
    reply = session.reply(asked)
    assert (reply.status, [(Decimal(f.value), f.unit) for f in reply.figures][:1]) == ("answered", [(Decimal(value), unit)])
