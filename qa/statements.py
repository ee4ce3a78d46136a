"""Quantities said in prose, as evidence like cells: the sentence is their row."""

from __future__ import annotations

import re
from functools import lru_cache

from index.prose.subjects import measured
from qa.facts import Cell
from qa.members import Name
from qa.normalise import name_key
from qa.numerals import SCALES
from qa.sql import Database, marks, parsed

_WHOLE = re.compile(r"总预算|预算总额|项目总额|总额|年度预算|项目预算|预算安排")
_HEAD = re.compile(r"(专项)?(资金|经费)?(项目)?(经费|资金)?(的)?(情况)?(说明|介绍)$")
_LEAD = re.compile(r"^(?:(?:19|20)\d{2}年(?:度)?|本(?:部门|单位|项目|工程)|其中[:：,，]?|安排|我(?:部门|单位))+")
_TAIL = re.compile(r"(预算数|预算|决算数|决算|支出|经费|金额|数)$")


@lru_cache(maxsize=20_000)
def spoken_forms(subject: str, department: str = "") -> tuple[str, ...]:
    """Forms in which a statement's subject is asked for: 政府采购工程预算, 政府采购工程."""
    key = _LEAD.sub("", name_key(subject))
    if department:
        key = _LEAD.sub("", key.replace(name_key(department), "", 1))
    key = re.sub(r"^财政拨款的", "", key)
    short = _TAIL.sub("", key)
    return tuple(dict.fromkeys(form for form in (key, short) if len(form) >= 3))


def narrated_name(heading: str) -> str | None:
    """商业创新专项（政策资金）经费情况说明 / 六、年度预算安排 → 商业创新专项（政策资金）; `None` for a heading that introduces no project."""
    top = heading.split(" / ")[0]
    if "/" not in heading or not re.search(r"(经费|资金|项目).{0,6}说明$", top):
        return None
    name = re.sub(r"经费情况说明$|项目经费情况说明$|资金情况说明$|情况说明$|说明$", "", top).strip()
    return name if len(name_key(name)) >= 4 and name not in ("项目", "项目经费", "专项资金") else None


def names(database: Database, documents: tuple[str, ...]) -> list[Name]:
    """What prose gives quantities of: subjects of statements, and projects that a chapter narrates."""
    found: dict[tuple[str, str], Name] = {}
    sql = """SELECT DISTINCT s.subject, d.department FROM statement s JOIN document d ON d.id = s.document_id
        WHERE s.document_id IN ({}) AND s.role IN ('amount', 'count') AND s.measure IS NULL AND s.member IS NULL AND s.subject <> '' ORDER BY 1"""
    tabled = _tabled(database, documents)
    for subject, department in database.select(sql.format(marks(documents)), documents, log=False):
        forms = spoken_forms(subject, department or "")
        if any((funded := measured(form)) and (funded.id, funded.fund) in tabled for form in forms):
            continue
        for form in forms:
            found.setdefault(("statement", form), Name("statement", subject, None, form))
    sql = "SELECT DISTINCT p.heading FROM statement s JOIN passage p ON p.id = s.passage_id WHERE s.document_id IN ({}) ORDER BY 1"
    for (heading,) in database.select(sql.format(marks(documents)), documents, log=False):
        name = narrated_name(heading)
        if name:
            found.setdefault(("narrated", name_key(name)), Name("narrated", name, None, name_key(name)))
    return list(found.values())


