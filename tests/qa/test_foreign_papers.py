"""Budgets in layouts of other places: aligned text, tables of two blocks, prose that names the funds of the tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build
from qa.session import Session

ALIGNED = """某市某区城市管理局2026年部门预算

第一部分 预算说明
　　某市某区城市管理局2026年一般公共预算基本支出312.00万元，一般公共预算项目支出188.00万元。

第二部分 预算表

表九 项目支出绩效目标表
某市某区城市管理局                              单位：万元
项目名称       城区道路清扫
预算金额                          188.00   本级支出            188.00
当年绩效目标   保障全区城市道路清扫保洁服务，机械化清扫率稳步
               提升。
指标类型       指标名称                    指标性质及值
产出指标       清扫保洁面积                ≥1386万平方米
产出指标       道路机械化清扫率            ≥95%

表二
                    一般公共预算财政拨款支出预算表
某市某区城市管理局                                        单位：万元
科目编码   科目名称                   总计     基本支出   项目支出
           合计                       500.00     312.00     188.00
212        城乡社区支出               500.00     312.00     188.00
2120104    　　城管执法               312.00     312.00
2120501    　　城乡社区环境卫生       188.00                188.00
"""

TWO_BLOCKS = "\n表三 一般公共预算财政拨款基本支出预算表\n单位：万元\t\n" + "\n".join(
    [
        "人员经费\t\t\t公用经费\t\t",
        "科目编码\t科目名称\t预算数\t科目编码\t科目名称\t预算数",
        "301\t工资福利支出\t300.00\t302\t商品和服务支出\t12.00",
        "30101\t基本工资\t300.00\t30205\t水费\t4.00",
        "\t\t\t30209\t物业管理费\t8.00",
        "\t人员经费合计\t300.00\t\t公用经费合计\t12.00",
    ]
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foreign")
    (folder / "documents").mkdir()
    (folder / "documents" / "城管局2026.txt").write_text(ALIGNED + TWO_BLOCKS + "\n", encoding="utf-8")
    build(folder, [folder / "documents"], pool=ThreadPoolExecutor)
    session = Session(Path(folder / "build" / "budget.db"))

    def asked(question: str):
        session.forget()
        return session.reply(question)

    return asked


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("某区城市管理局2026年一般公共预算基本支出是多少", "312"), ("2026年城管执法支出多少", "312"), ("2026年城乡社区环境卫生项目支出多少", "188"),
        ("一般公共预算基本支出里物业管理费是多少", "8"), ("2026年一般公共预算基本支出里水费多少", "4"), ("一般公共预算基本支出里的基本工资是多少", "300"),
    ],
)  # fmt: skip
def test_an_amount_is_found_under_the_words_of_its_table(ask, question, value):
    reply = ask(question)
    assert (reply.status, [(figure.value, figure.unit) for figure in reply.figures][:1]) == ("answered", [(value, "万元")]), reply.answer


def test_a_goal_over_two_lines_of_a_row_is_quoted_line_by_line(ask):
    reply = ask("2026年城区道路清扫的绩效目标是什么")
    lines = ALIGNED.split("\n")
    quoted = [(citation.text, citation.location["line"]) for citation in reply.citations if citation.text]
    assert any("提升。" in text for text, _ in quoted)
    assert all("".join(text.split()) in "".join(lines[line - 1].split()) for text, line in quoted)
