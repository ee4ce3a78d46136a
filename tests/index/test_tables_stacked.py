"""Tables copied cell by cell, a cell a line: rows of a table and the fields and indicators of forms."""

from pathlib import Path

from index.readers import read
from index.tables import recognise

CELLS = """某省林业厅2025年部门预算

表12
2025年部门“三公”经费及会议费、培训费支出预算表

单位：万元

项目
2024年
2025年
增减额
增减率（%）
合计
109.00
100.00
-9.00
-8.26
“三公”经费小计
60.00
55.00
-5.00
-8.33
公务接待费
60.00
55.00
-5.00
-8.33
会议费
49.00
45.00
-4.00
-8.16

表13
2025年部门专项业务经费绩效目标表

单位：万元

专项（项目）名称
古树名木保护
主管部门
某省林业厅
资金金额（万元）
实施期资金总额：
300.00
其中：财政拨款
300.00
其他资金
0.00
总体目标
1.古树名木建档。
2.濒危古树复壮。
一级指标
二级指标
指标内容
指标值
产出指标
数量指标
复壮古树株数
≥120株
建档古树株数
≥5000株
成本指标
单株复壮成本
≤2.5万元
满意度指标
服务对象满意度指标
群众满意度
≥90%

专项（项目）名称
林业科技推广
主管部门
某省林业厅
资金金额（万元）
实施期资金总额：
80.00
其中：财政拨款
80.00
其他资金
0.00
总体目标
推广良种良法。
一级指标
二级指标
指标内容
指标值
产出指标
数量指标
推广面积
≥3万亩
"""

UNEVEN = CELLS.replace("会议费\n49.00\n45.00\n", "会议费\n49.00\n").replace("建档古树株数\n≥5000株\n", "建档古树株数\n")


def document(folder: Path, text: str):
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return recognise(read(folder / "a.txt"))


def test_rows_of_a_table_copied_cell_by_cell_are_read(tmp_path: Path):
    found = [(fact.label, fact.measure, fact.stage, fact.printed) for fact in document(tmp_path, CELLS).facts if not fact.project_id]
    assert found == [
        ("合计", "three_public_meeting_training", "prior", "109.00"),
        ("合计", "three_public_meeting_training", "budget", "100.00"),
        ("“三公”经费小计", "three_public", "prior", "60.00"),
        ("“三公”经费小计", "three_public", "budget", "55.00"),
        ("公务接待费", "reception", "prior", "60.00"),
        ("公务接待费", "reception", "budget", "55.00"),
        ("会议费", "meeting", "prior", "49.00"),
        ("会议费", "meeting", "budget", "45.00"),
    ]


def test_a_form_copied_cell_by_cell_is_a_project_with_its_indicators(tmp_path: Path):
    read_ = document(tmp_path, CELLS)
    assert [table.type for table in read_.tables] == ["three_public", "project_form", "project_form"]
    names = {project.id: project.name for project in read_.projects}
    assert [(project.name, project.amount, project.fiscal, project.other, project.goal) for project in read_.projects] == [
        ("古树名木保护", 300000000, 300000000, 0, "1.古树名木建档。2.濒危古树复壮。"),
        ("林业科技推广", 80000000, 80000000, 0, "推广良种良法。"),
    ]
    assert [(names[i.project_id], i.level1, i.level2, i.name, i.comparator, i.value, i.unit) for i in read_.indicators] == [
        ("古树名木保护", "产出指标", "数量指标", "复壮古树株数", "≥", "120", "株"),
        ("古树名木保护", "产出指标", "数量指标", "建档古树株数", "≥", "5000", "株"),
        ("古树名木保护", "产出指标", "成本指标", "单株复壮成本", "≤", "2.5", "万元"),
        ("古树名木保护", "满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%"),
        ("林业科技推广", "产出指标", "数量指标", "推广面积", "≥", "3", "万亩"),
    ]


def test_cells_that_do_not_come_out_even_stay_lines(tmp_path: Path):
    read_ = document(tmp_path, UNEVEN)
    assert [project.name for project in read_.projects] == ["林业科技推广"]
    assert [fact for fact in read_.facts if not fact.project_id] == []
