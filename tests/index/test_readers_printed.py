"""Plain text that a program printed from a page: header words and names in the middle of their cells, columns that drift, cells one space apart."""

from pathlib import Path

from index.readers import read
from index.records import Grid
from index.tables import recognise

THREE = """部门公开表09
                                     一般公共预算“三公”经费支出表
部门：某省甲县某机关                                                                                                金额单位：万元
                                    2024年预算数                                           2025年预算数
                                     公务用车购置及运行费                                         公务用车购置及运行费
 单位编码        单位名称   “三公”经费                                      因公出国   “三公”经费                                  因公出国
                           公务接待费            公务用车购 公务用车运                       公务接待费              公务用车购 公务用车运
                      合计            小计                          （境）费     合计            小计                      （境）费
                                              置费    行费                                             置费    行费
126001   某省甲县某机关      108.9   6.4   102.5      22        80.5             86.6   5.6        81            81
"""

PROJECTS = """部门公开表13
                                        项目支出绩效目标表
部门：某省甲县某机关                                                                                       金额单位：万元
    项目名称      预算金额        一级指标      二级指标                三级指标         指标值           计量单位         指标说明
                        成本指标     经济成本指标        办案业务经费总额        ≤386.2         万元          按预算控制
                        产出指标     数量指标          审执结案件数          ≥6200          件           全年审结和执结案件
                        产出指标     数量指标          巡回审判场次          ≥60            场           深入乡镇巡回开庭
办案业务经费          386.2
                        产出指标     质量指标          一审服判息诉率         ≥90            %           一审案件不上诉比例
                        产出指标     时效指标          法定审限内结案率                    100 %          审限内审结
                        满意度指标    服务对象满意度指标     诉讼当事人满意度        ≥92            %           问卷调查
                        成本指标     经济成本指标        人均经费标准          ≤8.1           万元/人·年      36人
                        产出指标     数量指标          聘用制书记员人数                    36 人           与县人社局核定数一致
聘用制书记员经费        291.6
                        产出指标     质量指标          考核合格率           ≥95            %           年度考核
"""

WHOLE = """部门公开表14
                                         整体支出绩效目标表
部门：某省甲县某机关                                                                                    金额单位：万元
部门名称         某省甲县某机关
年度预算申请       资金总额                                    3,172.985 按支出性质分   基本支出：1,915.775   项目支出：1,257.21
             坚持公正司法，依法履行审判职责，全年审执结案件6200件以上；持续攻坚执行难，执行到位金额1.2亿元以上；深化诉源治理，推动矛盾纠纷前端化解；加强法院队伍建
整体绩效目标
             设，确保全年无重大违法违纪案件。
一级指标         二级指标            三级指标                           指标值         计量单位             备注
                             法官人均结案数                        ≥200        件
             数量指标
                             司法建议发出数                        ≥12         份
产出指标         质量指标            案件改判发回重审率                      ≤1.8        %
             时效指标            平均审理天数                         ≤52         天
             成本指标            “三公”经费控制数                      ≤86.6       万元
                             裁判文书上网率                        ≥95         %
效益指标         社会效益指标
                             民事案件调解撤诉率                      ≥45         %
满意度指标        社会公众满意度指标       人大代表满意度                        ≥96         %
"""

INCOME = """部门公开表02
                                           收入总表
部门：某省甲县某机关                                                                                            金额单位：万元
                 单位                                                   本年收入
                              合计                                             政府性基金预   财政专户管理            上年结转
      单位代码             单位名称                   小计              一般公共预算                           其他收入
                                                                               算        资金
合计                             3,172.985          3,172.985      3,172.985
126          某省甲县某机关           3,172.985          3,172.985      3,172.985
126001       某省甲县某机关本级         3,172.985          3,172.985      3,172.985
"""

EXPENDITURE = """部门公开表03
                                            支出总表
部门：某省甲县某机关                                                                                        金额单位：万元

      科目编码                                                                                             对附属单
                                            上缴上级                                                事业单位
                                     科目名称          项目支出           基本支出           合计                    位补助支
                                             支出                                                 经营支出
  类        款        项                                                                                   出
                        合计                           1,257.21       1,915.775     3,172.985
204                     公共安全支出                       1,257.21      1,438.7626    2,695.9726
204   05                法院                           1,257.21      1,438.7626    2,695.9726
204   05       01        行政运行                                      1,438.7626    1,438.7626
"""

BOTH_SIDES = """部门公开表01
                                               收支总表
部门：某省甲县某机关                                                                             金额单位：万元
                 收 入                                          支 出
           项 目           预算数               项目（按功能分类）   预算数            项目（按支出性质和经济分类）   预算数
一、一般公共预算拨款收入              4,172.985 一、一般公共服务支出                       一、基本支出              2,915.775
  其中：经费拨款                 3,852.985 二、国防支出                            工资福利支出            2,526.7852
       纳入一般公共预算管理的非税收入
                               320 三、公共安全支出             4,172.985     商品和服务支出             388.9898
拨款
二、政府性基金预算拨款收入                     四、教育支出                              二、项目支出               1,257.21
本年收入合计                    4,172.985 本年支出合计               4,172.985 本年支出合计                4,172.985
"""


PAGES = (INCOME, EXPENDITURE, BOTH_SIDES, PROJECTS, WHOLE, THREE)


def read_pages(folder: Path):
    (folder / "a.txt").write_text("\n\n\n".join(PAGES), encoding="utf-8")
    return read(folder / "a.txt")


def table(folder: Path, page: str) -> list[tuple[str | None, ...]]:
    """Cells of the grid of one page."""
    grids = [block for block in read_pages(folder).blocks if isinstance(block, Grid)]
    return [row.cells for row in grids[PAGES.index(page)].rows]


