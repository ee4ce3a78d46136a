"""What was spent of a final account, a project that is said by a part of its name, and what no other kind of answer stands in for."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import conversation

from index.build import build

FINAL = """河坝县水务局2024年度部门决算

收入支出决算总表
\t\t\t公开01表
部门：河坝县水务局\t\t\t金额单位：万元
收入\t\t支出\t
项目\t金额\t项目\t金额
一、一般公共预算财政拨款收入\t900.00\t一、农林水支出\t880.00
本年收入合计\t900.00\t本年支出合计\t880.00
年初结转和结余\t30.00\t年末结转和结余\t50.00
总计\t930.00\t总计\t930.00

一般公共预算财政拨款支出决算表
\t\t\t\t公开05表
部门：河坝县水务局\t\t\t\t金额单位：万元
功能分类科目编码\t科目名称\t年初预算数\t本年支出合计\t基本支出\t项目支出
合计\t\t850.00\t880.00\t535.00\t345.00
213\t农林水支出\t850.00\t880.00\t535.00\t345.00
21303\t水利\t850.00\t880.00\t535.00\t345.00
2130301\t行政运行\t500.00\t535.00\t535.00\t
2130311\t河道清淤\t150.00\t120.00\t\t120.00
2130335\t农村饮水安全\t200.00\t225.00\t\t225.00

项目支出绩效自评汇总表
\t\t\t公开10表
部门：河坝县水务局\t\t\t金额单位：万元
序号\t项目名称\t年初预算数\t全年预算数\t全年执行数\t执行率\t自评得分\t自评等级
1\t农村饮水安全补助\t200.00\t230.00\t225.00\t97.83%\t95.20\t优
2\t河道清淤整治\t150.00\t150.00\t120.00\t80.00%\t88.00\t良
\t合计\t350.00\t380.00\t345.00\t90.79%

农村饮水安全补助项目绩效自评表
\t\t\t公开11表
部门：河坝县水务局\t\t\t金额单位：万元
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t农村饮水受益人数\t≥16000人\t17428人\t15\t15
产出指标\t质量指标\t饮水水质达标率\t≥98%\t99%\t10\t10
满意度指标\t服务对象满意度指标\t农村饮水用户满意度\t≥90%\t94%\t10\t10

第四部分 名词解释
一、决算数：是包括当年财政拨款和以前年度结转资金安排的实际支出。
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outturn")
    (folder / "documents").mkdir()
    (folder / "documents" / "a.txt").write_text(FINAL, encoding="utf-8")
    build(folder, [folder / "documents"], pool=ThreadPoolExecutor)
    return lambda text: conversation(folder / "build" / "budget.db")(text)


@pytest.mark.parametrize("asked", ["实际支出一共多少", "实际花费多少", "实际支出是多少", "实际花了多少钱"])
def test_what_was_spent_of_a_final_account_is_the_spending_of_the_year(ask, asked):
    reply = ask(f"河坝县水务局2024年{asked}")
    assert (reply.status, [(f.value, f.unit) for f in reply.figures]) == ("answered", [("880", "万元")])


@pytest.mark.parametrize("asked", ["农村饮水项目的全年预算数是多少", "农村饮水的全年执行数是多少", "农村饮水用户的年初预算数"])
def test_a_column_of_money_is_no_target_of_another_unit(ask, asked):
    reply = ask(f"河坝县水务局2024年{asked}")
    assert not re.search(r"目标值", reply.answer)
    assert all(f.unit == "万元" for f in reply.figures)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("农村饮水安全项目的全年预算数是多少", "230"),
        ("农村饮水安全补助的全年预算数", "230"),
        ("河道清淤项目的全年预算数是多少", "150"),
        ("年底全部结余是多少", "50"),
        ("年末的结转和结余", "50"),
    ],
)
def test_a_project_is_known_by_the_beginning_of_its_name_and_what_is_left_by_its_time(ask, asked, value):
    reply = ask(f"河坝县水务局2024{'年' * (asked[0] != '年')}{asked}")
    assert (reply.status, [(f.value, f.unit) for f in reply.figures]) == ("answered", [(value, "万元")])
