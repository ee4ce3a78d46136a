"""Budgets made for measuring: as many as are wanted, of departments of several cities and years, each with what a district's budget prints.

About 190 rows in eight tables and a page of prose; the amounts add up. The same number gives the same budget on every machine, and the first ones are the
same whatever number is made: what is asked of one of them has the same answer among ten, a hundred and a thousand.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.build import build
from index.knowledge import read_csv

YEARS = (2025, 2024, 2023, 2022, 2021)
BODIES = ("教育局", "民政局", "财政局", "商务委员会", "水务局", "卫生健康委员会", "交通运输局", "文化和旅游局", "市场监督管理局", "住房和城乡建设委员会")
_DOMAINS = {
    "教育局": ("205", "校园"), "民政局": ("208", "养老"), "财政局": ("201", "财政"), "商务委员会": ("216", "商圈"), "水务局": ("213", "河道"),
    "卫生健康委员会": ("210", "社区卫生"), "交通运输局": ("214", "公路"), "文化和旅游局": ("207", "文化"), "市场监督管理局": ("201", "食品安全"), "住房和城乡建设委员会": ("212", "老旧小区"),
}  # fmt: skip
_STAFF = (("30101", "基本工资"), ("30102", "津贴补贴"), ("30103", "奖金"), ("30107", "绩效工资"), ("30112", "其他社会保障缴费"), ("30113", "住房公积金"))
_RUNNING = (
    ("30201", "办公费"), ("30202", "印刷费"), ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"), ("30208", "取暖费"), ("30209", "物业管理费"), ("30211", "差旅费"),
    ("30213", "维修(护)费"), ("30215", "会议费"), ("30216", "培训费"), ("30217", "公务接待费"), ("30228", "工会经费"), ("30229", "福利费"), ("30231", "公务用车运行维护费"), ("30239", "其他交通费用"),
)  # fmt: skip
_SOCIAL = (
    ("2080505", "机关事业单位基本养老保险缴费支出", "30108", "机关事业单位基本养老保险缴费"), ("2080506", "机关事业单位职业年金缴费支出", "30109", "职业年金缴费"),
    ("2101101", "行政单位医疗", "30110", "职工基本医疗保险缴费"), ("2080501", "行政单位离退休", "30302", "退休费"),
)  # fmt: skip
_THEMES = ("智慧", "信息化", "安全", "绿色", "应急", "公共", "基层", "重点", "数字", "便民", "标准化", "综合", "专业", "示范", "创新", "惠民", "节能", "普惠", "协同", "精细化")
_WORKS = (
    "平台运维", "设施改造", "宣传服务", "评估督导", "人才培训", "专项补助", "购买服务", "设备购置", "监测检测", "档案整理", "课题研究", "场所租赁", "系统升级", "执法检查", "隐患治理",
    "志愿服务", "奖励资金", "规划编制", "交流合作", "法律顾问",
)  # fmt: skip
_GOALS = (("产出指标", "数量指标", "完成任务数量", "≥", "{n}", "项"), ("产出指标", "质量指标", "验收合格率", "≥", "95", "%"), ("产出指标", "时效指标", "按期完成率", "=", "100", "%"),
          ("成本指标", "经济成本指标", "预算执行率", "≤", "100", "%"), ("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥", "{m}", "%"))  # fmt: skip
_SERVICES = ("物业管理服务", "法律顾问服务", "审计服务", "评审服务", "餐饮服务", "咨询服务", "租赁服务", "机关信息系统开发与维护服务", "课题研究服务", "会议服务")
PROJECTS = 14


@dataclass(frozen=True, slots=True)
class Body:
    """A department: its region as a city and a district, and what it is."""

    city: str
    district: str
    kind: str

    @property
    def name(self) -> str:
        return f"{self.city}{self.district}{self.kind}"


@cache
def districts() -> tuple[tuple[str, str], ...]:
    """(city, district) of the municipalities and of the seats of the provinces, each name once, in the order of their codes from the south-east on."""
    rows = [(row["code"], row["name"]) for row in read_csv("regions.csv")]
    cities = {code[:4]: name for code, name in rows if code.endswith("00") and name.endswith("市")} | {"1101": "北京市", "1201": "天津市", "3101": "上海市", "5001": "重庆市"}
    names = [name for _, name in rows]
    found = [(code, cities[code[:4]], name) for code, name in rows if code[:4] in cities and name.endswith("区") and len(name) == 3 and names.count(name) == 1]
    return tuple((city, name) for code, city, name in sorted(found, key=lambda row: (int(row[0]) - 310000) % 1_000_000))


def body(number: int) -> Body:
    """The department of a number: every district has all bodies."""
    city, district = districts()[number // len(BODIES)]
    return Body(city, district, BODIES[number % len(BODIES)])


def paper(number: int) -> tuple[str, str]:
    """File name and text of the budget of a number."""
    owner, year = body(number // len(YEARS)), YEARS[number % len(YEARS)]
    return f"{number:05d}-{year}.txt", _Paper(owner, year, number).text()


def database(folder: Path, size: int) -> Path:
    """The built database of the first budgets; what is built already is kept."""
    written = folder / "papers"
    written.mkdir(parents=True, exist_ok=True)
    for number in range(size):
        name, text = paper(number)
        (written / name).write_text(text, encoding="utf-8")
    build(folder, [written])
    return folder / "build" / "budget.db"


class _Paper:
    """One budget; amounts in hundredths of 万元."""

    def __init__(self, owner: Body, year: int, number: int):
        self.owner, self.year = owner, year
        lasting, yearly = random.Random(owner.name), random.Random(number)
        self.projects = self._projects(lasting, yearly)
        self.staff = [(code, name, yearly.randint(2_000, 90_000)) for code, name in _STAFF]
        self.running = [(code, name, yearly.randint(50, 9_000)) for code, name in _RUNNING]
        self.social = [(*row, yearly.randint(1_000, 30_000)) for row in _SOCIAL]
        self.services = [(name, yearly.randint(300, 20_000)) for name in lasting.sample(_SERVICES, 8)]
        self.goods = yearly.randint(100, 5_000)
        self.chance = yearly

    def _projects(self, lasting: random.Random, yearly: random.Random) -> list[tuple[str, str, str, str, int]]:
        """Code, name, function's code and name, amount; most projects of a department come again every year."""
        functions = own_functions(_DOMAINS[self.owner.kind][0])
        works = [f"{theme}{_DOMAINS[self.owner.kind][1]}{work}" for theme in _THEMES for work in _WORKS]
        names = lasting.sample(works, PROJECTS + 6)
        chosen = [*names[: PROJECTS - 3], *yearly.sample(names[PROJECTS - 3 :], 3)]
        places = [self.owner.district if index % 3 == 0 else "" for index in range(PROJECTS)]
        made = []
        for index, (place, name) in enumerate(zip(places, chosen, strict=True)):
            code, function = functions[index % min(5, len(functions))]
            made.append((f"{lasting.randint(10**8, 10**9 - 1)}{index:03d}", f"{place}{name}项目", code, function, yearly.randint(500, 500_000)))
        return made

    def text(self) -> str:
        """The paper as published."""
        basic = sum(amount for *_, amount in (*self.staff, *self.running, *self.social))
        people = sum(amount for *_, amount in (*self.staff, *self.social))
        project = sum(amount for *_, amount in self.projects)
        money = lambda amount: f"{amount / 100:,.2f}" if amount else ""  # noqa: E731
        spent: dict[str, int] = {}
        functions: dict[tuple[str, str], list[int]] = {("2010101", "行政运行"): [sum(a for *_, a in (*self.staff, *self.running)), 0]}
        for code, name, _, _, amount in self.social:
            functions.setdefault((code, name), [0, 0])[0] += amount
        for _, _, code, name, amount in self.projects:
            functions.setdefault((code, name), [0, 0])[1] += amount
        for (code, _), (one, two) in functions.items():
            spent[class_name(code)] = spent.get(class_name(code), 0) + one + two
        total = basic + project
        reception, vehicles = (next(amount for code, _, amount in self.running if code == wanted) for wanted in ("30217", "30231"))
        unit, purchased = "金额单位：万元", sum(amount for _, amount in self.services)
        income = [("一、一般公共预算拨款收入", total), ("二、政府性基金预算拨款收入", 0), ("三、国有资本经营预算拨款收入", 0), ("四、其他收入", 0)]
        expenditure = sorted(spent.items())
        sides = [(*(income[i] if i < len(income) else ("", 0)), *(expenditure[i] if i < len(expenditure) else ("", 0))) for i in range(max(len(income), len(expenditure)))]
        entrusted = [(code, name, "30227", "委托业务费", amount) for _, _, code, name, amount in self.projects]
        items = [("2010101", "行政运行", *row) for row in (*self.staff, *self.running)]
        lines = [
            f"{self.owner.name}{self.year}年部门预算", "",
            *self._prose(total, basic, project, reception, vehicles, purchased), "",
            "预算01表 收支总表", "", unit, "", "收 入\t\t支 出\t", "项 目\t预算数\t项 目\t预算数",
            *(f"{left}\t{money(a)}\t{right}\t{money(b)}" for left, a, right, b in sides),
            f"本年收入合计\t{money(total)}\t本年支出合计\t{money(total)}", f"收入总计\t{money(total)}\t支出总计\t{money(total)}", "",
            "预算03表 支出预算总表", "", unit, "", "支出功能分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出",
            *(f"{f}-{fn}\t{i}-{n}\t{money(a)}\t{money(a)}\t" for f, fn, i, n, a in (*items, *self.social)),
            *(f"{f}-{fn}\t{i}-{n}\t{money(a)}\t\t{money(a)}" for f, fn, i, n, a in entrusted),
            f"合 计\t\t{money(total)}\t{money(basic)}\t{money(project)}", "",
            "预算04表 政府采购预算明细表", "", unit, "", "采购类别\t金额", f"A-货物\t{money(self.goods)}", f"C-服务\t{money(purchased)}", f"合 计\t{money(self.goods + purchased)}", "",
            "预算06表 一般公共预算财政拨款支出表", "", unit, "", "科目编码\t科目名称\t合计\t基本支出\t项目支出",
            *(f"{code}\t{name}\t{money(one + two)}\t{money(one)}\t{money(two)}" for (code, name), (one, two) in functions.items()),
            f"\t合 计\t{money(total)}\t{money(basic)}\t{money(project)}", "",
            "预算07表 一般公共预算财政拨款基本支出表", "", unit, "", "部门支出经济分类科目\t合计\t人员经费\t公用经费",
            *(f"{i}-{n}\t{money(a)}\t{money(a)}\t" for i, n, a in (*self.staff, *(row[2:] for row in self.social))),
            *(f"{i}-{n}\t{money(a)}\t\t{money(a)}" for i, n, a in self.running),
            f"合 计\t{money(basic)}\t{money(people)}\t{money(basic - people)}", "",
            "预算10表 财政拨款“三公”经费支出表", "", unit, "",
            "“三公”经费财政拨款预算总额\t因公出国（境）费用\t公务接待费\t公务用车购置及运行维护费\t\t", "\t\t\t小计\t公务用车购置费\t公务用车运行维护费",
            f"{money(reception + vehicles)}\t\t{money(reception)}\t{money(vehicles)}\t\t{money(vehicles)}", "",
            "预算11表 政府购买服务预算财政拨款明细表", "", unit, "", "指导性目录\t\t\t服务领域\t预算金额", "一级\t二级\t三级\t\t",
            *(f"02-政府履职辅助性服务\t02{index:02d}-{name[-4:]}\t{name}\t{self.projects[0][2][:3]}-{class_name(self.projects[0][2])}\t{money(a)}" for index, (name, a) in enumerate(self.services, start=1)),
            "", "预算12表 年度项目支出绩效表", "", unit, "",
            "单位名称\t项目名称\t项目总额\t财政资金\t其他资金\t绩效目标\t一级指标\t二级指标\t三级指标\t绩效指标性质\t本年绩效指标值\t绩效度量单位",
            *self._goals(money), "",
        ]  # fmt: skip
        return "\n".join(lines)

    def _goals(self, money) -> list[str]:
        lines = []
        for code, name, _, _, amount in self.projects:
            for index, (first, second, label, sign, value, unit) in enumerate(_GOALS):
                head = f"\t{code}-{name}\t{money(amount)}\t{money(amount)}\t\t完成{name}的年度任务，提升管理和服务水平。" if not index else "\t\t\t\t\t"
                lines.append(f"{head}\t{first}\t{second}\t{name[:-2]}{label}\t{sign}\t{value.format(n=self.chance.randint(2, 90), m=self.chance.randint(80, 98))}\t{unit}")
        return lines

    def _prose(self, total: int, basic: int, project: int, reception: int, vehicles: int, purchased: int) -> list[str]:
        y, kind, domain = self.year, self.owner.kind, _DOMAINS[self.owner.kind][1]
        money = lambda amount: f"{amount / 100:.2f}万元"  # noqa: E731
        before = total - self.chance.randint(100, total // 8)
        first, second = self.projects[0], self.projects[1]
        return [
            "一、部门概况", f"{self.owner.name}是区政府工作部门，主要负责贯彻执行国家和本市有关{domain}工作的法律法规，拟订全区{domain}发展规划并组织实施。",
            f"负责{domain}的监督管理、统计监测和安全工作，指导街道办事处开展{domain}服务。", f"本部门内设办公室、综合科、{domain}科、法规科和财务科。",
            "二、收支情况说明", f"{y}年收入预算{money(total)}，比{y - 1}年增加{money(total - before)}，主要原因是{domain}项目增加。",
            f"{y}年支出预算{money(total)}，其中基本支出{money(basic)}，项目支出{money(project)}。",
            "三、“三公”经费情况说明", f"{y}年“三公”经费预算数为{money(reception + vehicles)}，其中公务接待费{money(reception)}，主要用于接待外省市考察团和上级检查组。",
            f"公务用车运行维护费{money(vehicles)}，主要用于执法巡查车辆的加油、维修和保险。", f"因公出国（境）费用与{y - 1}年持平，未安排。",
            "四、其他情况说明", f"{y}年政府采购预算总额{money(self.goods + purchased)}，其中政府采购货物预算{money(self.goods)}，政府采购服务预算{money(purchased)}。",
            f"截至{y - 1}年底，{kind}共有车辆{self.chance.randint(2, 20)}台，单位价值50万元以上的通用设备{self.chance.randint(1, 6)}台。",
            f"{y}年{PROJECTS}个项目编报绩效目标，涉及财政资金{money(project)}。", f"{first[1]}用于改善{domain}条件，由{domain}科组织实施，按季度拨付。",
            f"{second[1]}通过公开招标选择承担单位，年底组织验收。",
        ]  # fmt: skip


@cache
def own_functions(code: str) -> tuple[tuple[str, str], ...]:
    """Items of the functional classification under a class."""
    rows = [(row["code"], row["name"]) for row in read_csv("functional_codes.csv") if row["code"].startswith(code) and len(row["code"]) == 7]
    return tuple(dict(rows).items())[3:20]


@cache
def class_name(code: str) -> str:
    """The class of a function's code, by its latest name."""
    return [row["name"] for row in read_csv("functional_codes.csv") if row["code"] == code[:3]][-1]
