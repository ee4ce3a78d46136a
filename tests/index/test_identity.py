"""Covers and tables of invented bodies in the wording of several provinces, and the real documents where they are at hand."""

import json
from pathlib import Path

import pytest

from index.identity import identify
from index.identity.region import leading_regions
from index.identity.titles import Title, title_of
from index.identity.year import digits, year_in_name, years_said
from index.records import Grid, GridRow, Identity, Place, Reading, Source, TextLine

CHECKOUT = Path(__file__).parents[2]
SHARED = CHECKOUT.parent / "shared" / "documents"


def paper(text: str, file: str = "document.pdf") -> Reading:
    """A reading of lines; lines with tabs are rows, a form feed starts a page."""
    blocks, rows = [], []
    for page, part in enumerate(text.split("\f"), start=1):
        for line in [*part.splitlines(), ""]:
            if "\t" in line:
                rows.append(GridRow(tuple(line.split("\t")), Place(pages=(page,))))
                continue
            if rows:
                blocks.append(Grid(tuple(rows), Place(pages=(page,))))
                rows = []
            if line.strip():
                blocks.append(TextLine(line, Place(pages=(page,))))
    return Reading(Source(file, file, "0" * 64, "pdf"), tuple(blocks), pages=page)


def test_a_cover_over_three_lines_is_one_title():
    cover = "2023年度\n青川县人民医院\n单位决算\n\f目录\n公开日期：2024年9月26日\n第一部分 单位概况\n2023年度收入合计5.10万元，与2022年度相比增加1.00万元。"
    assert identify(paper(cover)) == Identity(
        title="2023年度青川县人民医院单位决算", department="青川县人民医院", scope="单位", region="青川县", year=2023, phase="决算"
    )


def test_a_title_after_the_contents_in_two_lines_is_found():
    page = "目 录\n第一部分 2024年部门预算编制说明\n第二部分 2024年部门预算报表\n表1. 部门收支总表\n平武县龙安镇中心小学校\n2024年部门预算编制说明\n一、基本职能"
    assert identify(paper(page)) == Identity(
        title="平武县龙安镇中心小学校2024年部门预算", department="平武县龙安镇中心小学校", scope="部门", region="平武县", year=2024, phase="预算"
    )


def test_the_superior_of_a_unit_is_the_department():
    page = "福建省厦门第九中学\n二〇二五年度单位预算\n\f2025年度单位收支预算总表\n主管部门：厦门市教育局\n单位名称：福建省厦门第九中学 单位：万元\n收入\t支出\n一、拨款\t20"
    assert identify(paper(page)) == Identity(
        title="福建省厦门第九中学2025年度单位预算",
        department="厦门市教育局",
        unit="福建省厦门第九中学",
        scope="单位",
        region="福建省",
        year=2025,
        phase="预算",
    )


def test_a_town_government_without_a_cover_is_known_by_its_own_sentences():
    page = (
        "目 录\n第一部分 2025年部门预算说明\n第二部分 2025年部门预算表\n1、2025年部门收支总体情况表;\n第一部分 2025年部门预算说明\n"
        "一、部门基本概况\n黄泥塘镇人民政府只有本级，没有其他预算单位。\n2025年本部门收入预算1767.4万元，比2024年增加2万元。"
    )
    assert identify(paper(page)) == Identity(
        title="黄泥塘镇人民政府2025年部门预算", department="黄泥塘镇人民政府", scope="部门", year=2025, phase="预算"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("广西桂林市妇幼保健院2024年单位预算公开说明\n目 录", ("广西桂林市妇幼保健院", "单位", "广西桂林市", 2024, "预算")),
        ("监督索引号53262200536100601000\n广南县中医医院2023年度部门决算\n目录\n第一部分 单位概况", ("广南县中医医院", "部门", "广南县", 2023, "决算")),
        ("2023年度隆德县沙塘镇卫生院部门决算\n第一部分 单位概况", ("隆德县沙塘镇卫生院", "部门", "隆德县", 2023, "决算")),
        ("张掖市公安局（本级）\n2025年部门预算公开情况说明\n目录", ("张掖市公安局", "部门", "张掖市", 2025, "预算")),
        ("附件2\t\t\n2025年部门收支总表\t\t\n填报单位：203001-遵义市妇幼保健院\t\t单位：万元", ("遵义市妇幼保健院", "部门", "遵义市", 2025, "预算")),
        ("兰州市水务局2024年调整预算公开表", ("兰州市水务局", None, "兰州市", 2024, "调整预算")),
        ("收支总表\t\t\n部门名称：中共阿坝州委组织部\t\t单位：万元\n项目\t预算数\t2023年执行数\n（2024年度）", ("中共阿坝州委组织部", "部门", "阿坝州", 2024, "预算")),
        ("部 门 预 算\n（2024年）\n单 位 名 称：青阳县林业局", ("青阳县林业局", "部门", "青阳县", 2024, "预算")),
        ("蕉城区三都镇2024年部门预算说明\n三都镇人民政府是基层政权。", ("蕉城区三都镇", "部门", "蕉城区", 2024, "预算")),
        ("中共上海市某某区委\n社会工作部 2024 年度\n部门决算\n目 录", ("中共上海市某某区委社会工作部", "部门", "上海市", 2024, "决算")),
        ("重庆市梁平区某某镇天台完全小学2024年单位预算情况说明\n我校是一所学校\n较2023年增加4万元", ("重庆市梁平区某某镇天台完全小学", "单位", "重庆市梁平区", 2024, "预算")),
    ],
)  # fmt: skip
def test_bodies_of_every_kind_are_read_from_their_own_words(text, expected):
    found = identify(paper(text))
    assert (found.department, found.scope, found.region, found.year, found.phase) == expected