def _tabled(database: Database, documents: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Measures of one fund that a table of the documents totals: their own words find them, and 一般公共预算基本支出 is no name beside them."""
    sql = f"SELECT DISTINCT measure, fund FROM fact WHERE document_id IN ({marks(documents)}) AND level = 'total' AND measure IS NOT NULL AND fund IS NOT NULL"
    return frozenset(tuple(row) for row in database.select(sql, documents, log=False))


def statement_cell(row) -> Cell:
    """A statement as a cell whose row is its sentence."""
    unit = row["unit"] if row["unit"] in SCALES else {"万": "万元", "亿": "亿元"}.get(row["unit"], row["unit"])
    location = parsed(row["location"])
    return Cell(
        row["id"], row["document_id"], "", row["passage_id"], 0, row["subject"], row["subject"], row["measure"], "all", row["stage"], "expenditure", "total", 0, None,
        row["printed"], unit, row["amount"], "statement", None, "正文", 10_000, False, "", None, {}, {}, location, 0, (), row["sentence"], row["number"],
    )  # fmt: skip


def said(database: Database, documents: tuple[str, ...], where: str, parameters: tuple, year: int | None) -> list[Cell]:
    """Amounts that prose states of this year."""
    sql = f"""SELECT s.*, p.heading FROM statement s JOIN passage p ON p.id = s.passage_id WHERE s.document_id IN ({marks(documents)}) AND s.role = 'amount'
        AND s.amount IS NOT NULL AND (s.year IS NULL OR s.year = ?) AND {where} ORDER BY s.document_id, s.id LIMIT 200"""
    return [statement_cell(row) for row in database.select(sql, (*documents, year, *parameters))]


def of_measure(database: Database, documents: tuple[str, ...], measure: str, year: int | None) -> list[Cell]:
    """Amounts of a measure, each sentence that says one."""
    return said(database, documents, "s.measure = ? AND s.member IS NULL", (measure,), year)


def of_member(database: Database, documents: tuple[str, ...], name: str, year: int | None) -> list[Cell]:
    """Amounts of a functional item by its name, the last of its levels."""
    return said(database, documents, "s.member LIKE '%-' || ?", (name,), year)


def of_subject(database: Database, documents: tuple[str, ...], key: str, year: int | None, department: str) -> list[Cell]:
    """Amounts of a subject by one of its spoken forms."""
    found = said(database, documents, "s.subject <> '' AND s.measure IS NULL", (), year)
    return [cell for cell in found if key in spoken_forms(cell.label, department)]


def of_narrated(database: Database, documents: tuple[str, ...], key: str, year: int | None) -> list[Cell]:
    """The whole amount of a project that a chapter narrates."""
    rows = database.select(
        f"""SELECT s.*, p.heading FROM statement s JOIN passage p ON p.id = s.passage_id WHERE s.document_id IN ({marks(documents)}) AND s.role = 'amount'
        AND s.amount IS NOT NULL ORDER BY s.document_id, s.id""",
        documents,
    )
    return [statement_cell(row) for row in rows if name_key(narrated_name(row["heading"]) or "") == key and _WHOLE.search(row["subject"])][:1]


def parts_of_narrated(database: Database, documents: tuple[str, ...], key: str) -> list[Cell]:
    """The parts that the sentence of a narrated project divides its whole amount into."""
    rows = database.select(
        f"""SELECT s.*, p.heading FROM statement s JOIN passage p ON p.id = s.passage_id WHERE s.document_id IN ({marks(documents)}) AND s.role = 'amount'
        AND s.amount IS NOT NULL ORDER BY s.document_id, s.id""",
        documents,
    )
    own = [row for row in rows if name_key(narrated_name(row["heading"]) or "") == key]
    return [statement_cell(row) for row in own if not _WHOLE.search(row["subject"]) and row["subject"] not in ("合计", "共计", "总计", "")]


def counts(database: Database, documents: tuple[str, ...], key: str, department: str) -> list[Cell]:
    """Counts of a subject: vehicles, square metres."""
    rows = database.select(
        f"SELECT s.* FROM statement s WHERE s.document_id IN ({marks(documents)}) AND s.role = 'count' AND s.subject <> '' ORDER BY s.document_id, s.id", documents
    )
    return [statement_cell(row) for row in rows if key in spoken_forms(row["subject"], department)]


def targeted(database: Database, documents: tuple[str, ...]) -> Cell | None:
    """The money of the projects that have performance targets, as prose states it."""
    rows = database.select(
        f"""SELECT s.* FROM statement s WHERE s.document_id IN ({marks(documents)}) AND s.role = 'amount' AND s.amount IS NOT NULL
        AND s.sentence LIKE '%绩效目标%' AND (s.subject LIKE '%项目%资金%' OR s.subject LIKE '%预算资金%' OR s.subject LIKE '%金额%') ORDER BY s.document_id, s.id LIMIT 1""",
        documents,
    )
    return statement_cell(rows[0]) if rows else None


_SAID_FUNDS = {"government_fund": "政府性基金", "state_capital": "国有资本", "general": "一般公共预算"}


def stated_changes(database: Database, documents: tuple[str, ...], measure: str, name: str, fund: str | None = None) -> list:
    """Changes that prose states of a measure (or of a member by its name), amounts before percentages; of one fund where one is named."""
    whole = "s.measure IN ('income_total', 'expenditure_total') OR s.subject LIKE '%支出预算' OR s.subject LIKE '%收入预算' OR s.subject LIKE '%收%支%总%' OR s.subject IN ('收、支', '收支') OR s.subject LIKE '%支出总计'"
    wide = " OR ".join(f"s.subject LIKE '%{form}'" for form in ("预算收支安排", "收支安排", "收支预算", "预算收支", "总收入", "总支出", "预算收入", "预算支出", "总预算"))
    both = f"({whole} OR ({wide}) AND s.subject NOT LIKE '%基金%' AND s.subject NOT LIKE '%国有资本%' AND s.subject NOT LIKE '%一般公共%' AND s.subject NOT LIKE '%财政拨款%') AND s.member IS NULL"
    both = f"{both} AND (s.measure IS NULL OR s.measure LIKE 'income%' OR s.measure LIKE 'expenditure%')"
    one_fund = "s.subject LIKE '%拨款%' OR s.subject LIKE '%基金%' OR s.subject LIKE '%国有资本%' OR s.subject LIKE '%一般公共%'"
    total = both if measure.startswith(("expenditure", "income")) else "0"
    if measure.startswith(("expenditure", "income")) and fund in _SAID_FUNDS:
        total = f"s.member IS NULL AND s.subject LIKE '%{_SAID_FUNDS[fund]}%' AND (s.subject LIKE '%支出%' OR s.subject LIKE '%收入%' OR s.subject LIKE '%预算' OR s.subject LIKE '%拨款')"
    own = "0" if measure and fund in _SAID_FUNDS else "? <> '' AND s.measure = ?"
    return database.select(
        f"""SELECT s.* FROM statement s WHERE s.document_id IN ({marks(documents)}) AND s.role IN ('change', 'percent_change') AND s.direction IS NOT NULL
        AND (({own}) OR (? <> '' AND s.measure IS NULL AND s.member IS NULL AND s.subject LIKE '%' || ? || '%') OR ({total})
        OR (? = '' AND (s.member LIKE '%' || ? OR s.subject LIKE '%' || ? OR s.subject LIKE '%' || ? || '（2%'))) ORDER BY s.document_id, ({one_fund}), s.role, s.measure IS NOT ?, s.id""",
        (*documents, *((measure, measure) if own != "0" else ()), measure, name, measure, name, name, name, measure),
    )
