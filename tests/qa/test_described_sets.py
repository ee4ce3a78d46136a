"""Sets that a question describes: narrowed by what other columns say, less what is left out, held against another year, over several years."""

from decimal import Decimal

import pytest
from conftest import conversation

from index.build import build

PROJECTS = (
    # name, unit, kind, 合计, 一般公共预算, 政府性基金
    ("林区道路养护", "临海市林场管理中心", "经常性", "320.00", "320.00", ""),
    ("苗圃温室改造", "临海市林场管理中心", "一次性", "145.50", "145.50", ""),
    ("湿地巡护", "临海市林业局", "经常性", "88.00", "88.00", ""),
    ("防火瞭望塔建设", "临海市林业局", "一次性", "600.00", "", "600.00"),
    ("古树名木保护", "临海市林业局", "经常性", "62.25", "62.25", ""),
)
ITEMS = (("办公费", "30201", "42.00"), ("电费", "30206", "36.50"), ("物业管理费", "30209", "120.00"), ("差旅费", "30211", "18.75"), ("维修（护）费", "30213", "64.00"))
FUNCTIONS = {
    # year: code, name, last year, basic, project
    2024: (("2130201", "行政运行", "400.00", "420.00", ""), ("2130204", "事业机构", "210.00", "200.00", ""), ("2130207", "森林资源管理", "500.00", "", "480.00")),
    2025: (("2130201", "行政运行", "420.00", "431.25", ""), ("2130204", "事业机构", "200.00", "180.00", ""), ("2130207", "森林资源管理", "480.00", "", "553.50"), ("2130212", "湿地保护", "", "", "62.25")),
}  # fmt: skip


def paper(year: int) -> str:
    total = sum(Decimal(amount or 0) for *_, basic, project in FUNCTIONS[year] for amount in (basic, project))
    basic, project = (sum(Decimal(row[place] or 0) for row in FUNCTIONS[year]) for place in (3, 4))
    last = sum(Decimal(row[2] or 0) for row in FUNCTIONS[year])
    public = sum(Decimal(amount) for *_, amount in ITEMS)
    return "\n".join(
        (
            f"临海市林业局{year}年部门预算", "",
            "预算01表 收支总表", "", "金额单位：万元", "", "收 入\t\t支 出\t", "项 目\t预算数\t项 目\t预算数",
            f"一、一般公共预算拨款收入\t{total}\t一、农林水支出\t{total}", f"本年收入合计\t{total}\t本年支出合计\t{total}", f"收入总计\t{total}\t支出总计\t{total}", "",
            "预算05表 一般公共预算支出表", "", "金额单位：万元", "", f"科目编码\t科目名称\t{year - 1}年执行数\t{year}年预算数\t\t", "\t\t\t合计\t基本支出\t项目支出",
            *(f"{code}\t{name}\t{before}\t{Decimal(own or 0) + Decimal(other or 0)}\t{own}\t{other}" for code, name, before, own, other in FUNCTIONS[year]),
            f"\t合 计\t{last}\t{total}\t{basic}\t{project}", "",
            "预算06表 一般公共预算基本支出表", "", "金额单位：万元", "", "科目编码\t科目名称\t合计\t人员经费\t公用经费",
            f"30101\t基本工资\t{basic - public}\t{basic - public}\t", *(f"{code}\t{name}\t{amount}\t\t{amount}" for name, code, amount in ITEMS),
            f"\t合 计\t{basic}\t{basic - public}\t{public}", "",
            "预算10表 项目支出表", "", "金额单位：万元", "", "项目名称\t项目单位\t项目类别\t合计\t一般公共预算\t政府性基金预算",
            *("\t".join(row) for row in PROJECTS), "合 计\t\t\t1215.75\t615.75\t600.00", "",
            f"四、绩效目标设置情况\n{year}年度，本部门编报绩效目标的项目共3个，涉及项目预算资金490.25万元。",
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forest")
    written = folder / "documents"
    written.mkdir()
    for year in FUNCTIONS:
        (written / f"临海市林业局{year}年部门预算.txt").write_text(paper(year), encoding="utf-8")
    build(folder, [written])
    return conversation(folder / "build" / "budget.db")


def told(reply) -> list[tuple[str, Decimal, str]]:
    return [(figure.label, Decimal(figure.value), figure.unit) for figure in reply.figures]


def listed(reply) -> dict[str, Decimal]:
    return {figure.label: Decimal(figure.value) for figure in reply.figures if figure.unit == "万元"}


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("林场管理中心的项目有哪些", {"林区道路养护": "320", "苗圃温室改造": "145.5"}),
        ("项目类别为一次性的项目有哪些", {"苗圃温室改造": "145.5", "防火瞭望塔建设": "600"}),
        ("用政府性基金安排的项目有哪些", {"防火瞭望塔建设": "600"}),
        ("公用经费超过40万元的科目有哪些", {"办公费": "42", "物业管理费": "120", "维修（护）费": "64"}),
    ],
)
def test_rows_are_narrowed_by_what_other_columns_say(ask, asked, rows):
    reply = ask(f"临海市林业局2025年{asked}")
    assert (reply.status, listed(reply)) == ("answered", {name: Decimal(amount) for name, amount in rows.items()})


