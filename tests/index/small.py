"""A small document made by hand: one table of two amounts, one passage, one check."""

from index.records import CheckResult, Document, Fact, Identity, Member, Passage, Place, Source, SourceRow, SourceTable, Statement, TextLine


def small_document(name: str = "某局预算.txt", mark: str = "0a1b2c3d", amount: int = 1_234_500) -> Document:
    """A budget with 行政运行 as its only row and a total; `mark` is the first half of its hash."""
    id = f"doc-{mark}"
    table = f"{id}-t1"
    header = SourceRow(f"{table}-r1", 1, "header", ("科目", "合计", ""), Place(lines=(3,)))
    row = SourceRow(
        f"{table}-r2", 2, "data", ("2010101-行政运行", f"{amount / 1_000_000:.6f}", None), Place(lines=(4,)), ({"科目": "2010101-行政运行"},),
        {"科目": "2010101-行政运行", "合计": f"{amount / 1_000_000:.6f}"},
    )  # fmt: skip
    total = SourceRow(f"{table}-r3", 3, "data", ("合 计", "", ""), Place(lines=(5,)), ({"科目": "合计"},), {"科目": "合计"})
    member = Member("function", "2010101", "行政运行")
    facts = (
        fact(f"{row.id}-c1", row.id, "行政运行", "leaf", (member,), row.cells[1] or "", amount),
        fact(f"{total.id}-c1", total.id, "合计", "total", (), "", None),
    )
    text = TextLine("本部门2026年支出1.2345万元。", Place(lines=(7,)))
    passage = Passage(f"{id}-p1", "narrative", "一、概况", text.text, text.place)
    statement = Statement(
        f"{id}-s1", passage.id, "2026年支出", "expenditure", None, "amount", None, None, 2026, "budget", "1.2345万元", "1.2345", "万元", 1_234_500,
        text.text, text.place,
    )  # fmt: skip
    check = CheckResult(
        f"{id}-k1", "leaves", "表一 合计 = 各行之和", "holds", "合计", "1.2345万元", facts[1].id, "各行", "1.2345万元", (facts[0].id,), 0, "相等。"
    )
    printed = SourceTable(
        table, 1, "表一", "支出总表", "expenditure", "万元", "all", ("科目", "合计", ""), (header, row, total), (Place(lines=(3, 4, 5)),)
    )
    return Document(
        id, Source(f"/somewhere/{name}", name, mark * 8, "txt"), Identity("某局2026年部门预算", "某局", None, "部门", "某市", 2026, "预算", None),
        None, 7, (printed,), facts, (), (), (text,), (passage,), (statement,), (check,), cells_seen=5,
    )  # fmt: skip


def fact(id: str, row_id: str, label: str, level, members, printed: str, amount: int | None) -> Fact:
    """A fact of the column 合计, in 万元."""
    return Fact(
        id, row_id, 1, 0, label, "合计", "expenditure", "all", "budget", "expenditure", level, 0, members, None, None, printed, "万元", amount
    )