def test_words_in_the_middle_of_their_cells_stand_over_their_columns(tmp_path: Path):
    assert table(tmp_path, INCOME)[1:] == [
        ("单位", None, "合计", "本年收入", None, None, None, None, "上年结转"),
        ("单位代码", "单位名称", None, "小计", "一般公共预算", "政府性基金预\n算", "财政专户管理\n资金", "其他收入", None),
        ("合计", "", "3,172.985", "3,172.985", "3,172.985", "", "", "", ""),
        ("126", "某省甲县某机关", "3,172.985", "3,172.985", "3,172.985", "", "", "", ""),
        ("126001", "某省甲县某机关本级", "3,172.985", "3,172.985", "3,172.985", "", "", "", ""),
    ]


def test_letters_stand_over_the_codes_and_lines_of_one_word_in_one_cell(tmp_path: Path):
    assert table(tmp_path, EXPENDITURE)[:4] == [
        ("科目编码", None, None, "科目名称", "上缴上级\n支出", "项目支出", "基本支出", "合计", "事业单位\n经营支出", "对附属单\n位补助支\n出"),
        ("类", "款", "项", *[None] * 7),
        ("", "", "", "合计", "", "1,257.21", "1,915.775", "3,172.985", "", ""),
        ("204", "", "", "公共安全支出", "", "1,257.21", "1,438.7626", "2,695.9726", "", ""),
    ]


def test_an_amount_and_a_name_one_space_apart_are_two_cells_and_a_broken_name_is_one(tmp_path: Path):
    assert table(tmp_path, BOTH_SIDES)[1:7] == [
        ("收 入", None, "支 出", None, None, None),
        ("项 目", "预算数", "项目（按功能分类）", "预算数", "项目（按支出性质和经济分类）", "预算数"),
        ("一、一般公共预算拨款收入", "4,172.985", "一、一般公共服务支出", "", "一、基本支出", "2,915.775"),
        ("其中：经费拨款", "3,852.985", "二、国防支出", "", "工资福利支出", "2,526.7852"),
        ("纳入一般公共预算管理的非税收入\n拨款", "320", "三、公共安全支出", "4,172.985", "商品和服务支出", "388.9898"),
        ("二、政府性基金预算拨款收入", "", "四、教育支出", "", "二、项目支出", "1,257.21"),
    ]


def test_a_project_in_the_middle_of_its_rows_stands_in_the_first_of_them(tmp_path: Path):
    document = recognise(read_pages(tmp_path))
    names = {project.id: project.name for project in document.projects}
    assert [(project.name, project.amount) for project in document.projects] == [("办案业务经费", 386200000), ("聘用制书记员经费", 291600000)]
    assert [(names.get(i.project_id), i.level2, i.name, i.value, i.unit) for i in document.indicators if i.project_id] == [
        ("办案业务经费", "经济成本指标", "办案业务经费总额", "386.2", "万元"),
        ("办案业务经费", "数量指标", "审执结案件数", "6200", "件"),
        ("办案业务经费", "数量指标", "巡回审判场次", "60", "场"),
        ("办案业务经费", "质量指标", "一审服判息诉率", "90", "%"),
        ("办案业务经费", "时效指标", "法定审限内结案率", "100", "%"),
        ("办案业务经费", "服务对象满意度指标", "诉讼当事人满意度", "92", "%"),
        ("聘用制书记员经费", "经济成本指标", "人均经费标准", "8.1", "万元/人·年"),
        ("聘用制书记员经费", "数量指标", "聘用制书记员人数", "36", "人"),
        ("聘用制书记员经费", "质量指标", "考核合格率", "95", "%"),
    ]


def test_levels_in_the_middle_of_their_rows_and_a_text_around_its_key(tmp_path: Path):
    document = recognise(read_pages(tmp_path))
    assert [(i.level1, i.level2, i.name) for i in document.indicators if not i.project_id] == [
        ("产出指标", "数量指标", "法官人均结案数"),
        ("产出指标", "数量指标", "司法建议发出数"),
        ("产出指标", "质量指标", "案件改判发回重审率"),
        ("产出指标", "时效指标", "平均审理天数"),
        ("产出指标", "成本指标", "“三公”经费控制数"),
        ("效益指标", "社会效益指标", "裁判文书上网率"),
        ("效益指标", "社会效益指标", "民事案件调解撤诉率"),
        ("满意度指标", "社会公众满意度指标", "人大代表满意度"),
    ]
    goal = table(tmp_path, WHOLE)[3]
    assert (goal[0], goal[1].split("\n")[1]) == ("整体绩效目标", "设，确保全年无重大违法违纪案件。")


def test_header_words_that_a_program_moved_stand_over_their_amounts(tmp_path: Path):
    document = recognise(read_pages(tmp_path))
    three = next(t.id for t in document.tables if t.type == "three_public")
    found = [(f.measure, f.column_label.split(" / ")[0], f.printed) for f in document.facts if f.row_id.startswith(three)]
    assert found == [
        ("three_public", "2024年预算数", "108.9"),
        ("reception", "2024年预算数", "6.4"),
        ("vehicles", "2024年预算数", "102.5"),
        ("vehicle_purchase", "2024年预算数", "22"),
        ("vehicle_running", "2024年预算数", "80.5"),
        ("abroad", "2024年预算数", ""),
        ("three_public", "2025年预算数", "86.6"),
        ("reception", "2025年预算数", "5.6"),
        ("vehicles", "2025年预算数", "81"),
        ("vehicle_purchase", "2025年预算数", ""),
        ("vehicle_running", "2025年预算数", "81"),
        ("abroad", "2025年预算数", ""),
    ]
