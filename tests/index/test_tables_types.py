"""What fifteen places call their tables, and which type and fund each name is."""

import pytest

from index.records import Place
from index.tables.parts import Heading, Line, Sheet
from index.tables.targeted import titled
from index.tables.types import fund_of, recognise

NAMES = {
    ("revenue_expenditure", "all"): "收支预算总表;部门(单位)收支总体情况表;单位收支总表;收入支出决算总表;部门财务收支预算总表",
    ("revenue", "all"): "收入预算总表;单位收入总表;部门收入总体情况表;收入决算表(分单位);收入决算表(分科目)",
    ("expenditure", "all"): "支出预算总表;单位支出总表;部门支出总体情况表;支出功能分类预算表;支出决算表(分科目)",
    ("fiscal_revenue_expenditure", "fiscal"): "财政拨款收支总表;财政拨款收支情况表;财政拨款收入支出决算总表;财政拨款收支总表(含政府性基金)",
    ("fiscal_expenditure", "fiscal"): "财政拨款支出表;财政拨款支出决算明细表",
    ("function_expenditure", "general"): "一般公共预算支出表;一般公共预算拨款支出预算表;一般公共预算财政拨款支出决算表",
    ("basic_expenditure", "general"): "一般公共预算基本支出表;一般公共预算基本支出经济分类情况表;一般公共预算财政拨款基本支出决算表",
    ("basic_expenditure", None): "基本支出预算情况表;基本支出决算表",
    ("project_expenditure", "general"): "一般公共预算项目支出预算表;一般公共预算财政拨款项目支出决算表",
    ("project_expenditure", None): "项目支出预算表;项目支出预算情况表",
    ("government_fund_expenditure", "government_fund"): "政府性基金预算支出表;政府性基金预算财政拨款收入支出决算表;政府性基金预算支出分类汇总表",
    ("state_capital_expenditure", "state_capital"): "国有资本经营预算支出表;国有资本经营预算财政拨款支出决算表",
    ("special_account_expenditure", None): "财政专户管理资金预算支出表",
    ("government_economic_expenditure", None): "支出经济分类预算表(政府预算);支出预算分类汇总表(政府预算经济分类)",
    ("department_economic_expenditure", None): "支出经济分类预算表(单位预算);支出预算分类汇总表(部门预算经济分类)",
    ("personnel_expenditure", None): "人员经费(工资福利支出)表;人员经费(对个人和家庭的补助)表",
    ("public_expenditure", None): "公用经费(商品和服务支出)表",
    ("three_public", "general"): "一般公共预算“三公”经费支出表;一般公共预算“三公”经费、会议费、培训费支出情况表",
    ("three_public", "fiscal"): "财政拨款“三公”经费支出表;财政拨款“三公”经费、行政参公单位机关运行经费情况表",
    ("three_public", "government_fund"): "政府性基金预算“三公”经费支出预算表",
    ("agency_running", "general"): "一般公共预算机关运行经费;一般公共预算机关运行经费支出预算表",
    ("procurement", None): "政府采购支出预算表;政府采购预算情况表",
    ("purchased_service", None): "政府购买服务支出预算表",
    ("special_funds", None): "专项资金预算汇总表;单位管理专项资金预算表",
    ("debt", None): "债务支出预算表",
    ("transfer", None): "部门管理转移支付表",
    ("state_assets", None): "国有资产使用情况表",
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMES.items() for name in names.split(";")])
def test_a_title_tells_type_and_fund(kind, name):
    sheet = Sheet(Heading(title=name), (), (("科目名称",), ("合计",)), ())
    found = recognise(sheet)
    assert (found.id, fund_of(sheet, found)) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("项目支出绩效目标表", "project_form"),
        ("单位预算项目(政策)绩效目标表", "project_form"),
        ("财政专项资金绩效目标表", "project_form"),
        ("对下转移支付项目绩效目标公开表", "project_form"),
        ("单位整体绩效目标表", "overall_performance"),
        ("部门整体支出绩效目标表", "overall_performance"),
        ("项目支出绩效自评表", "self_evaluation"),
    ],
)
def test_a_form_is_told_by_its_shape_and_title(title, kind):
    rows = [("项目名称", "某项目"), ("年度绩效目标", "目标。"), ("一级指标", "指标值")]
    lines = tuple(Line("header" if row[0] == "一级指标" else "data", row, Place(row=i)) for i, row in enumerate(rows, 1))
    assert recognise(Sheet(Heading(title=title), lines, (("一级指标",), ("指标值",)), ())).id == kind


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("1.危险化学品企业安全诊断绩效目标表", "危险化学品企业安全诊断"),
        ("附表13-1 2025年度项目支出绩效目标表（学校食堂“互联网+明厨亮灶”）", "学校食堂“互联网+明厨亮灶”"),
        ("2024年度硚口区就业补助项目自评表", "硚口区就业补助"),
        ("项目支出绩效目标表", ""),
        ("2026年部门专项业务经费绩效目标表", ""),
        ("财政专项资金绩效目标申报表(2025年度)", ""),
        ("项目绩效目标表（一）", ""),
    ],
)
def test_a_title_names_the_project_of_its_targets(title, name):
    assert titled(title) == name