@pytest.mark.parametrize(
    ("asked", "amount"),
    [
        ("林场管理中心负责的项目一共多少钱", "465.5"), ("不到100万的项目加起来多少", "150.25"), ("除了防火瞭望塔建设，其余项目合计多少", "615.75"),
        ("行政运行的基本支出和事业机构的基本支出一共多少", "611.25"), ("公用经费除了物业管理费还剩多少", "161.25"),
    ],
)  # fmt: skip
def test_the_sum_is_of_the_set_that_is_described(ask, asked, amount):
    reply = ask(f"临海市林业局2025年{asked}")
    assert (reply.status, told(reply)[0][1:] if reply.figures else ()) == ("answered", (Decimal(amount), "万元"))


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ("公用经费里除了物业管理费，最多的是哪项", ("维修（护）费", "64")), ("项目里仅次于防火瞭望塔建设的是哪个", ("林区道路养护", "320")),
        ("公用经费里排在办公费后面的是哪一项", ("电费", "36.5")), ("去掉防火瞭望塔建设和林区道路养护，最大的项目是哪个", ("苗圃温室改造", "145.5")),
    ],
)  # fmt: skip
def test_a_rank_leaves_out_what_is_left_out_and_counts_from_what_is_named(ask, asked, row):
    reply = ask(f"临海市林业局2025年{asked}")
    assert (reply.status, told(reply)[0][:2] if reply.figures else ()) == ("answered", (row[0], Decimal(row[1])))


@pytest.mark.parametrize(
    "asked",
    [
        "项目里除了海洋牧场，最大的是哪个", "公用经费里除了取暖费，最多的是哪项", "项目里仅次于海洋牧场的是哪个", "项目支出不含海洋牧场多少", "公用经费不算那两个物业管理费最多的是哪项",
        "项目里排在古树名木保护后面的是哪个",
    ],
)  # fmt: skip
def test_what_is_none_of_the_rows_is_left_out_of_nothing(ask, asked):
    reply = ask(f"临海市林业局2025年{asked}")
    assert (reply.status == "answered", [f.value for f in reply.figures]) == (False, [])


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("2025年比上年减少的科目有哪些", {"事业机构": ("180", "200")}),
        ("2025年哪些科目比2024年增加了", {"行政运行": ("431.25", "420"), "森林资源管理": ("553.5", "480")}),
        ("2025年比上年新增的科目是哪个", {"湿地保护": ("62.25", None)}),
        ("2025年比上年增长超过10%的科目有哪些", {"森林资源管理": ("553.5", "480")}),
    ],
)
def test_rows_are_held_against_what_they_were_the_year_before(ask, asked, rows):
    reply = ask(f"临海市林业局{asked}")
    found = {label: value for label, value in listed(reply).items() if not label.endswith("变化")}
    wanted = {}
    for name, (now, then) in rows.items():
        wanted[name] = Decimal(now)
        wanted |= {f"{name}2024年": Decimal(then)} if then else {}
    assert (reply.status, found) == ("answered", wanted)


def test_the_mean_of_the_years_is_taken_over_every_one_of_them(ask):
    reply = ask("临海市林业局2024到2025年行政运行平均每年多少")
    assert told(reply)[0][1:] == ((Decimal("420") + Decimal("431.25")) / 2, "万元")
    assert reply.figures[0].formula == "(2024年 420 + 2025年 431.25) 万元 ÷ 2"


def test_growth_a_year_compounds_and_names_its_formula(ask):
    reply = ask("临海市林业局2024到2025年行政运行年均增长率是多少")
    assert (told(reply)[0][1:], reply.figures[0].formula) == ((Decimal("2.68"), "%"), "(2025年 431.25 万元 ÷ 2024年 420 万元) 开 1 次方 - 1")


@pytest.mark.parametrize("asked", ["近三年项目支出平均每年多少", "2023到2025年项目支出年均增长多少", "近五年平均支出多少"])
def test_no_mean_is_taken_over_years_that_are_not_held(ask, asked):
    reply = ask(f"临海市林业局{asked}")
    assert (reply.status, reply.figures) == ("not_found", ())


def test_projects_with_goals_are_as_many_as_the_text_says(ask):
    reply = ask("临海市林业局2025年有几个项目编了绩效目标，涉及多少钱")
    assert [row[1:] for row in told(reply)] == [(Decimal(3), "个"), (Decimal("490.25"), "万元")]


def test_two_columns_that_follow_a_row_are_both_of_that_row(ask):
    reply = ask("临海市林业局2025年森林资源管理的基本支出和项目支出各多少")
    assert [row[1] for row in told(reply)][-1] == Decimal("553.5")
    assert Decimal("615.75") not in [row[1] for row in told(reply)]


@pytest.mark.parametrize(
    ("asked", "amount"),
    [("项目支出超过100万的一共多少", "1065.5"), ("项目里过百万的加起来多少", "1065.5"), ("林场管理中心和林业局的项目里一次性的一共多少", None)],
)  # fmt: skip
def test_a_condition_a_number_and_a_whole_are_never_passed_over(ask, asked, amount):
    reply = ask(f"临海市林业局2025年{asked}")
    found = [row[1] for row in told(reply)][:1]
    assert found == ([Decimal(amount)] if amount else []) or (amount is None and reply.status != "answered")


def test_a_list_is_not_given_twice(ask):
    reply = ask("临海市林业局2025年林场管理中心的项目有哪几个，各多少")
    assert [row[1] for row in told(reply)] == [Decimal("320"), Decimal("145.5"), Decimal("2")]


def test_a_share_of_a_column_is_of_the_row_that_holds_it(ask):
    reply = ask("临海市林业局2025年农林水支出里基本支出占多少")
    assert reply.status != "answered" or told(reply)[0][1] == Decimal("49.82")