def test_the_department_in_a_cell_goes_before_the_unit_in_a_column():
    page = (
        "预算06表 一般公共预算财政拨款支出表\n单位名称\t科目\t合计\n201001-某某工业园区管理委员会机关\t行政运行\t5\n201001-某某工业园区管理委员会机关\t其他\t5\n"
        "预算13表 部门整体支出绩效目标表\n(2026年度)\n部门名称\t\t某某工业园区管理委员会\n整体绩效目标\t\t北京市海淀区的海淀区企业在海淀区"
    )
    assert identify(paper(page)) == Identity(
        title="某某工业园区管理委员会2026年部门预算",
        department="某某工业园区管理委员会",
        scope="部门",
        region="北京市海淀区",
        year=2026,
        phase="预算",
    )


def test_the_year_of_the_file_name_is_the_last_resort_and_marked():
    page = "收支总表\n部门：临海市档案馆 单位：万元\n项目\t预算数"
    found = identify(paper(page, file="临海市档案馆2022.pdf"))
    assert (found.year, found.guessed, found.department) == (2022, ("year",), "临海市档案馆")
    assert identify(paper("（2024年度）\n" + page, file="临海市档案馆2022.pdf")).year == 2024
    assert identify(paper(page, file="2021-2022.pdf")).year is None


def test_a_year_that_is_compared_with_is_not_the_documents():
    assert years_said("2025年，某局收入预算3,121.42万元，比2024年预算增加107.62万元；与2023年决算持平。") == (2025,)
    assert years_said("2023年当年预算执行数为60.13万元，2024年预算安排25.77万元，比2023年预算执行数减少57.14%。") == (2024,)


def test_years_in_chinese_numerals_are_years():
    assert digits("二〇二四年部门预算") == "2024年部门预算"
    assert digits("二○一九年度") == "2019年度"
    assert digits("十二个月") == "十二个月"
    assert year_in_name("2024年某局.pdf") == 2024


def test_the_forms_of_a_title():
    assert title_of("某县审计局2020年部门决算") == Title("某县审计局", 2020, "部门", "决算")
    assert title_of("关于某县审计局2020年度单位预算的说明") == Title("某县审计局", 2020, "单位", "预算")
    assert title_of("2024年度某县教育局部门预算公开") == Title("某县教育局", 2024, "部门", "预算")
    assert title_of("4．2025年部门财政拨款收支预算总表") == Title(None, 2025, "部门", "预算")
    assert title_of("（2026年度）") == Title(None, 2026, None, None)
    assert title_of("《省财政厅关于2019年省级部门预算的批复》") is None
    assert title_of("根据市财政局2019年部门预算") is None
    assert title_of("2024年政府性基金预算比2023年预算增加") is None


def test_regions_are_kept_as_far_as_they_are_printed():
    assert leading_regions("中共上海市普陀区委社会工作部") == ("上海市", "普陀区")
    assert leading_regions("上海市普陀区人民政府万里街道办事处") == ("上海市", "普陀区")
    assert leading_regions("宁夏海原县高崖乡卫生院") == ("宁夏", "海原县")
    assert leading_regions("国家自然科学基金委员会") == ()
    assert leading_regions("省政协办公厅") == ()


def test_a_paper_that_says_nothing_has_no_identity():
    assert identify(paper("会议纪要\n大家讨论了三个问题。", file="a.pdf")) == Identity()


@pytest.mark.skipif(not SHARED.exists(), reason="the shared documents are not beside this checkout")
def test_the_real_documents_are_known_for_what_they_are():
    from index.readers import read

    truth = json.loads((SHARED / "truth_dev.json").read_text(encoding="utf-8"))
    expected = {t["stem"]: (t["department"], t["year"], t["phase"], t["scope"]) for t in truth}
    found = {stem: identify(read(SHARED / f"{stem}.pdf")) for stem in expected}
    assert {stem: (i.department, i.year, i.phase, i.scope) for stem, i in found.items()} == expected


def test_the_shipped_document_is_known_from_a_cell_and_a_bracket():
    from index.readers import read

    assert identify(read(CHECKOUT / "data" / "documents" / "2026-chaoyang-park-committee.txt")) == Identity(
        title="中关村科技园区朝阳园管理委员会2026年部门预算", department="中关村科技园区朝阳园管理委员会",
        scope="部门", region="北京市朝阳区", year=2026, phase="预算",
    )  # fmt: skip


def test_a_sentence_that_begins_before_a_name_makes_no_fuller_name():
    from index.identity.votes import Tally, _merge_names

    names = Tally()
    for name, weight in (("云山县人民法院", 100), ("只有云山县人民法院", 3), ("人民法院", 20)):
        names.add(name, weight, "title")
    _merge_names(names)
    assert names.best() == "云山县人民法院"
