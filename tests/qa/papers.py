"""Small budgets written by hand, so that every figure asked for is known, and the database built from them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from index.build import build


@dataclass(frozen=True, slots=True)
class Paper:
    """A department's budget of one year; amounts in 万元, as printed."""

    department: str
    year: int
    reception: str = "1.25"
    vehicles: str = "8.50"
    office: str = "12.40"
    salary: str = "300.00"
    travel: str = "6.10"
    projects: dict[str, str] = field(default_factory=lambda: {"智慧档案建设": "120.00", "老旧设施改造": "480.50", "宣传服务采购": "60.00"})
    unit: str = "万元"
    phase: str = "预算"
    prose: str = ""

    @property
    def basic(self) -> Decimal:
        return sum(map(Decimal, (self.reception, self.vehicles, self.office, self.salary, self.travel)), Decimal(0))

    @property
    def project(self) -> Decimal:
        return sum(map(Decimal, self.projects.values()), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.basic + self.project

    def printed(self, amount: Decimal | str) -> str:
        """The amount, given in 万元, as the tables of this paper print it."""
        scale = 10_000 if self.unit == "元" else 1
        return f"{Decimal(amount) * scale:,.2f}"

    def text(self) -> str:
        """The paper as published: five tables, parted by tabs."""
        p, unit = self.printed, self.unit
        public = sum(map(Decimal, (self.reception, self.vehicles, self.office, self.travel)), Decimal(0))
        three = Decimal(self.reception) + Decimal(self.vehicles)
        items = (
            ("30101-基本工资", self.salary, "人员经费"), ("30201-办公费", self.office, "公用经费"), ("30211-差旅费", self.travel, "公用经费"),
            ("30217-公务接待费", self.reception, "公用经费"), ("30231-公务用车运行维护费", self.vehicles, "公用经费"),
        )  # fmt: skip
        lines = [
            f"{self.department}{self.year}年部门{self.phase}", "",
            "预算01表 收支总表", "", f"金额单位：{unit}", "",
            "收 入\t\t支 出\t", "项 目\t预算数\t项 目\t预算数",
            f"一、一般公共预算拨款收入\t{p(self.total)}\t一、一般公共服务支出\t{p(self.total)}",
            "二、政府性基金预算拨款收入\t\t二、外交支出\t",
            f"本年收入合计\t{p(self.total)}\t本年支出合计\t{p(self.total)}",
            f"收入总计\t{p(self.total)}\t支出总计\t{p(self.total)}", "",
            "预算03表 支出预算总表", "", f"金额单位：{unit}", "",
            "科目编码\t科目名称\t合计\t基本支出\t项目支出",
            f"2010101\t行政运行\t{p(self.basic)}\t{p(self.basic)}\t",
            f"2010102\t一般行政管理事务\t{p(self.project)}\t\t{p(self.project)}",
            f"\t合 计\t{p(self.total)}\t{p(self.basic)}\t{p(self.project)}", "",
            "预算07表 一般公共预算财政拨款基本支出表", "", f"金额单位：{unit}", "",
            "部门支出经济分类科目\t合计\t人员经费\t公用经费",
            *(f"{name}\t{p(amount)}\t{p(amount) if kind == '人员经费' else ''}\t{p(amount) if kind == '公用经费' else ''}" for name, amount, kind in items),
            f"合 计\t{p(self.basic)}\t{p(self.salary)}\t{p(public)}", "",
            "预算10表 财政拨款“三公”经费支出表", "", f"金额单位：{unit}", "",
            "“三公”经费财政拨款预算总额\t因公出国（境）费用\t公务接待费\t公务用车购置及运行维护费\t\t",
            "\t\t\t小计\t公务用车购置费\t公务用车运行维护费",
            f"{p(three)}\t\t{p(self.reception)}\t{p(self.vehicles)}\t\t{p(self.vehicles)}", "",
            "预算12表 项目支出绩效表", "", f"金额单位：{unit}", "",
            "单位名称\t项目名称\t项目总额\t财政资金\t其他资金\t绩效目标\t一级指标\t二级指标\t三级指标\t绩效指标性质\t本年绩效指标值\t绩效度量单位",
            *(
                f"\t{name}\t{p(amount)}\t{p(amount)}\t\t完成{name}的年度任务。\t产出指标\t数量指标\t{name}完成数量\t≥\t{len(name)}\t项"
                for name, amount in self.projects.items()
            ),
            "", self.prose,
        ]  # fmt: skip
        return "\n".join(lines) + "\n"


def database(folder: Path, *papers: Paper) -> Path:
    """The built database of the papers; their files lie under `folder/papers`."""
    written = folder / "papers"
    written.mkdir(parents=True, exist_ok=True)
    for number, paper in enumerate(papers):
        (written / f"paper-{number}.txt").write_text(paper.text(), encoding="utf-8")
    build(folder, [written], pool=ThreadPoolExecutor)
    return folder / "build" / "budget.db"
