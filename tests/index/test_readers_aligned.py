"""Plain text whose columns stand under each other: which cells it has, and what stays a line."""

from pathlib import Path

from index.readers import read
from index.records import Grid, TextLine
from index.tables import recognise

FUNDS = """
表五
                    政府性基金预算支出表
某市某区城市管理局                                            单位：万元
科目编码   科目名称                            本年政府性基金预算财政拨款支出
                                              合计        基本支出   项目支出
           合计                               12,383.00              12,383.00
212        城乡社区支出                       12,383.00              12,383.00
21208      　国有土地使用权出让收入           12,383.00              12,383.00
2120803    　　城市建设支出                    5,200.00               5,200.00
2120899    　　其他支出                        7,183.00               7,183.00
"""

TRAVEL = """
                        2025年预算数                                                2026年预算数
合计     出国（境）费    公务用车购置及运行费    公务接待费  合计     出国（境）费    公务用车购置及运行费    公务接待费
                        小计    购置费   运行费                                      小计    购置费   运行费
404.22                  394.70   38.50   356.20        9.52  447.44                  438.80   96.00   342.80        8.64
"""

GOALS = """
表九 项目支出绩效目标表
某市某区城市管理局                              单位：万元
项目名称       城区道路清扫
预算金额                       15,930.00   本级支出         15,930.00
当年绩效目标   保障全区城市道路清扫保洁服务，机械化清扫率稳步
               提升。
指标类型       指标名称                    指标性质及值
产出指标       清扫保洁面积                ≥1386万平方米
产出指标       道路机械化清扫率            ≥95%
满意度指标     市民满意度                  ≥90%
"""


def blocks(folder: Path, text: str) -> list:
    """Cells of every grid, text of every line."""
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return [[row.cells for row in block.rows] if isinstance(block, Grid) else block.text.strip() for block in read(folder / "a.txt").blocks]


def facts(folder: Path, text: str) -> list[tuple]:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return [(f.label, f.measure, f.stage, f.printed, f.unit) for f in recognise(read(folder / "a.txt")).facts if f.printed]


def test_a_header_in_the_middle_of_its_columns_stands_over_all_of_them(tmp_path: Path):
    number, title, grid = blocks(tmp_path, FUNDS)
    assert (number, title) == ("表五", "政府性基金预算支出表")
    assert grid[1:5] == [
        ("科目编码", "科目名称", "本年政府性基金预算财政拨款支出", None, None),
        (None, None, "合计", "基本支出", "项目支出"),
        ("", "合计", "12,383.00", "", "12,383.00"),
        ("212", "城乡社区支出", "12,383.00", "", "12,383.00"),
    ]


def test_a_blank_cell_leaves_its_column_to_the_header(tmp_path: Path):
    (grid,) = blocks(tmp_path, TRAVEL)
    assert grid[0] == ("2025年预算数", *[None] * 5, "2026年预算数", *[None] * 5)
    assert grid[1][2:6] == ("公务用车购置及运行费", None, None, "公务接待费")
    assert grid[3] == ("404.22", "", "394.70", "38.50", "356.20", "9.52", "447.44", "", "438.80", "96.00", "342.80", "8.64")


def test_every_amount_of_an_aligned_table_is_read_in_the_unit_behind_the_owner(tmp_path: Path):
    found = facts(tmp_path, FUNDS)
    assert found[:3] == [
        ("合计", "expenditure", "budget", "12,383.00", "万元"),
        ("合计", "project", "budget", "12,383.00", "万元"),
        ("城乡社区支出", "expenditure", "budget", "12,383.00", "万元"),
    ]
    assert len(found) == 10


def test_a_wrapped_text_goes_on_and_numbers_set_to_the_right_share_the_column_of_texts(tmp_path: Path):
    _, grid = blocks(tmp_path, GOALS)
    assert grid[1:5] == [
        ("项目名称", "城区道路清扫", "", ""),
        ("预算金额", "15,930.00", "本级支出", "15,930.00"),
        ("当年绩效目标", "保障全区城市道路清扫保洁服务，机械化清扫率稳步\n提升。", None, None),
        ("指标类型", "指标名称", "指标性质及值", ""),
    ]
    document = recognise(read(tmp_path / "a.txt"))
    assert [(project.name, project.amount) for project in document.projects] == [("城区道路清扫", 15_930_000_000)]
    assert [(one.level1, one.name, one.comparator, one.value, one.unit) for one in document.indicators] == [
        ("产出指标", "清扫保洁面积", "≥", "1386", "万平方米"),
        ("产出指标", "道路机械化清扫率", "≥", "95", "%"),
        ("满意度指标", "市民满意度", "≥", "90", "%"),
    ]


def test_a_program_that_counts_every_character_as_one_place_is_understood(tmp_path: Path):
    rows = [
        ("科目名称", "合计", "基本支出"),
        ("教育支出", "1,200.00", "800.00"),
        ("社会保障和就业支出", "50.00", "50.00"),
        ("合计", "1,250.00", "850.00"),
    ]
    text = "\n".join(f"{name:<14}{total:>12}{basic:>12}" for name, total, basic in rows)
    assert blocks(tmp_path, text) == [rows]


def test_a_blank_line_behind_every_line_parts_no_table(tmp_path: Path):
    (grid,) = blocks(tmp_path, TRAVEL.strip("\n").replace("\n", "\n\n"))
    assert len(grid) == 4


def test_prose_contents_and_numbered_headings_stay_lines(tmp_path: Path):
    text = (
        "目  录\n\n一、部门概况        3\n二、预算收支        5\n三、名词解释        12\n\n"
        "一、  部门职责\n二、  机构设置\n三、  人员构成\n\n"
        "    （一）收入预算：2026年年初预算数53611.15万元，其中：一般公共预算拨款\n41228.15万元，政府性基金预算拨款12383.00万元。\n"
        "    联系人：陈老师　　联系电话：023-67560000\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert all(isinstance(block, TextLine) for block in read(tmp_path / "a.txt").blocks)


def test_nothing_printed_is_lost(tmp_path: Path):
    text = FUNDS + TRAVEL + GOALS
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    kept = ""
    for block in read(tmp_path / "a.txt").blocks:
        kept += "".join(cell or "" for row in block.rows for cell in row.cells) if isinstance(block, Grid) else block.text
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))
